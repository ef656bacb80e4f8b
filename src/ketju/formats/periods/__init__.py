"""Periods as data for programs."""
