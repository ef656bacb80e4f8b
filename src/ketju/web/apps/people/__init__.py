"""People and what they are granted: invitations, grants, promises of confidentiality, how they sign in."""
