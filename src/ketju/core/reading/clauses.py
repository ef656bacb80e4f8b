"""Clauses with a mark in front, "(a) …; (b) …" or "1.1 …", brought to the shape of a list of companies.

Only clauses that name companies or end in places are taken for items: those of an agreement stay running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ketju.core.model.document import Block, Item, Listing, Paragraph, Text
from ketju.core.reading.pairs import pair_from
from ketju.core.reading.texts import cut, joined, word_count
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.phrases import phrases
from ketju.core.vocabulary.places import is_place_only

_MARK = re.compile(
    r"(?:(?<=\s)|^)(?P<open>\(?)(?P<label>\d{1,3}(?:\.\d{1,3}){0,3}|[^\W\d_]|[ivxlIVXL]{2,5})(?P<close>[.)]?)\s+(?=\S)"
)
_BREAK = re.compile(r"(?:^|[\n:：;,.])\s*$")
_LAST = re.compile(r".*[–—(:：,|]|.*\s-\s", re.S)
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "αβγδεζηθικλμνξοπρστυφχψω", "абвгдежзийклмнопрстуфхцчшщ")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
LEAST = 2
LONGEST = 60
"""A clause with more words than this is no entry."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What starts a clause: where it stands, the style that its siblings share, and the number it may stand for."""

    start: int
    end: int
    style: str
    value: int


