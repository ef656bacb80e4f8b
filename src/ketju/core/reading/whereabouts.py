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
LONGEST_ADDRESS = 14
_HOUSE = re.compile(
    r"(?<![\w-])\d{1,5}\s?[A-Za-z]?(?:\s?[-–/]\s?\d{1,5}\s?[A-Za-z]?)?\s?(?:,|$)|^\s?\d{1,5}[A-Za-z]?,?\s[^\W\d_]"
)
"""The number of a house: behind the street, or in front of it."""


def reads_as_address(printed: str) -> bool:
    """Whether a line is a street with a number, or a postcode with a town, and says nothing else.

    >>> reads_as_address("2 rue Kellermann, 59100 Roubaix, France"), reads_as_address("Hosting, level 2 support")
    (True, False)
    >>> reads_as_address("eu-west-1, IE")
    False
    """
    if word_count(printed) > LONGEST_ADDRESS or ":" in printed or printed.rstrip()[-1:] in ";!?":
        return False
    if POSTCODE.match(printed):
        return True
    return _HOUSE.search(printed) is not None and ("," in printed and bool(find_places(printed)))


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
