"""Pages for the people of its customers."""
