"""Whether the list and the documents beside it say the same: annex, notice, translation."""
