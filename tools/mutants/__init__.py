"""Changes functions of the application, one place at a time, and sees whether tests notice."""
