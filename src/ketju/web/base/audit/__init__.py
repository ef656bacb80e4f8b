"""The audit trail: who read or wrote what, when and why; nothing is changed or removed."""
