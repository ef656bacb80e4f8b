"""Backups: everything in one archive, encrypted, that any supported database can take in."""
