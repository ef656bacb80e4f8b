"""Customers: organisations and their contacts."""
