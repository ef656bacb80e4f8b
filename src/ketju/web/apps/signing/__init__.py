"""Signed copies of agreements: what both sides have in hand once an agreement was accepted."""
