"""What a list must say and does not."""
