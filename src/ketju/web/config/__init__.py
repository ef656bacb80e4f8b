"""Settings, addresses and the composition root."""
