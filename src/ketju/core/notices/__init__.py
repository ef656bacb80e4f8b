"""Notices of changes: what a customer is owed, when its time runs out, and from when a change may take effect."""
