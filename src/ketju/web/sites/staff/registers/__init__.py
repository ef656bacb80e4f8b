"""Registers for the people who keep them: import, review, forms, versions."""
