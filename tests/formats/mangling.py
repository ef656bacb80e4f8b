"""Texts made from a good one: lines left out, moved and cut, letters changed."""

from __future__ import annotations

from hypothesis import strategies as st

LETTERS = "{}[]\"',:;|#*-+=_`~.^<>()&!?%@\\/ \t\n\x01\x0c a1oäß会😀\ufeff\u00a0"


@st.composite
def mangled(draw: st.DrawFn, text: str) -> str:
    """A piece of the text with some of its lines and letters disturbed."""
    lines = text.split("\n")
    start = draw(st.integers(0, len(lines)))
    part = lines[start : start + draw(st.integers(0, len(lines)))] if draw(st.booleans()) else lines
    if draw(st.booleans()):
        part = draw(st.permutations(part))
    letters = list("\n".join(part))
    if letters:
        places = st.tuples(st.integers(0, len(letters) - 1), st.sampled_from(LETTERS))
        for at, letter in draw(st.lists(places, max_size=8)):
            letters[at] = letter
    return "".join(letters)[: draw(st.integers(0, len(letters)))] if draw(st.booleans()) else "".join(letters)
