"""Providers of mail whose events are understood: a module each, with ``PROVIDER``."""
