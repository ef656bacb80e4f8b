"""Cells that hold several values, each after its label: "Seat: Ireland; Contact: privacy@acme.example; Since: 2020"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft, Field
from ketju.core.reading.texts import cut
from ketju.core.vocabulary.labels import label_for

OPEN = frozenset({"note", ""})
"""Fields that may hold anything."""
NAMES = frozenset({"name", "ordinal"})
"""Fields that an entry has before its remarks are read: "Provider: for residents of the UK" is a remark."""
LEAST = 2
"""So many labels with values make a cell a record; a remark may start like one of them."""
SURE = 1.0
_LABEL = re.compile(r"(?:^|[;\n])\s*([^\W\d_][^:;\n]{0,60}?)\s*:(?!//)\s+")


def split_labelled(drafts: Sequence[Draft]) -> None:
    """Give the values of such cells to their fields, in place.

    One label with a value is enough where every cell of the column has one: a remark may start like a label.
    """
    columns: dict[str, list[bool]] = {}
    for draft in drafts:
        for field in _open_fields(draft):
            columns.setdefault(field.header, []).append(bool(_labels(field.text.text)))
    labelled = {header for header, found in columns.items() if len(found) > 1 and all(found)}
    for draft in drafts:
        if _open_fields(draft):
            draft.fields = [part for field in draft.fields for part in _parts(field, labelled)]


def _open_fields(draft: Draft) -> list[Field]:
    """The fields that may hold anything, and hold something."""
    return [field for field in draft.fields if field.key in OPEN and field.text.text.strip()]


def _parts(field: Field, labelled: Collection[str]) -> list[Field]:
    """The fields that a field holds; itself where it holds none."""
    found = _labels(field.text.text) if field.key in OPEN else []
    if len(found) < (1 if field.header in labelled else LEAST):
        return [field]
    ends = [start for start, *_ in found[1:]] + [len(field.text.text)]
    return [
        replace(field, key=key, header=label, text=_on_one_line(cut(field.text, at, end)), listed=False)
        for (_, at, key, label), end in zip(found, ends, strict=True)
        if field.text.text[at:end].strip(" ;\n")
    ]


def _labels(text: str) -> list[tuple[int, int, str, str]]:
    """(where it starts, where its value starts, the field, the label) of each label of a text that starts with one."""
    found = []
    for match in _LABEL.finditer(text) if ":" in text else ():
        label = label_for(" ".join(match[1].split()), least=SURE)
        if label is not None and label.field not in NAMES:
            found.append((match.start(), match.end(), label.field, match[1]))
    return [] if not found or text[: found[0][0]].strip() else found


def _on_one_line(text: Text) -> Text:
    """A value without the breaks of lines, which are those of a narrow cell."""
    return replace(text, text=text.text.replace("\n", " "))
