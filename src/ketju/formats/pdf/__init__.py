"""PDF: glyphs and rules of pages made into lines, tables, lists and paragraphs; structure trees too."""
