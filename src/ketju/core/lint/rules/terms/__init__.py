"""Terms of notice and objection that a list prints."""
