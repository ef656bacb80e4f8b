"""Readers and writers: bytes to core values and back."""
