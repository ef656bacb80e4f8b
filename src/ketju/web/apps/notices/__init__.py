"""Notices: what is told to whom, in which words, by which channel, and what is known of each delivery."""
