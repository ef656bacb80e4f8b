"""What is written for a server alone: the page of pictures, and the list for other sites to show within theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files as packaged

from ketju.core.model.register import Entry
from ketju.core.register.status import STATUSES
from ketju.core.territory.membership import outside_eea
from ketju.formats.pictures.bars import Bar, bars_picture
from ketju.formats.pictures.parts import table
from ketju.formats.pictures.timelines import (
    Point,
    engagements_picture,
    engagements_table,
    versions_picture,
    versions_table,
)
from ketju.formats.pictures.world import places_picture, places_table
from ketju.formats.writers.site.edition import Edition, plain
from ketju.formats.writers.site.events import Event, History
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined
from ketju.formats.writers.site.rows import SHORT, Rows

FRAGMENT, FRAME = "fragment.html", "frame.html"
LOOK = "pictures.css"


def look() -> bytes:
    """The look of pictures and forms, which stands at the end of the style of served pages."""
    return (packaged("ketju.formats.pictures") / "static" / LOOK).read_bytes()


def pictures_page(edition: Edition, history: History) -> Page:
    """Where, when and how many, each as a picture with its table."""
    title = edition("menu.pictures")
    used = _used(edition)
    parts = [
        el("h1", title),
        el("p", edition("pictures.about"), class_="lead"),
        *_places(edition, used),
        *_safeguards(edition, used),
        el("h2", edition.phrases("picture.versions"), id="versions"),
        *_versions(edition, history),
        *_engagements(edition),
        el("p", el("a", edition("menu.chain"), href="chain.html")),
    ]
    return Page("pictures.html", joined([title]), joined(parts, "\n"), "pictures")


def _used(edition: Edition) -> list[Entry]:
    statuses = edition.subject.statuses
    return [
        one
        for one in edition.subject.register.entries
        if statuses[one.id] != "ended" and one.role == "processor"
    ]


def country_counts(edition: Edition, entries: Sequence[Entry]) -> dict[str, int]:
    """How many companies process data in each country."""
    heads = edition.subject.heads
    there = {
        (place.code, heads[one.id].id) for one in entries for place in one.places if place.kind != "seat"
    }
    return dict(Counter(code for code, _ in sorted(there)).most_common())


def _places(edition: Edition, used: Sequence[Entry]) -> Iterator[Markup]:
    counts = country_counts(edition, used)
    on = edition.subject.publication.on
    yield el("h2", edition.phrases("picture.places"), id="places")
    if not counts:
        yield el("p", edition("part.none"))
        return
    yield places_picture(counts, on, edition.phrases)
    yield places_table(counts, on, edition.phrases)


def _safeguards(edition: Edition, used: Sequence[Entry]) -> Iterator[Markup]:
    """Which safeguards there are for those who process data outside the EEA."""
    phrases, on = edition.phrases, edition.subject.publication.on
    outside = [one for one in used if outside_eea(one.places, on)]
    if not outside:
        return
    told: Counter[str] = Counter()
    for one in outside:
        tools = one.transfer.tools if one.transfer else ()
        for tool in tools or ("",):
            told[phrases(f"tool.{tool}") if tool else phrases("picture.safeguard.none")] += 1
    bars = [Bar(name, count, "p-other") for name, count in told.most_common()]
    title = phrases("picture.safeguards")
    yield el("h2", title, id="safeguards")
    yield bars_picture(bars, title, phrases)
    headers = (edition.column("transfer"), phrases("picture.count"))
    yield table(title, headers, [(bar.name, str(bar.count)) for bar in bars])


def _versions(edition: Edition, history: History) -> Iterator[Markup]:
    points = [
        Point(
            version.number, version.on,
            _count(events, "added", "replaced") if version.number > 1 else len(version.register.entries),
            _count(events, "changed"),
            _count(events, "removed", "replaced"), f"../v/{version.digest}/{edition.language}.html",
        )
        for version, events in history
    ]  # fmt: skip
    yield versions_picture(points, edition.subject.publication.on, edition.phrases)
    yield versions_table(points, edition.phrases)


def _count(events: Sequence[Event], *kinds: str) -> int:
    return sum(event.kind in kinds for event in events)


def _engagements(edition: Edition) -> Iterator[Markup]:
    entries = [one for one in edition.subject.register.entries if one.role == "processor"]
    dated = [one for one in entries if one.since or one.until]
    if not dated:
        return
    on = edition.subject.publication.on
    yield el("h2", edition.phrases("picture.engagements"), id="engagements")
    drawn = engagements_picture(entries, on, edition.phrases)
    yield drawn if drawn is not None else el("p", edition("chain.too-large"), class_="note")
    yield engagements_table(entries, on, edition.phrases)


def snippets(edition: Edition) -> dict[str, bytes]:
    """The list as a fragment for another page, and as a page for a frame; links lead to the whole list."""
    base = edition.subject.publication.base_url
    home = f"{base}{edition.language}/"
    rows = Rows(edition, edition.subject.register.entries, SHORT)
    section, framed = (_section(edition, rows, home, heading) for heading in ("h2", "h1"))
    whole = (
        f'<!doctype html>\n<html lang="{edition.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<base target="_top">\n'
        f'<title>{plain(edition.title)}</title>\n<link rel="stylesheet" href="../style.css">\n</head>\n'
        f"<body>\n<main>\n{framed}\n</main>\n</body>\n</html>\n"
    )
    return {
        f"{edition.language}/{FRAGMENT}": f"{section}\n".encode(),
        f"{edition.language}/{FRAME}": whole.encode(),
    }


def _section(edition: Edition, rows: Rows, home: str, heading: str) -> Markup:
    day = edition.day(edition.subject.publication.current.on)
    parts = [
        el(heading, edition.title),
        el("p", edition.phrases("list.updated", date=day)),
        *_tables(edition, rows, home, "h3" if heading == "h2" else "h2"),
        el("p", el("a", edition("snippet.whole"), href=f"{home}index.html")),
    ]
    return el("section", joined(parts, "\n"), class_="ketju-list", lang=edition.language)


def _tables(edition: Edition, rows: Rows, home: str, heading: str) -> Iterator[Markup]:
    for status in STATUSES:
        entries = [
            one
            for one in edition.subject.register.entries
            if edition.subject.statuses[one.id] == status and one.role == "processor"
        ]
        if entries and status != "ended":
            yield el(heading, edition(f"part.{status}"))
            yield rows.table(entries, home, edition("count", count=len(entries)))
    yield EMPTY