def with_clauses(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with clauses that name companies made items, in paragraphs, over paragraphs and within items."""
    single = [piece for block in blocks for piece in _opened(block)]
    made: list[Block] = []
    run: list[Paragraph] = []
    for block in single:
        if isinstance(block, Paragraph) and _goes_on(run, block):
            run.append(block)
            continue
        made += _from_run(run)
        run = [block] if isinstance(block, Paragraph) and _goes_on([], block) else []
        made += [] if run else [block]
    return made + _from_run(run)


def _opened(block: Block) -> list[Block]:
    if isinstance(block, Listing):
        return [replace(block, items=tuple(map(_opened_item, block.items)))]
    if not isinstance(block, Paragraph):
        return [block]
    lead, listing = _divided(block.text)
    if listing is None:
        return [block]
    return [*([replace(block, text=lead)] if lead.text else []), listing]


def _opened_item(item: Item) -> Item:
    if pair := pair_from(item.text, frozenset()):
        return item if pair.value.text else _with_value(item)
    children = tuple(with_clauses(item.children)) if item.children else ()
    lead, listing = _divided(item.text)
    if listing is not None and lead.text:
        return replace(item, text=lead, children=(listing, *children))
    return item if children == item.children else replace(item, children=children)


def _with_value(item: Item) -> Item:
    """A key alone takes the clauses below it as its value, as it would on the same line."""
    first = item.children[0] if item.children else None
    if isinstance(first, Paragraph) and _divided(first.text)[1] is not None:
        value = replace(first.text, text=first.text.text.replace("\n", " "))
        return replace(item, text=joined(item.text, value), children=item.children[1:])
    return item


def _divided(text: Text) -> tuple[Text, Listing | None]:
    """(what stands before the first clause, the clauses of a text) or (the text, None)."""
    marks = _sequence(text.text)
    if len(marks) < LEAST:
        return text, None
    ends = [mark.start for mark in marks[1:]] + [len(text.text)]
    pieces = [cut(text, mark.end, end) for mark, end in zip(marks, ends, strict=True)]
    if sum(map(_is_entry, pieces)) * 2 < len(pieces):
        return text, None
    items = tuple(
        Item(trimmed(piece), (), text.text[mark.start : mark.end].strip())
        for mark, piece in zip(marks, pieces, strict=True)
    )
    return cut(text, 0, marks[0].start), Listing(items, ordered=True)


def _goes_on(run: Sequence[Paragraph], block: Paragraph) -> bool:
    """Whether a paragraph is a clause that may follow those of ``run``."""
    first = _first_marks(block)
    if not run:
        return bool(first) and word_count(block.text.text) <= LONGEST
    before = {(mark.style, mark.value + 1) for mark in _first_marks(run[-1])}
    return any((mark.style, mark.value) in before for mark in first)


def _from_run(run: Sequence[Paragraph]) -> list[Block]:
    pieces = [cut(block.text, _first_marks(block)[0].end, len(block.text.text)) for block in run]
    if len(run) < LEAST or sum(map(_is_entry, pieces)) * 2 < len(pieces):
        return list(run)
    items = tuple(
        Item(trimmed(piece), (), block.text.text[: _first_marks(block)[0].end].strip())
        for block, piece in zip(run, pieces, strict=True)
    )
    return [Listing(items, ordered=True)]


def _first_marks(block: Paragraph) -> list[Mark]:
    found = _MARK.match(block.text.text)
    return list(_readings(found)) if found else []


def _sequence(text: str) -> list[Mark]:
    """The longest run of marks that count on from each other, from the first one on."""
    if text.count(" ") < LEAST:
        return []
    runs: dict[str, list[Mark]] = {}
    for found in _MARK.finditer(text):
        before = text[: found.start()]
        line_starts = not before.rsplit("\n", 1)[-1].strip()
        if not line_starts and not (found["close"] == ")" or "." in found["label"]):
            continue
        if not (line_starts or _BREAK.search(before) or _follows_joiner(before)):
            continue
        for mark in _readings(found):
            run = runs.setdefault(mark.style, [])
            if not run or mark.value == run[-1].value + 1:
                run.append(mark)
    return max(runs.values(), key=len, default=[])


def _follows_joiner(before: str) -> bool:
    """Whether a text ends in a comma or semicolon and a word for "and"."""
    tail = before[-30:].rstrip()
    return any(
        match.meaning.startswith("joiner.")
        and match.end == len(tail)
        and tail[: match.start].rstrip()[-1:] in (",", ";", ".")
        for match in phrases(tail)
    )


def _readings(found: re.Match[str]) -> Iterator[Mark]:
    """What a mark may stand for: "i" is the ninth letter and the first Roman number."""
    label, signs = found["label"], found["open"] + "{}" + found["close"]
    outer, _, last = label.rpartition(".")
    if last.isdecimal():
        if outer or found["close"]:
            yield Mark(found.start(), found.end(), signs.format(f"{outer}.1"), int(last))
        return
    if not found["close"]:
        return
    small, case = label.lower(), "a" if label.islower() else "A"
    for alphabet in _ALPHABETS:
        if len(small) == 1 and small in alphabet:
            yield Mark(
                found.start(), found.end(), signs.format(case + alphabet[0]), alphabet.index(small) + 1
            )
    if all(letter in _ROMAN for letter in small):
        numbers = [_ROMAN[letter] for letter in small]
        value = sum(
            -one if one < after else one for one, after in zip(numbers, [*numbers[1:], 0], strict=True)
        )
        yield Mark(found.start(), found.end(), signs.format(case + "roman"), value)


def _is_entry(piece: Text) -> bool:
    """Whether a clause names a company, or ends in a place after a separator."""
    text = trimmed(piece).text
    if not 0 < word_count(text) <= LONGEST:
        return False
    if has_legal_form(" ".join(text.split()[:8])):
        return True
    last = _LAST.sub("", text).strip(" ).")
    return last != text and is_place_only(last)


def trimmed(piece: Text) -> Text:
    """A clause without the sign and the word "and" that lead to the next one."""
    text = piece.text.rstrip()
    bare = text.rstrip(" ;,")
    for match in phrases(text[-30:]):
        start = len(text) - len(text[-30:]) + match.start
        if match.meaning.startswith("joiner.") and match.end == len(text[-30:]):
            before = text[:start].rstrip()
            bare = before.rstrip(" ;,") if before.endswith((";", ",")) else bare
    return cut(piece, 0, len(bare))
