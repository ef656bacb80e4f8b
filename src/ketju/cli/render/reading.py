"""What was read, for people: the register, what was guessed, what was not read, what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import PurePath

from ketju.cli.render.entries import entries_table, place_words
from ketju.cli.render.facts import fact_lines
from ketju.cli.render.places import short_place
from ketju.cli.render.problems import place_in
from ketju.cli.render.style import Style
from ketju.cli.render.table import Table, table_lines
from ketju.cli.render.width import shorten, width, wrap
from ketju.core.model.document import Document, ReadProblem
from ketju.core.model.register import Entry, Register
from ketju.core.model.result import Part, Provenance, ReadResult
from ketju.formats.writers.facts import days_of
from ketju.formats.writers.reading import SPAN_NAMES, outside_during
from ketju.text.messages import problem_words
from ketju.text.render import Phrasebook
from ketju.text.terms import parent_words

SHOWN_ALIKE = 3
"""How many guesses of one kind are shown one by one."""

VALUE_COLUMNS = 60
UNREAD_COLUMNS = 160


def reading_lines(
    result: ReadResult, document: Document, file: str, phrases: Phrasebook, style: Style, on: date
) -> list[str]:
    """Everything that reading gave, in the order in which one wants to know it."""
    return [
        *register_lines(result.register, phrases, style, on, file),
        *_guessed(result, document, phrases, style),
        *_unread(result.unread, document, phrases, style),
        *problem_lines(result.problems, file, document, phrases, style),
        "",
        *wrap(_summary(result, phrases), style.columns),
    ]


def register_lines(
    register: Register, phrases: Phrasebook, style: Style, on: date, file: str = ""
) -> list[str]:
    """The facts of a register and its entries."""
    outside = [outside_during(entry.places, days_of(register, on)) for entry in register.entries]
    table = entries_table(register.entries, outside, phrases, style)
    return [
        *heading(_title(register, phrases, file), style),
        *fact_lines(register, phrases, style),
        *section(phrases("heading.entries", count=len(register.entries)), style),
        *table_lines(table, style),
        *_legend(register, outside, phrases, style),
    ]


def _legend(
    register: Register, outside: Sequence[bool | None], phrases: Phrasebook, style: Style
) -> list[str]:
    """What the words in the column on the EEA mean, where a row has only one of the two answers or they differ."""
    answers = zip((entry.outside_eea for entry in register.entries), outside, strict=True)
    if all(declared == computed for declared, computed in answers):
        return []
    lines = wrap(phrases("outside.legend"), style.columns - 2)
    return ["", *(style.dim(f"  {line}") for line in lines)]


def _title(register: Register, phrases: Phrasebook, file: str) -> str:
    own = str(register.title) or register.publisher
    if not own and register.parent:
        own = parent_words(register.parent, phrases)
    return own or PurePath(file).name or phrases("heading.untitled")


def heading(text: str, style: Style) -> list[str]:
    """A line under which everything else stands."""
    lines = wrap(text, style.columns)
    return [*map(style.strong, lines), style.dim(style.rule * max(map(width, lines)))]


def section(text: str, style: Style) -> list[str]:
    """A line that begins another part."""
    return ["", style.bold(text), ""]


def _guessed(result: ReadResult, document: Document, phrases: Phrasebook, style: Style) -> list[str]:
    rows = [*_guess_rows(result, document, phrases), *_inferred_rows(result, document, phrases)]
    if not rows:
        return []
    names = ("entry", "field", "value", "sure", "why", "place")
    table = Table(tuple(phrases(f"table.{name}") for name in names), tuple(rows))
    return [*section(phrases("heading.guessed"), style), *table_lines(table, style)]


def _guess_rows(result: ReadResult, document: Document, phrases: Phrasebook) -> Iterator[tuple[str, ...]]:
    """A row for each guess; many of one kind end in a row that counts the rest."""
    entries = {entry.id: entry for entry in result.register.entries}
    guesses = sorted(
        (one for one in result.provenance if one.confidence < 1), key=lambda one: (_field(one), one.reason)
    )
    for (name, reason), alike in groupby(guesses, lambda one: (_field(one), one.reason)):
        found = list(alike)
        shown = found if len(found) <= SHOWN_ALIKE + 1 else found[:SHOWN_ALIKE]
        for one in shown:
            entry = entries[one.path.split("/")[1]]
            yield (
                entry.name,
                phrases(f"field.{name}"),
                shorten(value_text(entry, name), VALUE_COLUMNS),
                f"{one.confidence:.0%}",
                phrases(reason),
                short_place(one.span, document, phrases),
            )
        if len(found) > len(shown):
            more = phrases("guessed.more", count=len(found) - len(shown))
            yield (more, phrases(f"field.{name}"), "", "", phrases(reason), "")


def _inferred_rows(result: ReadResult, document: Document, phrases: Phrasebook) -> Iterator[tuple[str, ...]]:
    """A row for each country that was concluded from a city or a cloud region."""
    spans = {one.path: one.span for one in result.provenance}
    seen: dict[str, int] = {}
    for entry in result.register.entries:
        for place in (place for place in entry.places if place.inferred):
            words = place_words(place, phrases)
            seen[words] = seen.get(words, 0) + 1
            span = spans.get(f"entries/{entry.id}/places_printed") or spans.get(f"entries/{entry.id}/places")
            if seen[words] == 1:
                at = short_place(span, document, phrases) if span else ""
                reason = phrases("guess.city" if place.city else "guess.cloud-region")
                yield entry.name, phrases("field.locations"), words, "", reason, at


def _field(one: Provenance) -> str:
    name = one.path.split("/", 2)[2]
    return SPAN_NAMES.get(name, name)


def value_text(entry: Entry, name: str) -> str:
    """The value of a field as printed."""
    match name:
        case "locations":
            return entry.places_printed
        case "data":
            return "; ".join(category.printed for category in entry.data)
        case "identifiers":
            return ", ".join(identifier.printed for identifier in entry.identifiers)
        case "transfer_mechanism":
            return entry.transfer.printed if entry.transfer else ""
        case "condition":
            return str(entry.condition.printed) if entry.condition else ""
        case "links":
            return " ".join(entry.links)
    return str(getattr(entry, name, "") or "")


def _unread(unread: Sequence[Part], document: Document, phrases: Phrasebook, style: Style) -> list[str]:
    if not unread:
        return []
    headers = (phrases("table.place"), phrases("table.text"), phrases("table.why"))
    rows = tuple(
        (
            short_place(part.span, document, phrases),
            shorten(part.text, UNREAD_COLUMNS),
            phrases(part.reason),
        )
        for part in unread
    )
    return [*section(phrases("heading.unread"), style), *table_lines(Table(headers, rows), style)]


def problem_lines(
    problems: Sequence[ReadProblem],
    file: str,
    document: Document | None,
    phrases: Phrasebook,
    style: Style,
) -> list[str]:
    """The problems, each with its place and advice."""
    if not problems:
        return []
    lines = section(phrases("heading.problems"), style)
    for problem in problems:
        sentence, hint = problem_words(problem, phrases)
        severity = phrases(f"severity.{problem.severity}")
        place = place_in(problem, file, document, phrases)
        text = f"{style.bullet} {severity}[{problem.code}] {place}: {sentence}"
        first, *rest = wrap(text, style.columns - 4)
        lines += [f"  {first}", *(f"    {line}" for line in rest)]
        lines += [f"    {line}" for line in wrap(hint, style.columns - 4) if hint]
    return lines


def _summary(result: ReadResult, phrases: Phrasebook) -> str:
    guessed = sum(one.confidence < 1 for one in result.provenance)
    guessed += sum(place.inferred for entry in result.register.entries for place in entry.places)
    counts = (
        ("entries", len(result.register.entries)),
        ("guessed", guessed),
        ("unread", len(result.unread)),
        ("problems", len(result.problems)),
    )
    return " · ".join(phrases(f"count.{name}", count=count) for name, count in counts)
