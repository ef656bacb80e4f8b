"""Cells of a table on lines of their own, as a page gives them when its table is copied: name, purpose, country …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.evidence import names_subprocessors
from ketju.core.reading.item_names import is_name
from ketju.core.reading.pairs import pair_from
from ketju.core.reading.texts import flat, word_count
from ketju.core.reading.whereabouts import reads_as_address
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.dates import find_dates
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.places import is_place_only
from ketju.core.vocabulary.transfers import is_tool_only

WIDTHS = (3, 4, 2, 5)
"""How many lines a company may take where no labels say it."""
MOST_LABELS = 10
LEAST_RECORDS = 2
MANY_RECORDS = 4
"""So many companies need no legal forms in their names."""
LONGEST_CELL = 40
LONGEST_TITLE = 6
SURE_LABEL = 0.95
NAMES = ("name", "legal_entity", "service")
PLACES = ("place", "storage_place", "seat", "region")


@dataclass(frozen=True, slots=True)
class _Cycle:
    """Lines that come again and again: records of ``width`` lines, each with the title above it, if any."""

    records: tuple[tuple[int, Text | None], ...]
    width: int
    keys: tuple[str, ...]
    headers: tuple[Text, ...] = ()


def read_cycles(lines: Sequence[Text], path: tuple[Text, ...], languages: frozenset[str]) -> Found | None:
    """The companies of lines that repeat one order of cells, or None when they do not."""
    cycle = _labelled(lines, languages) or _unlabelled(lines)
    if cycle is None:
        return None
    found = Found("cycles", 1.0, headers=list(cycle.headers))
    for start, title in cycle.records:
        if title is not None and title not in found.headers:
            found.headers.append(title)
        group = (*path, title) if title is not None else path
        found.drafts.append(_draft(lines[start : start + cycle.width], cycle, group))
    names = [lines[start].text for start, _ in cycle.records]
    legal = sum(map(has_legal_form, names)) / len(names)
    if len(names) < MANY_RECORDS and legal * 2 < 1 and not cycle.headers:
        return None
    found.score += 2.0 * legal + 2.0 * bool(cycle.headers) + 0.5 * (len(names) >= MANY_RECORDS)
    return found


def _labelled(lines: Sequence[Text], languages: frozenset[str]) -> _Cycle | None:
    """Lines below labels that stand one below the other, a name first."""
    for start, line in enumerate(lines):
        keys = []
        if _label(line, languages) not in NAMES:
            continue
        for text in lines[start : start + MOST_LABELS]:
            key = _label(text, languages)
            if not key or key in keys:
                break
            keys.append(key)
        at = start + len(keys)
        if len(keys) < 2:
            continue
        records = tuple(_records(lines, at, keys))
        if len(records) >= LEAST_RECORDS:
            return _Cycle(records, len(keys), ("name", *keys[1:]), tuple(lines[start:at]))
    return None


def _label(text: Text, languages: frozenset[str]) -> str:
    label = (
        label_for(flat(text.text), languages, SURE_LABEL) if word_count(text.text) <= LONGEST_TITLE else None
    )
    return label.field if label else ""


def _records(lines: Sequence[Text], at: int, keys: Sequence[str]) -> Iterator[tuple[int, Text | None]]:
    """Where the records start that have a name and, under labels for them, places where they belong."""
    where = [index for index, key in enumerate(keys) if key in PLACES]
    while at + len(keys) <= len(lines):
        record = lines[at : at + len(keys)]
        if not _is_name(record[0]) or not all(is_place_only(record[index].text) for index in where):
            return
        if not where and not has_legal_form(record[0].text):
            return
        yield at, None
        at += len(keys)


def _unlabelled(lines: Sequence[Text]) -> _Cycle | None:
    """Lines that repeat with one line of each record a place and nothing else."""
    places = [is_place_only(line.text) for line in lines]
    if sum(places) < LEAST_RECORDS:
        return None
    best: _Cycle | None = None
    for width in WIDTHS:
        for at in range(width - 1, 0, -1):
            records = tuple(_walk(lines, places, width, at))
            if len(records) < LEAST_RECORDS or len(records) * 4 < sum(places) * 3:
                continue
            if best is None or len(records) * width > len(best.records) * best.width:
                keys = tuple("name" if i == 0 else "place" if i == at else "" for i in range(width))
                best = _Cycle(_with_titles(records), width, keys)
    return best


def _with_titles(records: tuple[tuple[int, Text | None], ...]) -> tuple[tuple[int, Text | None], ...]:
    """The records with their titles, none where only the first has one: that is the title of the list."""
    titles = {id(title) for _, title in records if title is not None}
    return records if len(titles) > 1 else tuple((start, None) for start, _ in records)


def _walk(
    lines: Sequence[Text], places: Sequence[bool], width: int, at: int
) -> Iterator[tuple[int, Text | None]]:
    """Where records start; a single line between two of them is the title of a group."""
    index, title = 0, None
    while index + width <= len(lines):
        fits = [i for i in range(width) if places[index + i]] == [at]
        if fits and _is_name(lines[index]) and all(_is_cell(lines[index + i]) for i in range(1, width)):
            yield index, title
            index += width
            continue
        title = lines[index] if _is_title(lines[index]) else None
        index += 1


def _is_name(text: Text) -> bool:
    printed = flat(text.text)
    return (
        is_name(printed)
        and not names_subprocessors(printed)
        and pair_from(text, frozenset()) is None
        and not is_place_only(printed)
        and not reads_as_address(printed)
        and not find_dates(printed)
    )


def _is_cell(text: Text) -> bool:
    return (
        0 < word_count(text.text) <= LONGEST_CELL
        and pair_from(text, frozenset()) is None
        and not (has_legal_form(text.text) and word_count(text.text) <= LONGEST_TITLE)
    )


def _is_title(text: Text) -> bool:
    printed = flat(text.text)
    return (
        0 < word_count(printed) <= LONGEST_TITLE
        and printed[-1] not in ".;,"
        and not any(letter.isdigit() for letter in printed)
        and not names_subprocessors(printed)
    )


def _draft(record: Sequence[Text], cycle: _Cycle, path: tuple[Text, ...]) -> Draft:
    draft = Draft([], path, 0.7, "guess.flattened")
    headers = [flat(header.text) for header in cycle.headers] or [""] * cycle.width
    for text, key, header in zip(record, cycle.keys, headers, strict=True):
        known = draft.first("purpose")
        if key:
            draft.add(key, text, header)
        elif is_tool_only(text.text):
            draft.add("transfer", text)
        elif known:
            known.extend(text, " – ")
        else:
            draft.add("purpose", text)
    return draft
