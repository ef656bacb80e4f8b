"""Services that customers ordered."""
