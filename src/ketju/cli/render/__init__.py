"""What the command line shows: tables, registers, problems."""
