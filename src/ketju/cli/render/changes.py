"""The changes between two registers on the terminal: what is owed notice first, wording last and short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketju.cli.render.reading import heading
from ketju.cli.render.style import Style
from ketju.cli.render.table import Band, Table, table_lines, without_empty_columns
from ketju.cli.render.width import shorten, wrap
from ketju.core.model.change import Change
from ketju.core.model.register import Register
from ketju.text.changes import ChangeWords, counts, section_of
from ketju.text.render import Phrasebook

_SECTIONS = ("yes", "by-agreement", "no")
WHAT_COLUMNS = 240
SHOWN_ALIKE = 6
"""How many changes of one kind in one field are shown one by one where no notice is owed."""


def changes_lines(
    changes: Sequence[Change],
    old: Register,
    new: Register,
    names: tuple[str, str],
    phrases: Phrasebook,
    style: Style,
) -> list[str]:
    """The comparison of two registers, which were read from the sources of those names."""
    words = ChangeWords(old, new, phrases)
    lines = [*heading(" → ".join(names), style), ""]
    if not changes:
        return [*lines, *wrap(phrases("diff.none"), style.columns)]
    for name in _SECTIONS:
        found = [change for change in changes if section_of(change) == name]
        if found:
            lines += [style.bold(phrases(f"diff.section.{name}")), "", *_table(found, words, style), ""]
    wording = [change for change in changes if section_of(change) == "form"]
    if wording:
        lines += [style.bold(phrases("diff.section.form")), "", *_table(wording, words, style), ""]
    return [*lines, *wrap(_summary(changes, phrases), style.columns)]


def _table(changes: Sequence[Change], words: ChangeWords, style: Style) -> list[str]:
    phrases = words.phrases
    headers = tuple(phrases(f"table.{name}") for name in ("company", "change", "applies-to"))
    table = Table(headers, tuple(_rows(changes, words)))
    return table_lines(without_empty_columns(table), style)


def _rows(changes: Sequence[Change], words: ChangeWords) -> Iterator[tuple[str, ...] | Band]:
    """The changes under the reason for which notice is owed or not; a company's name once in a row of its changes."""
    by_reason: dict[str, list[Change]] = {}
    for change in changes:
        by_reason.setdefault(change.notice.reason, []).append(change)
    for alike in by_reason.values():
        notice = alike[0].notice
        if notice.reason != "form":
            basis = words.basis(notice)
            yield Band(f"{words.reason(notice)} {f'({basis})' if basis else ''}".strip())
        yield from _lines_of(alike, words)


def _lines_of(changes: Sequence[Change], words: ChangeWords) -> Iterator[tuple[str, ...]]:
    """A row for each change; where no notice is owed, many of one kind end in a row that counts the rest."""
    shown: dict[tuple[str, str], int] = {}
    before = ""
    for change in changes:
        key = (change.kind, change.field)
        shown[key] = shown.get(key, 0) + 1
        if change.notice.owed == "no" and change.kind != "removed" and shown[key] > SHOWN_ALIKE:
            continue
        name = words.name(change)
        what = shorten(words.what(change), WHAT_COLUMNS)
        yield ("" if name == before else name, what, words.touched(change))
        before = name
    for (kind, field), number in shown.items():
        is_cut = number > SHOWN_ALIKE and kind != "removed"
        if is_cut and any(change.notice.owed == "no" for change in changes):
            more = words.phrases("diff.alike", count=number - SHOWN_ALIKE)
            yield ("", f"{words.field(field)}: {more}" if field else more, "")


def _summary(changes: Sequence[Change], phrases: Phrasebook) -> str:
    parts = [phrases("diff.count.all", count=len(changes))]
    found = counts(changes)
    parts += [
        phrases(f"diff.count.{name}", count=found[name]) for name in (*_SECTIONS, "form") if found[name]
    ]
    return " · ".join(parts)
