"""Readers of input formats; a module here is a format, found by its FORMAT declaration."""
