"""A page for each company: everything that the public may know of its engagements, and how they came to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ketju.core.model.register import Entry, PlaceKind
from ketju.core.territory.membership import outside_eea
from ketju.formats.writers.listing import DATES
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.events import Event
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.history import event_line
from ketju.formats.writers.site.links import Chain
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined, link_target
from ketju.formats.writers.site.overview import region_names
from ketju.formats.writers.site.rows import condition_words, listed, transfer_words
from ketju.text.law import article_words
from ketju.text.values import answer_words, places_of

UP = "../"
KINDS: tuple[tuple[str, PlaceKind], ...] = (
    ("place", "processing"),
    ("storage_place", "storage"),
    ("backup_place", "backup"),
    ("access_place", "remote access"),
    ("seat", "seat"),
)


def company_page(
    edition: Edition, company: Sequence[Entry], chain: Chain, events: Mapping[str, Sequence[Event]]
) -> Page:
    """The page of a company with its engagements, one or more."""
    first = company[0]
    title = joined([first.name])
    single = len(company) == 1
    sections = [
        el(
            "section",
            el("h2", entry.name if not _alike(company) else _heading(edition, entry))
            if not single
            else EMPTY,
            status_line(edition, entry),
            el("dl", _pairs(edition, entry, chain), class_="record"),
            _history(edition, events.get(entry.id, ()), "h2" if single else "h3"),
            id=None if single else entry.id,
        )
        for entry in company
    ]
    lead = EMPTY if single else el("p", edition("engagements", count=len(company)), class_="about")
    body = joined([el("h1", title), lead, *sections], "\n")
    return Page(f"companies/{edition.subject.page_names[first.id]}.html", title, body, "index")


def _alike(company: Sequence[Entry]) -> bool:
    return len({entry.name for entry in company}) < len(company)


def _heading(edition: Edition, entry: Entry) -> Markup:
    """What tells engagements of one name apart: what they apply to."""
    scope = entry.applies_to
    names = [edition.name("group", one) for one in scope.groups]
    names += [edition.name("service", one) for one in scope.services]
    where = [region_names(edition, scope.regions)] if scope.regions else []
    return joined([entry.name, joined(names + where, ", ")], " – ")


def status_line(edition: Edition, entry: Entry) -> Markup:
    """Whether the entry is in use, planned or ended, and whether it is on the controller's side."""
    status = edition.subject.statuses[entry.id]
    badges = [el("span", edition.phrases(f"status.{status}"), class_=f"badge {status}")]
    if entry.role != "processor":
        role = edition.phrases(f"listed-role.{entry.role.replace(' ', '-')}")
        badges.append(el("span", role, class_="badge role"))
    if entry.condition:
        badges.append(
            el("span", edition.phrases(f"condition.{entry.condition.kind}"), class_="badge condition")
        )
    return el("p", joined(badges, " "), class_="badges")


def _pairs(edition: Edition, entry: Entry, chain: Chain) -> Iterator[Markup]:
    for name, value in _values(edition, entry, chain):
        if value:
            yield el("div", el("dt", name), el("dd", value))


def _values(edition: Edition, entry: Entry, chain: Chain) -> Iterator[tuple[str, Markup]]:
    yield edition.column("legal_entity"), joined([entry.legal_entity])
    yield edition.column("brand"), joined([entry.brand])
    yield edition.column("service"), joined([entry.service])
    yield edition.column("function"), edition.words(entry.function)
    yield edition.column("purpose"), edition.words(entry.purpose)
    yield edition("kind-of-purpose"), _terms(edition, entry, "purpose", "purposes", entry.purpose_read)
    yield edition.column("data"), listed([edition.original(one.printed) for one in entry.data])
    terms = tuple(dict.fromkeys(term for one in entry.data for term in one.terms))
    yield edition("kinds-of-data"), _terms(edition, entry, "data", "data", terms)
    yield edition.column("data_subjects"), listed([edition.original(one) for one in entry.data_subjects])
    if entry.access != "unknown":
        yield edition("access"), joined([edition(f"access.{entry.access}")])
    yield from _where(edition, entry)
    yield from _scope(edition, entry)
    yield from _when(edition, entry)
    yield from _who(edition, entry, chain)


def _where(edition: Edition, entry: Entry) -> Iterator[tuple[str, Markup]]:
    for name, kind in KINDS:
        linked = kind != "seat" and _is_indexed(edition, entry)
        lines = [
            el("a", words, href=f"{UP}places.html#{code}") if linked else words
            for code, words in _codes(edition, entry, kind)
        ]
        yield edition.column(name), listed(lines)
    if entry.places_printed:
        yield edition("places-printed"), edition.original(entry.places_printed)
    declared = answer_words(entry.outside_eea, edition.phrases)
    computed = outside_eea(entry.places, edition.subject.publication.on)
    differs = computed is not None and computed != entry.outside_eea
    label = edition("outside-declared") if differs and declared else edition.column("outside_eea")
    yield label, joined([declared])
    if differs:
        yield edition("outside-computed"), joined([answer_words(computed, edition.phrases)])
    yield edition.column("transfer"), transfer_words(edition, entry)
    if entry.transfer and entry.transfer.printed and entry.transfer.tools:
        tools = [edition.phrases(f"tool.{tool}") for tool in entry.transfer.tools]
        articles = [article_words(one, edition.phrases) for one in entry.transfer.articles]
        yield edition("transfer-tool"), joined([*tools, *articles], ", ")


