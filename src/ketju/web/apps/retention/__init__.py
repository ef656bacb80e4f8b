"""What each column is for and how long it lives; what is to be erased; what the register description says."""
