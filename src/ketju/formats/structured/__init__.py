"""Structured text (JSON, YAML): keys and values with their places in the source."""
