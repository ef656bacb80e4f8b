"""Migrations of registers."""
