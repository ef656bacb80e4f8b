"""Tables, writes and reads, by subject. Foreign keys point downwards only."""
