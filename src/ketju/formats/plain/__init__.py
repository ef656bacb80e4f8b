"""Plain text as people copy it from pages and mails: what its layout says."""
