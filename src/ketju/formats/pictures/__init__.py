"""Pictures drawn as SVG for any page: maps, timelines and bars, each with a sentence and a table that say the same.

They need no script; their look is ``static/pictures.css``.
"""
