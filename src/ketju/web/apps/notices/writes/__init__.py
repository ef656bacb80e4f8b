"""What is done to notices: rows are written, let go, and what is learnt of each is noted."""
