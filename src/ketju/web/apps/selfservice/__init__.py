"""What customers' people do and see by themselves in the portal: a subject above all others."""
