"""Commands for the machine."""
