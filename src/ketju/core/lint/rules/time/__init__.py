"""Dates: whether they are possible, and whether the list follows them."""
