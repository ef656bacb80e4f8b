"""Places: whether they are named, possible, and at one with what the list declares."""
