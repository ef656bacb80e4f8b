"""How the list is written: law that is cited, markup, languages, footnotes, headings."""
