"""Agreements: versions and acceptances."""
