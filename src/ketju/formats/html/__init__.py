"""HTML as people publish it: a tolerant tree with exact source offsets, and the blocks a person sees in it."""
