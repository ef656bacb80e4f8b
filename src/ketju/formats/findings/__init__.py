"""Findings as data for programs: JSON of our own, and SARIF."""
