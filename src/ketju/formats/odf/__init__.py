"""OpenDocument packages: styles, text, lists and tables of ODT and ODS."""
