"""Registers of sub-processors: what was received, drafts, versions that were published, who follows them."""
