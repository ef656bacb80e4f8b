"""Markdown and MDX: the blocks of CommonMark and what publishers add to it, with their places in the source."""
