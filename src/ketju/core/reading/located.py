"""Places inside running text: "our host in Falkenstein, Germany, stores backups" says where, without a field for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.texts import cut
from ketju.core.vocabulary.lexicon import lexicon
from ketju.core.vocabulary.places import PLACE_JOIN, PlaceFound, find_places

KINDS = ("prose", "sentence", "lines", "list", "headings")
"""Layouts whose entries hold running text."""
SURE = 0.6
_BEFORE = re.compile(r"(?:^|[\s(,–—])(?P<word>[^\W\d_]{1,5})\s+$")
_CLOSED = re.compile(r"\s*(?:[.,;:)\]!?]|$)")
# Cases that say where something is, or where it comes from, in languages that need no word for it.
_ENDINGS = {
    "fi": ("ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä"),
    "et": ("s", "st"),
    "hu": ("ban", "ben", "ból", "ből"),
    "lv": ("ā", "ē"),
    "lt": ("je",),
}
_FIELDS = ("place", "storage_place", "backup_place", "access_place", "region", "seat")


def add_places(found: Found) -> None:
    """Give each draft of running text that has no place those that its text tells it to be in."""
    if found.kind not in KINDS:
        return
    for draft in found.drafts:
        if not draft.first(*_FIELDS):
            _locate(draft)


def _locate(draft: Draft) -> None:
    for field in draft.all("purpose", "note"):
        for start, end in places_in_text(field.text.text):
            draft.add("place", cut(field.text, start, end), confidence=SURE, reason="guess.in-text")


def places_in_text(text: str) -> list[tuple[int, int]]:
    """(start, end) of each stretch of places that a text says something is in."""
    return [
        (group[0].start, group[-1].end)
        for group in _groups(text, find_places(text))
        if _is_where(text, group)
    ]


def _groups(text: str, found: Sequence[PlaceFound]) -> Iterator[list[PlaceFound]]:
    """Places that only a comma, a bracket or a short word parts, together."""
    group: list[PlaceFound] = []
    for place in found:
        if group and not PLACE_JOIN.fullmatch(text[group[-1].end : place.start].replace("(", ",")):
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _is_where(text: str, group: Sequence[PlaceFound]) -> bool:
    """Whether words before the first place, or its ending, say "in"; codes and blocs close their clause, too."""
    first, last = group[0], group[-1]
    if any(place.kind == "cloud region" for place in group):
        return True
    if text[last.end : last.end + 1] in ("-", "–", "'", "’"):
        return False
    if all(place.kind in ("code", "bloc") for place in group) and not _CLOSED.match(text, last.end):
        return False
    before = _BEFORE.search(text[: first.start])
    return (before is not None and before["word"].islower()) or _is_inflected(first)


def _is_inflected(place: PlaceFound) -> bool:
    """Whether a name has an ending that says "in" or "from", as in Finnish: Saksassa."""
    return any(
        place.printed.endswith(_ENDINGS.get(match.language, ()))
        for match in lexicon("places").whole(place.printed)
    )
