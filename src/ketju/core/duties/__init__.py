"""What agreements and the law ask for, row by row, and which code and tests carry it out."""
