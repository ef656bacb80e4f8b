"""Drafts → entries: what each printed value means, beside what is printed."""
