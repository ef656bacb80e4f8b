"""Pages of the companies that are engaged: what suppliers tell, what waits to be looked at again, proof at the end."""
