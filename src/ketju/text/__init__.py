"""Words for people: message keys and parameters become sentences in a language."""
