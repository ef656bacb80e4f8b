"""Mail: every message is a row first, and leaves from there."""
