"""Companies and their numbers."""
