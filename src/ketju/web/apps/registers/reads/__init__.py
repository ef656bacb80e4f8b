"""What pages ask of registers."""