def _codes(edition: Edition, entry: Entry, kind: PlaceKind) -> Iterator[tuple[str, Markup]]:
    for code in dict.fromkeys(place.code for place in places_of(entry.places, kind)):
        places = [place for place in places_of(entry.places, kind) if place.code == code]
        yield code, joined(edition.place_lines(places))


def _is_indexed(edition: Edition, entry: Entry) -> bool:
    """Whether the indexes name the entry."""
    return edition.subject.statuses[entry.id] != "ended" and entry.role == "processor"


def _scope(edition: Edition, entry: Entry) -> Iterator[tuple[str, Markup]]:
    """What the entry applies to, and why."""
    register, scope = edition.subject.register, entry.applies_to
    if register.services or register.regions:
        lines = []
        for group in scope.groups:
            users = joined(
                [edition.name("service", one) for one in edition.subject.users.get(group, ())], ", "
            )
            lines.append(
                joined([edition.name("group", group), joined([" (", users, ")"]) if users else EMPTY])
            )
        lines += [edition.name("service", one) for one in scope.services]
        yield edition.column("applies_to"), listed(lines) or joined([edition("section.all")])
        if scope.regions:
            yield edition.column("regions"), region_names(edition, scope.regions)
    elif scope.sections:
        yield edition("under"), edition.original(" – ".join(scope.sections))
    yield edition.column("condition"), condition_words(edition, entry)
    if entry.varies_by_customer:
        yield edition("varies"), joined([edition.phrases("answer.yes")])


def _when(edition: Edition, entry: Entry) -> Iterator[tuple[str, Markup]]:
    """The days of an entry: the four of its newest change where they are known, else those that it states itself."""
    dates = (edition.subject.publication.dates or {}).get(entry.id)
    if dates is None:
        yield edition.column("since"), edition.date(entry.since)
    else:
        for name in DATES:
            day = edition.date(getattr(dates, name))
            yield (
                edition.phrases(f"entry-dates.{name}"),
                day or joined([edition.phrases(f"entry-dates-none.{name}")]),
            )
    yield edition.column("until"), edition.date(entry.until)
    if dates is None:
        yield edition.column("notified"), edition.date(entry.notified)
    yield edition.column("retention"), edition.original(entry.retention)
    yield edition("status-printed"), edition.original(entry.status)


def _who(edition: Edition, entry: Entry, chain: Chain) -> Iterator[tuple[str, Markup]]:
    publisher = edition.subject.register.publisher or edition("publisher")
    entries = edition.subject.entries
    above = entries.get(entry.engaged_by)
    below = [entries[one] for one in chain.below.get(edition.subject.heads[entry.id].id, ())]
    yield edition("engaged-by"), _company_link(edition, above) if above else joined([publisher])
    yield edition("engages"), listed([_company_link(edition, one) for one in below])
    replaced = entries.get(entry.replaces)
    yield edition("replaces"), _company_link(edition, replaced) if replaced else EMPTY
    yield edition("tier"), joined([str(entry.tier)]) if entry.tier > 1 else EMPTY
    yield edition.column("identifiers"), listed([joined([one.printed]) for one in entry.identifiers])
    yield edition.column("address"), joined([entry.address])
    yield edition.column("links"), listed([_link(one) for one in entry.links])
    yield edition("mentions"), joined(list(entry.mentions), ", ")
    yield edition.column("notes"), listed([edition.original(note) for note in entry.notes])


def _company_link(edition: Edition, entry: Entry) -> Markup:
    return el("a", entry.name, href=UP + edition.subject.pages[entry.id])


def _link(address: str) -> Markup:
    target = link_target(address)
    return el("a", address, href=target, rel="noopener noreferrer") if target else joined([address])


def _terms(edition: Edition, entry: Entry, kind: str, page: str, terms: Sequence[str]) -> Markup:
    """DPV terms in words, as links to the index of them."""
    linked = _is_indexed(edition, entry)
    words = [
        el("a", edition.term(kind, term), href=f"{UP}{page}.html#{term}")
        if linked
        else edition.term(kind, term)
        for term in terms
    ]
    return joined(words, ", ")


def _history(edition: Edition, events: Sequence[Event], heading: str) -> Markup:
    if not events:
        return EMPTY
    items = [el("li", event_line(edition, event, UP)) for event in events]
    return joined([el(heading, edition("history.entry")), el("ol", items, class_="events")], "\n")
