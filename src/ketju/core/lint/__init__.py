"""Checking: rules over a register and over what its reader saw, each with its reason in law and examples."""
