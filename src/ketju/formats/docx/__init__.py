"""Word documents: the parts of the package, styles, numbering, and the story as blocks."""
