"""Document → register: find the list, split it into records, name their fields, read their values."""
