"""What customers' people do and see by themselves in the portal. It lies above the other subjects and holds little itself."""
