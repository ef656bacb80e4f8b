"""The list itself: current entries by region and service, planned ones, ended ones, and the controller's side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketju.core.model.register import Entry
from ketju.core.register.status import Status
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined
from ketju.formats.writers.site.rows import Rows
from ketju.formats.writers.site.sections import Section, sections_of
from ketju.text.terms import parent_words


def overview(edition: Edition, rows: Rows) -> Page:
    """The front page of an edition."""
    body = joined(
        [
            el("h1", edition.title),
            facts(edition),
            language_note(edition),
            _contents(edition),
            *(_status(edition, rows, status, entries) for status, entries in _by_status(edition)),
            _controllers(edition, rows),
        ],
        "\n",
    )
    return Page("index.html", edition.title, body, "index")


def facts(edition: Edition) -> Markup:
    """What there is to know of the list at a glance."""
    register, current = edition.subject.register, edition.subject.publication.current
    pairs = [
        ("publisher", joined([register.publisher])),
        (
            "parent",
            edition.original(parent_words(register.parent, edition.phrases)) if register.parent else EMPTY,
        ),
        ("tlp", joined([register.tlp])),
        ("version", joined([str(current.number), _own_version(register.version, current.number)], " ")),
    ]
    items = [
        el("p", el("span", edition.phrases(f"fact.{name}"), ":"), " ", el("b", value))
        for name, value in pairs
        if value
    ]
    day = edition.day(register.version_on or current.on)
    items.append(el("p", edition.phrases("list.updated", date=day)))
    return el("div", items, class_="facts")


def _own_version(version: str, number: int) -> str:
    """What the list calls its version itself, where that is another word than our number."""
    return f"({version})" if version not in ("", str(number)) else ""


def language_note(edition: Edition) -> Markup:
    """That texts are in another language than the page, where they are."""
    if not edition.foreign:
        return EMPTY
    key = "note.partly" if _is_translated(edition) else "note.original"
    return el("p", edition(key, language=edition.foreign), class_="note")


def _is_translated(edition: Edition) -> bool:
    texts = (
        words.texts for entry in edition.subject.register.entries for words in (entry.purpose, entry.function)
    )
    return any(code == edition.language for pairs in texts for code, _ in pairs)


def _processors(edition: Edition) -> list[Entry]:
    return [entry for entry in edition.subject.register.entries if entry.role == "processor"]


def _by_status(edition: Edition) -> Iterator[tuple[Status, list[Entry]]]:
    statuses: tuple[Status, ...] = ("current", "planned", "ended")
    for status in statuses:
        entries = [e for e in _processors(edition) if edition.subject.statuses[e.id] == status]
        if entries or status == "current":
            yield status, entries


def _contents(edition: Edition) -> Markup:
    """Links to the parts of the page, each with its count."""
    parts: list[tuple[str, int]] = [(status, len(found)) for status, found in _by_status(edition)]
    controllers = len(edition.subject.register.entries) - len(_processors(edition))
    parts += [("controllers", controllers)] if controllers else []
    items = [
        el(
            "li",
            el("a", edition(f"part.{name}"), " ", el("span", str(count), class_="count"), href=f"#{name}"),
        )
        for name, count in parts
    ]
    return el("nav", el("ul", items), class_="contents", aria_label=edition("contents"))


def _status(edition: Edition, rows: Rows, status: Status, entries: Sequence[Entry]) -> Markup:
    heading = el("h2", edition(f"part.{status}"), id=status)
    note = el("p", edition(f"part.{status}.about"), class_="about") if status != "current" else EMPTY
    if not entries:
        return joined([heading, el("p", edition("part.none"))], "\n")
    sections = sections_of(edition.subject.register, entries)
    if len(sections) == 1 and sections[0].is_for_all and not sections[0].regions:
        counted = edition("count", count=len(entries))
        return joined([heading, note, rows.table(entries, "", counted, anchors=True)], "\n")
    return joined([heading, note, *_scoped(edition, rows, status, sections)], "\n")


def _scoped(edition: Edition, rows: Rows, status: Status, sections: Sequence[Section]) -> Iterator[Markup]:
    """Region by region, with a heading for each group or service."""
    before: tuple[str, ...] | None = None
    used = rows.used([entry for section in sections for entry in section.entries])
    for number, section in enumerate(sections, 1):
        if section.regions != before:
            before = section.regions
            yield el("h3", region_names(edition, section.regions))
        place = f"{status}-{number}"
        yield el("h4", _section_name(edition, section), id=place)
        yield el("p", *_why(edition, section), class_="about")
        counted = edition("count", count=len(section.entries))
        yield rows.table(section.entries, "", counted, anchors=True, used=used)


def region_names(edition: Edition, regions: Sequence[str]) -> Markup:
    """The names of regions; the words for all of them where there are none."""
    register = edition.subject.register
    if not regions or len(regions) == len(register.regions):
        return joined([edition("regions.all")])
    return joined([edition.name("region", region) for region in regions], ", ")


def _section_name(edition: Edition, section: Section) -> Markup:
    if section.is_for_all:
        return joined([edition("section.all")])
    names = [edition.name("group", one) for one in section.groups]
    names += [edition.name("service", one) for one in section.services]
    return joined(names, ", ")


def _why(edition: Edition, section: Section) -> Iterator[Markup | str]:
    """Why the entries of a section apply, and to whom."""
    register = edition.subject.register
    if section.is_for_all:
        yield edition("why.all")
        return
    for group in section.groups:
        of = next((one for one in register.groups if one.id == group), None)
        users = edition.subject.users.get(group, ())
        if of and of.all_services:
            yield edition("why.group-all")
        elif users:
            yield joined([edition("why.group")])
            yield " "
            yield joined([edition.name("service", one) for one in users], ", ")
            yield "."
        else:
            yield edition("why.group-nobody")
    if section.services:
        yield joined([" " if section.groups else "", edition("why.service", count=len(section.services))])


def _controllers(edition: Edition, rows: Rows) -> Markup:
    entries = [entry for entry in edition.subject.register.entries if entry.role != "processor"]
    if not entries:
        return EMPTY
    roles = {
        entry.id: joined([edition.phrases(f"listed-role.{entry.role.replace(' ', '-')}")])
        for entry in entries
    }
    return joined(
        [
            el("h2", edition("part.controllers"), id="controllers"),
            el("p", edition("part.controllers.about"), class_="about"),
            rows.table(
                entries,
                "",
                edition("companies", count=len(entries)),
                (edition.column("role"), roles),
                first=edition("column.company"),
                anchors=True,
            ),
        ],
        "\n",
    )
