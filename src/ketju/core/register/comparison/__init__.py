"""Two registers → the changes between them."""
