"""The change history: what each version brought, from the versions themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ketju.core.model.publication import PublishedVersion
from ketju.core.model.register import Entry
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.events import Event, EventKind, History, is_planned
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined
from ketju.formats.writers.site.rows import CARRIES, COLUMNS, Column
from ketju.text.changes import ChangeWords

_SHOWN = {path.partition(".")[0] for path in CARRIES} - {"applies_to", "role"}
"""Members that columns show on both sides; what changed in others is told in words."""
_KINDS: tuple[EventKind, ...] = ("added", "replaced", "removed", "changed")


def history_page(edition: Edition, history: History) -> Page:
    """Every version, newest first, with what it brought."""
    title = edition("menu.history")
    sections = [
        el(
            "section",
            el("h2", edition("version", number=version.number), ", ", edition.date(version.on)),
            el("p", _permalink(edition, version), class_="about"),
            changes(edition, events, "") if version.number > 1 else el("p", edition("history.first")),
        )
        for version, events in reversed(history)
    ]
    lead = el("p", edition("history.about"), class_="about")
    return Page("history.html", joined([title]), joined([el("h1", title), lead, *sections], "\n"), "history")


def changes(edition: Edition, events: Sequence[Event], up: str | None) -> Markup:
    """What a version brought, by kind; ``up`` leads to the pages of the edition, None to none."""
    if not events:
        return el("p", edition("history.facts"))
    blocks = []
    for name, found in _by_name(events):
        items = [el("li", _came(edition, event, up), differences(edition, event)) for event in found]
        kind = found[0].kind
        blocks += [
            el("h3", edition(f"history.{name}", count=len(found))),
            el("ul", items, class_=f"changes {kind}"),
        ]
    for event in events:
        if event.kind == "list":
            told = [el("li", line) for line in _told(edition, event)]
            blocks += [el("h3", edition("history.list")), el("ul", told, class_="changes list")]
    return joined(blocks, "\n")


def _by_name(events: Sequence[Event]) -> Iterator[tuple[str, list[Event]]]:
    """The events by what they are called: those that were added and are only planned stand for themselves."""
    for kind in _KINDS:
        found = [event for event in events if event.kind == kind]
        planned = [event for event in found if kind == "added" and is_planned(event)]
        rest = [event for event in found if event not in planned]
        yield from ((name, some) for name, some in (("planned", planned), (kind, rest)) if some)


def _came(edition: Edition, event: Event, up: str | None) -> Markup:
    """The company, and its first day of use where that lay ahead."""
    name, after = _company(edition, event, up), event.after
    if after is None or after.since is None or not is_planned(event):
        return name
    return joined([name, ": ", edition("event.from", day=edition.day(after.since))])


def event_line(edition: Edition, event: Event, up: str) -> Markup:
    """An event of one entry: when, what, in which version."""
    version = event.version
    key = "there-first" if version.number == 1 and event.kind == "added" else event.kind
    told = edition(f"event.{key}")
    if key != "there-first" and is_planned(event) and event.after and event.after.since:
        name = "event.planned" if key == "added" else "event.replaced-planned"
        told = edition(name, day=edition.day(event.after.since))
    link = el(
        "a",
        edition("version", number=version.number),
        href=f"{up}../v/{version.digest}/{edition.language}.html",
    )
    head = joined([edition.date(version.on), ": ", told, " (", link, ")"])
    return joined([head, differences(edition, event)])


def differences(edition: Edition, event: Event) -> Markup:
    """What is different, member by member, where that can be said in a few words."""
    before, after = event.before, event.after
    if before is None or after is None:
        return EMPTY
    if event.kind == "replaced":
        return el("p", edition("history.instead", before=before.name, after=after.name))
    lines = [*_columns(edition, before, after), *_told(edition, event)]
    if not lines:
        lines.append(
            joined([edition("member.language" if _says_the_same(before, after) else "member.other")])
        )
    return el("ul", (el("li", line) for line in lines), class_="differences")


def _says_the_same(before: Entry, after: Entry) -> bool:
    """Whether an entry only says it in more or fewer languages."""
    texts = ("purpose", "function", "condition")
    return before == replace(after, **{name: getattr(before, name) for name in ("id", "applies_to", *texts)})


def _told(edition: Edition, event: Event) -> Iterator[Markup]:
    """The changes of an event that no column shows, in the words of ``ketju diff``."""
    if event.old is None:
        return
    words = ChangeWords(event.old, event.version.register, edition.phrases)
    lines = (words.what(one) for one in event.changes if one.field not in _SHOWN and one.kind != "renamed")
    yield from (joined([line]) for line in dict.fromkeys(lines))


def _columns(edition: Edition, before: Entry, after: Entry) -> Iterator[Markup]:
    """For each column that differs what went and what came."""
    for column in (_NAME, *COLUMNS):
        old, new = column.lines(edition, before), column.lines(edition, after)
        gone = [el("del", line) for line in old if line not in new]
        come = [el("ins", line) for line in new if line not in old]
        if gone or come:
            between = " → " if gone and come else ""
            yield joined(
                [
                    edition.column(column.id),
                    ": ",
                    joined(gone, ", "),
                    between,
                    joined(come, ", "),
                ]
            )


_NAME = Column("name", lambda edition, entry: [joined([entry.name])])


def _company(edition: Edition, event: Event, up: str | None) -> Markup:
    page = edition.subject.pages.get(event.entry.id) if event.after else None
    name = event.entry.name
    return el("a", name, href=up + page) if page and up is not None else el("span", name, class_="gone")


def _permalink(edition: Edition, version: PublishedVersion) -> Markup:
    link = el(
        "a",
        edition("permalink"),
        href=f"../v/{version.digest}/{edition.language}.html",
    )
    return joined([link, el("code", version.digest[:12], title=version.digest)], " ")
