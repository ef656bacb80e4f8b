"""Places that are printed among other words: in sentences behind a purpose, in brackets, in lines of an address."""

from __future__ import annotations

import re
from itertools import pairwise

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft
from ketju.core.reading.texts import cut, word_count
from ketju.core.vocabulary.lexicon import lexicon
from ketju.core.vocabulary.places import find_places

POSTCODE = re.compile(r"\s*(?:[A-Z]{1,2}-)?\d{4,5}\s+[^\W\d_]")
"""How a line with a town starts: the lines around it are an address."""
_SENTENCE = re.compile(r"(?<=[\w)]{2})\.\s+(?=\w)")
LONGEST_PLACE = 3


def names_place(printed: str) -> bool:
    """Whether a few words name a place: "EU edge"."""
    return word_count(printed) <= LONGEST_PLACE and bool(find_places(printed))


def without_places(draft: Draft, part: Text) -> Text:
    """A purpose without the sentences behind it that say where data are kept or processed; those become places."""
    ends = [m.end() for m in _SENTENCE.finditer(part.text)]
    keep = len(part.text)
    for start, end in pairwise([*ends, len(part.text)]):
        sentence = part.text[start:end]
        if find_places(sentence) and lexicon("kinds").find(sentence):
            draft.add("place", cut(part, start, end))
            keep = min(keep, start)
    return cut(part, 0, keep)
