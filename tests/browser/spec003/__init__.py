"""Spec 003's own case in a real browser: Liana adds a sub-processor for LianaMailer in the EU alone."""
