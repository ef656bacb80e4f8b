"""AsciiDoc, as far as lists of companies use it."""
