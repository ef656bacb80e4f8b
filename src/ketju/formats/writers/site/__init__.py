"""The pages: a folder of HTML in every language, which needs no script and asks nobody else for anything."""

from ketju.formats.writers.site.writing import Site, write_site

__all__ = ["Site", "write_site"]
