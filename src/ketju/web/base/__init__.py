"""What every subject rests on: accounts, access, the audit trail, encryption, identifiers."""
