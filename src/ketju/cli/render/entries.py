"""Entries of a register as rows of a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ketju.cli.render.style import Style
from ketju.cli.render.table import Band, Table, without_empty_columns
from ketju.cli.render.width import shorten
from ketju.core.model.register import Condition, Entry, Identifier, Place, Words
from ketju.text.render import Phrasebook

LINK_COLUMNS = 30
COLUMNS = ("company", "purpose", "data", "where", "outside", "period", "remarks")


def entries_table(
    entries: Sequence[Entry], outside: Sequence[bool | None], phrases: Phrasebook, style: Style
) -> Table:
    """The entries in a table, under the headings that they stand under in the list.

    ``outside`` says for each entry whether its places lie outside the EEA.
    """
    headings = [" › ".join(entry.applies_to.sections) for entry in entries]
    banded = _few(headings)
    rows: list[tuple[str, ...] | Band] = []
    before = ""
    for entry, heading, computed in zip(entries, headings, outside, strict=True):
        if banded and heading != before:
            rows.append(Band(heading or phrases("table.no-heading")))
            before = heading
        rows.append(_row(entry, computed, "" if banded else heading, phrases, style))
    headers = (*(phrases(f"table.{name}") for name in COLUMNS), phrases("table.applies-to"))
    return without_empty_columns(Table(headers, tuple(rows)))


def _few(headings: Sequence[str]) -> bool:
    """Whether headings hold together runs of entries, rather than changing with each."""
    changes = sum(a != b for a, b in zip(headings, ["", *headings], strict=False))
    return 0 < changes <= max(1, len(set(headings)) * 2) and changes <= max(3, len(headings) * 0.75)


def _row(
    entry: Entry, computed: bool | None, heading: str, phrases: Phrasebook, style: Style
) -> tuple[str, ...]:
    return (
        company(entry, phrases, style),
        purpose(entry),
        "; ".join(category.printed for category in entry.data),
        where(entry, phrases),
        outside_eea(entry.outside_eea, computed, phrases),
        period(entry, phrases),
        "\n".join(remarks(entry, phrases)),
        heading,
    )


def company(entry: Entry, phrases: Phrasebook, style: Style) -> str:
    """Name, legal entity, numbers and address, a line each."""
    lines = [entry.name]
    for more in (entry.legal_entity, entry.brand):
        if more and more not in entry.name:
            lines.append(more)
    lines += [_identifier(identifier, phrases, style) for identifier in entry.identifiers]
    if entry.address:
        lines.append(entry.address)
    return "\n".join(lines)


def _identifier(identifier: Identifier, phrases: Phrasebook, style: Style) -> str:
    if identifier.valid is None:
        return identifier.printed
    if identifier.valid:
        return identifier.printed + style.tick
    return f"{identifier.printed}{style.cross} {phrases('entry.bad-number')}"


def purpose(entry: Entry) -> str:
    """What the company is there for: its function, its service and the purpose, as printed."""
    texts = [shown(entry.function), shown(entry.purpose)]
    if entry.service and not any(entry.service in text for text in texts):
        texts.insert(0, entry.service)
    return "\n".join(text for text in texts if text)


def shown(words: Words) -> str:
    """Words in all their languages; other languages than the first are marked."""
    return "\n".join(text if at == 0 else f"[{code}] {text}" for at, (code, text) in enumerate(words.texts))


def where(entry: Entry, phrases: Phrasebook) -> str:
    """The places: codes in a row, what has more to say on a line of its own; else what is printed."""
    if not entry.places:
        return f"“{entry.places_printed}”" if entry.places_printed else ""
    lines = []
    for (kind, named), alike in groupby(entry.places, lambda place: (place.kind, bool(place_detail(place)))):
        words = dict.fromkeys(place_words(place, phrases) for place in alike)
        lines += [text + kind_words(kind, phrases) for text in (words if named else [", ".join(words)])]
    return "\n".join(dict.fromkeys(lines))


def place_words(place: Place, phrases: Phrasebook) -> str:
    """A place: "FI", "FI Helsinki", "Frankfurt → DE" where the country was inferred."""
    detail = place_detail(place)
    code = phrases("place.global") if place.code == "GLOBAL" else place.code
    if not detail:
        return code
    return f"{detail} → {code}" if place.inferred else f"{code} {detail}"


def place_detail(place: Place) -> str:
    """The city and the region of a cloud that are printed."""
    return ", ".join(part for part in (place.city, place.region) if part)


def kind_words(kind: str, phrases: Phrasebook) -> str:
    """What is done there, unless it is plain processing."""
    return "" if kind == "processing" else f" ({phrases('place-kind.' + kind.replace(' ', '-'))})"


def outside_eea(printed: bool | None, computed: bool | None, phrases: Phrasebook) -> str:
    """What the list says and what its places say; one word where both say the same."""
    if printed is not None and printed == computed:
        return phrases("yes" if printed else "no")
    lines = []
    if printed is not None:
        lines.append(phrases("outside.list", answer=phrases("yes" if printed else "no")))
    if computed is not None:
        lines.append(phrases("outside.places", answer=phrases("yes" if computed else "no")))
    return "\n".join(lines)


def period(entry: Entry, phrases: Phrasebook) -> str:
    """Since when, and until when."""
    if entry.since and entry.until:
        return f"{entry.since} –\n{entry.until}"
    if entry.until:
        return phrases("period.until", date=entry.until)
    return str(entry.since) if entry.since else ""


def remarks(entry: Entry, phrases: Phrasebook) -> list[str]:
    """Everything else that matters, a line each."""
    lines = []
    if entry.role != "processor":
        lines.append(phrases("role." + entry.role.replace(" ", "-")))
    if entry.condition:
        lines.append(condition_words(entry.condition, phrases))
    if entry.transfer:
        tools = ", ".join(phrases("tool." + tool) for tool in entry.transfer.tools)
        lines.append(phrases("entry.transfer", tools=tools or f"“{entry.transfer.printed}”"))
    if entry.varies_by_customer:
        lines.append(phrases("entry.varies"))
    if entry.access in ("none", "metadata"):
        lines.append(phrases(f"access.{entry.access}"))
    for field in entry.placeholders:
        lines.append(phrases("entry.placeholder", field=phrases("field." + field)))
    lines += [text for text in (entry.status, entry.retention) if text]
    if entry.mentions:
        lines.append(phrases("entry.mentions", names=", ".join(entry.mentions)))
    lines += entry.notes
    lines += [shorten(link.partition("://")[2] or link, LINK_COLUMNS) for link in entry.links]
    return lines


def condition_words(condition: Condition, phrases: Phrasebook) -> str:
    """When the entry applies at all."""
    return f"{phrases('condition.' + condition.kind)}: “{condition.printed}”"
