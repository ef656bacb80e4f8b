"""How long records live: to when each kind is kept, and why. Days are computed, never stored."""
