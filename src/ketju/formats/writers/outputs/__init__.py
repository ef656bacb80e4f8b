"""Output formats of a publication, each in a module of its own that declares ``WRITER``."""
