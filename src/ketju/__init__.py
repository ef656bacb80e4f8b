"""Ketju: the processor's side of GDPR Article 28."""

__version__ = "0.1.0"
