"""What applies to whom, and why, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from ketju.cli.render.entries import purpose, where
from ketju.cli.render.reading import heading, section
from ketju.cli.render.style import Style
from ketju.cli.render.table import Band, Table, table_lines, without_empty_columns
from ketju.cli.render.width import wrap
from ketju.core.model.register import Register
from ketju.core.register.resolution import Applicability, Cell, matrix, resolve
from ketju.text.reasons import names_of, reason_words
from ketju.text.render import Phrasebook

Question = tuple[str, str, Sequence[str]]
"""(service, region, options)"""


def resolution_lines(
    register: Register, question: Question, on: date, phrases: Phrasebook, style: Style
) -> list[str]:
    """The answer to one question, with the chain of reasons for every entry."""
    service, region, options = question
    found = resolve(register, service, region, options, on)
    names = names_of(register)
    lines = [*heading(_question(question, on, names, phrases), style), ""]
    lines += wrap(phrases("resolution.applying", count=len(found.applying)), style.columns)
    lines += ["", *_table(found.applying, names, phrases, style)] if found.applying else []
    for key, entries in (("withheld", found.withheld), ("controller-side", found.controller_side)):
        if entries:
            lines += section(phrases(f"resolution.{key}", count=len(entries)), style)
            lines += _table(entries, names, phrases, style)
    return [*lines, ""]


def _question(question: Question, on: date, names: dict[tuple[str, str], str], phrases: Phrasebook) -> str:
    service, region, options = question
    parts = [names.get(("service", service), phrases("resolution.whole"))]
    if region:
        parts.append(names.get(("region", region), region))
    parts += [f"+ {names.get(('option', option), option)}" for option in options]
    return phrases("resolution.heading", what=" · ".join(parts), date=on)


def _table(
    entries: Sequence[Applicability],
    names: dict[tuple[str, str], str],
    phrases: Phrasebook,
    style: Style,
) -> list[str]:
    headers = tuple(phrases(f"table.{name}") for name in ("company", "purpose", "where", "why"))
    rows = tuple(
        (
            one.entry.name,
            purpose(one.entry),
            where(one.entry, phrases),
            "\n".join(reason_words(reason, names, phrases) for reason in one.reasons),
        )
        for one in entries
    )
    return table_lines(Table(headers, rows), style)


def matrix_lines(register: Register, on: date | None, phrases: Phrasebook, style: Style) -> list[str]:
    """The whole table: what applies to each product in each region, always and by condition."""
    names = names_of(register)
    rows: list[tuple[str, ...] | Band] = []
    for service, cells in groupby(matrix(register, on), lambda cell: cell.service):
        if service:
            rows.append(Band(names.get(("service", service), service)))
        before = ""
        for cell in cells:
            rows.append(_matrix_row(cell, names, phrases, with_region=cell.region != before))
            before = cell.region
    headers = tuple(phrases(f"table.{name}") for name in ("region", "condition", "companies"))
    return table_lines(without_empty_columns(Table(headers, tuple(rows))), style)


def _matrix_row(
    cell: Cell, names: dict[tuple[str, str], str], phrases: Phrasebook, *, with_region: bool
) -> tuple[str, ...]:
    counted = Counter(one.entry.name for one in cell.entries)
    listed = [name if count == 1 else f"{name} ×{count}" for name, count in counted.items()]
    return (
        names.get(("region", cell.region), cell.region) if with_region else "",
        names.get(("option", cell.option), cell.option),
        ", ".join(listed) or phrases("resolution.none"),
    )
