"""Tokens by which programs are known, and what they may do."""
