"""How the parts of a list hang together: groups, references, doubles, what could not be read."""
