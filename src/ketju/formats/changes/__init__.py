"""The changes between two registers, for programs and for people."""
