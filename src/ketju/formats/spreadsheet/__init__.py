"""Workbooks: sheets as grids of cells, and grids as blocks of a document."""
