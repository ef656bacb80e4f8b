"""The Traffic Light Protocol label of a list, in the words of TLP 2.0. Source: D-4, requirements 6.6."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft
from ketju.core.reading.texts import flat

_TLP = re.compile(r"\bTLP\s?:\s?(CLEAR|WHITE|GREEN|AMBER(?:\+STRICT)?|RED)(?![\w+])", re.I)


def is_tlp_label(text: str) -> bool:
    """Whether a text is a label and nothing else, as in a column that repeats it."""
    return _TLP.fullmatch(text.strip()) is not None


def tlp_label(texts: Sequence[Text], drafts: Sequence[Draft]) -> str:
    """The label that the document prints, or that every row repeats; "" for none."""
    for text in texts:
        if found := _TLP.search(text.text):
            return _named(found)
    repeated = {label for draft in drafts for label in _labels_of(draft)}
    return repeated.pop() if len(repeated) == 1 and all(any(_labels_of(draft)) for draft in drafts) else ""


def _labels_of(draft: Draft) -> list[str]:
    matches = (_TLP.fullmatch(flat(field.text.text).strip()) for field in draft.fields)
    return [_named(found) for found in matches if found]


def _named(found: re.Match[str]) -> str:
    label = found[1].upper()
    return "TLP:" + ("CLEAR" if label == "WHITE" else label)
