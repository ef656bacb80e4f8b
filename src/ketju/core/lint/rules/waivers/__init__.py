"""Waivers that a register file holds."""
