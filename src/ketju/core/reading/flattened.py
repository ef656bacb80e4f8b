"""Rows of a table that lost their cell borders: "Acme GmbH Hosting Germany" under "Name Purpose Location"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.texts import cut, word_count
from ketju.core.vocabulary.companies import legal_forms
from ketju.core.vocabulary.dates import find_dates
from ketju.core.vocabulary.fold import tokens
from ketju.core.vocabulary.lexicon import lexicon
from ketju.core.vocabulary.places import PLACE_JOIN, PlaceFound, find_places

LEAST_ROWS = 2
MANY_ROWS = 5
SURE_ROWS = 2.0
"""So much more evidence have many rows below a line of three labels."""
LONGEST_NAME = 9
LONGEST_ROW = 60
"""A row with a place right behind its name may go on with sentences."""
LONGEST_DATE = 20
DATES = ("since", "until", "notified")
PLACE_KEYS = ("place", "storage_place", "seat", "region")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Order:
    """The fields in the order that the header line names them."""

    keys: tuple[str, ...]


def order_from(line: Text, languages: frozenset[str]) -> Order | None:
    """The order of fields when a line is nothing but labels side by side, a name among them."""
    words = tokens(line.text)
    if not 2 <= len(words) <= 14 or ":" in line.text:
        return None
    matches = lexicon("labels").find(line.text, words)
    taken: dict[int, str] = {}
    for match in sorted(matches, key=lambda m: m.language not in languages):
        taken.setdefault(match.first, match.meaning)
    covered = sum({m.first: m.words for m in matches}.values())
    keys = tuple(taken[first] for first in sorted(taken))
    if (
        covered * 5 < len(words) * 4
        or len(keys) < 2
        or len(set(keys)) != len(keys)
        or keys[0] not in ("name", "legal_entity", "service")
    ):
        return None
    return Order(("name", *keys[1:]))


def read_flattened(lines: Sequence[Text], path: tuple[Text, ...], languages: frozenset[str]) -> Found | None:
    """The rows below a line of labels, or None when there is no such line or the rows do not fit."""
    for index, line in enumerate(lines[:-LEAST_ROWS]):
        order = order_from(line, languages)
        if order is None:
            continue
        found = Found("flattened", 1.0, headers=[line])
        for row in lines[index + 1 :]:
            draft = _row(row, order, path)
            if draft is None:
                break
            found.drafts.append(draft)
        if len(found.drafts) >= LEAST_ROWS:
            found.score += SURE_ROWS * (len(order.keys) >= 3 and len(found.drafts) >= MANY_ROWS)
            return found
    return None


def _row(row: Text, order: Order, path: tuple[Text, ...]) -> Draft | None:
    """A line cut into name, place and the rest by what the words are; None when it is no row."""
    second = order.keys[1] in PLACE_KEYS
    if (word_count(row.text) > (LONGEST_ROW if second else 30)) or row.text.rstrip()[-1:] in ":;":
        return None
    if row.text.rstrip()[-1:] == "." and not second:
        return None
    draft = Draft([], path, 0.5, "guess.flattened")
    start, end = 0, len(row.text)
    name_end = _name_end(row.text)
    if name_end and order.keys[1] in PLACE_KEYS and not legal_forms(row.text[:name_end]):
        name_end = _before_place(row.text, name_end)
    if name_end == 0:
        return None
    draft.add("name", cut(row, 0, name_end), confidence=0.5, reason="guess.flattened")
    start = name_end
    if dated := _trailing_date(row.text, start):
        key = order.keys[-1] if order.keys[-1] in DATES else "note"
        draft.add(key, cut(row, dated, end), confidence=0.5, reason="guess.flattened")
        end = len(row.text[:dated].rstrip())
    places = [key for key in order.keys if key in PLACE_KEYS]
    if places and order.keys[-1] == places[0]:
        place_at = _trailing_place(row.text, start)
        if place_at is None:
            return None
        draft.add(places[0], cut(row, place_at, end), confidence=0.5, reason="guess.flattened")
        end = place_at
    elif places and order.keys[1] == places[0]:
        place_end = _leading_place(row.text, start)
        if place_end is not None:
            draft.add(places[0], cut(row, start, place_end), confidence=0.5, reason="guess.flattened")
            start = place_end
        elif word_count(row.text) > 30 or row.text.rstrip()[-1:] == ".":
            return None  # a sentence that starts like a name
        if "transfer" in order.keys[2:-1] and (tool_end := _leading_tool(row.text, start)):
            draft.add("transfer", cut(row, start, tool_end), confidence=0.5, reason="guess.flattened")
            start = tool_end
    rest = [key for key in order.keys if key not in ("name", "transfer", "outside_eea", *places, *DATES)]
    if rest and row.text[start:end].strip():
        draft.add(rest[0], cut(row, start, end), confidence=0.5, reason="guess.flattened")
    return draft


def _name_end(text: str) -> int:
    """Where the name ends: after a legal form, else after the words that start with a capital at the front."""
    forms = legal_forms(text)
    if forms and forms[0].start > 0:
        return forms[0].end
    words = list(_WORD.finditer(text))
    return words[0].end() if words and words[0].group()[0].isupper() and len(words) > 1 else 0


def _before_place(text: str, name_end: int) -> int:
    """Where the first place after a name starts, when it follows soon; else where the name ends by itself."""
    found = [place for place in find_places(text) if place.start > name_end]
    while len(found) > 1 and _is_in_name(text, *found[:2]):
        found.pop(0)
    at = found[0].start if found else 0
    return len(text[:at].rstrip()) if 0 < word_count(text[:at]) <= LONGEST_NAME else name_end


def _is_in_name(text: str, place: PlaceFound, after: PlaceFound) -> bool:
    """Whether a place right before another, with a blank between them, ends a name: "Host Europe EU"."""
    inner = place.inferred and place.code == after.code
    return not inner and text[place.end : after.start] == " "


def _trailing_date(text: str, start: int) -> int:
    """Where the date that ends the line begins, 0 when it ends with none."""
    tail = max(start, len(text) - LONGEST_DATE)
    found = find_dates(text[tail:]) if text[-1:].isdigit() else ()
    last = found[-1] if found else None
    return tail + last.start if last and tail + last.end == len(text.rstrip()) else 0


def _leading_tool(text: str, start: int) -> int:
    """Where the safeguard that starts right here ends, 0 when none does."""
    found = [m for m in lexicon("transfers").find(text[start:]) if not text[start : start + m.start].strip()]
    return start + max(m.end for m in found) if found else 0


def _trailing_place(text: str, start: int) -> int | None:
    """Where the run of places that ends the line begins."""
    found = [place for place in find_places(text) if place.start >= start]
    if not found or text[found[-1].end :].strip(" )."):
        return None
    at = found[-1].start
    for place in reversed(found[:-1]):
        if PLACE_JOIN.fullmatch(text, place.end, at):
            at = place.start
    return at


def _leading_place(text: str, start: int) -> int | None:
    """Where the run of places right after the name ends."""
    found = [place for place in find_places(text) if place.start >= start]
    if not found or text[start : found[0].start].strip():
        return None
    end = found[0].end
    for place in found[1:]:
        if PLACE_JOIN.fullmatch(text, end, place.start):
            end = place.end
    return end
