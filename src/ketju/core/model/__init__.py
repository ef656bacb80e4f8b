"""The nouns of Ketju as immutable values."""
