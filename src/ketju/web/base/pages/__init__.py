"""What every page has: words, headers, language, errors, logs."""
