"""The web application: one installation, its people, its customers, around the pure core."""
