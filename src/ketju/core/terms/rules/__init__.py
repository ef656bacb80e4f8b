"""The rules over terms, by what they are about."""
