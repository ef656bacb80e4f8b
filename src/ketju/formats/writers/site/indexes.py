"""Indexes: who processes data where, for what, and which data; links only, so that they stay small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ketju.core.model.register import Entry
from ketju.core.territory.membership import is_in_eea
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.geography import world_map
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined

OTHER = "other"
"""The heading of entries of which nobody knows what they are for, or which data they concern."""


def used_entries(edition: Edition) -> list[Entry]:
    """What indexes are made of: sub-processors in use or planned."""
    statuses = edition.subject.statuses
    return [
        e for e in edition.subject.register.entries if statuses[e.id] != "ended" and e.role == "processor"
    ]


def places_page(edition: Edition) -> Page:
    """The map of processing places, and the same as a table."""
    title = edition("menu.places")
    entries = used_entries(edition)
    found = _found(
        edition, entries, lambda entry: [place.code for place in entry.places if place.kind != "seat"]
    )
    unknown = _companies(
        edition, [entry for entry in entries if not any(place.kind != "seat" for place in entry.places)]
    )
    codes = sorted(found, key=lambda code: (-len(found[code]), str(edition.place(code))))
    counts = {code: len(found[code]) for code in codes}
    body = [
        el("h1", title),
        el("p", edition("places.about"), class_="lead"),
        world_map(edition, counts) if counts else EMPTY,
        el("h2", edition("places.list")),
        _places_table(edition, codes, found),
    ]
    if unknown:
        body += [
            el("h2", edition("places.unknown"), id=OTHER),
            el("p", edition("places.unknown.about", count=len(unknown)), class_="about"),
            _links(edition, unknown),
        ]
    return Page("places.html", joined([title]), joined(body, "\n"), "places")


def _places_table(edition: Edition, codes: Sequence[str], found: Mapping[str, Sequence[Entry]]) -> Markup:
    if not codes:
        return el("p", edition("part.none"))
    headers = (edition("column.country"), edition("column.zone"), edition("column.companies"))
    head = el("thead", el("tr", (el("th", header, scope="col") for header in headers)))
    rows = [
        el(
            "tr",
            el(
                "th", edition.place(code), " ", el("span", str(len(found[code])), class_="count"), scope="row"
            ),
            el("td", edition(zone_key(edition, code)), data_label=headers[1]),
            el("td", _links(edition, found[code]), data_label=headers[2]),
            id=code,
        )
        for code in codes
    ]
    return el("table", el("caption", edition("places.caption", count=len(codes))), head, el("tbody", rows))


def zone_key(edition: Edition, code: str) -> str:
    """Whether a place is inside the EEA on the day of publication."""
    if code == "GLOBAL":
        return "zone.both"
    return "zone.inside" if is_in_eea(code, edition.subject.publication.on) else "zone.outside"


def purposes_page(edition: Edition) -> Page:
    """Companies by what they process data for."""
    said = edition("purposes.about"), edition("purposes.other")
    return _terms_page(edition, "purposes", "purpose", said, lambda entry: entry.purpose_read)


def data_page(edition: Edition) -> Page:
    """Companies by category of personal data."""
    said = edition("data.about"), edition("data.other")
    return _terms_page(
        edition, "data", "data", said, lambda entry: [term for one in entry.data for term in one.terms]
    )


def _terms_page(
    edition: Edition, section: str, kind: str, said: tuple[str, str], terms: Callable[[Entry], Iterable[str]]
) -> Page:
    """``said`` is what stands above, and the heading of entries without terms."""
    title = edition(f"menu.{section}")
    entries = used_entries(edition)
    found = _found(edition, entries, terms)
    named = sorted(found, key=lambda term: str(edition.term(kind, term)).casefold())
    rest = _companies(edition, [entry for entry in entries if not list(terms(entry))])
    blocks = [
        joined(
            [
                el("h2", edition.term(kind, term), " ", _count(len(found[term])), id=term),
                _links(edition, found[term]),
            ]
        )
        for term in named
    ]
    if rest:
        heading = el("h2", said[1], " ", _count(len(rest)), id=OTHER)
        blocks.append(joined([heading, _links(edition, rest)]))
    lead = el("p", said[0], class_="lead")
    return Page(f"{section}.html", joined([title]), joined([el("h1", title), lead, *blocks], "\n"), section)


def _count(count: int) -> Markup:
    return el("span", str(count), class_="count")


def _found(
    edition: Edition, entries: Sequence[Entry], values: Callable[[Entry], Iterable[str]]
) -> dict[str, list[Entry]]:
    """The companies of each value, by the first entry that has it."""
    found: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        for value in dict.fromkeys(values(entry)):
            found.setdefault(value, {}).setdefault(edition.subject.heads[entry.id].id, entry)
    return {value: list(companies.values()) for value, companies in found.items()}


def _companies(edition: Edition, entries: Sequence[Entry]) -> list[Entry]:
    """One entry for each company."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(edition.subject.heads[entry.id].id, entry)
    return list(found.values())


def _links(edition: Edition, entries: Sequence[Entry]) -> Markup:
    pages = edition.subject.pages
    items = []
    for entry in entries:
        planned = edition.subject.statuses[entry.id] == "planned"
        mark = joined([" (", edition.phrases("status.planned"), ")"]) if planned else EMPTY
        items.append(el("li", el("a", entry.name, href=pages[entry.id].partition("#")[0]), mark))
    return el("ul", items, class_="names")
