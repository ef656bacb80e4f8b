"""Measurements on real lists. Nothing here is part of the installed package."""
