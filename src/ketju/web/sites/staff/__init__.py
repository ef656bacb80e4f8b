"""Pages for the people of a processor."""
