"""Text whose cells stand between commas, semicolons, tabs or pipes."""
