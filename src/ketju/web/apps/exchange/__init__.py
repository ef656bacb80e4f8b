"""The customer register in and out: import from files and programs, export."""
