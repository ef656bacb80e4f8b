"""The change history: what each version brought, from the versions themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from ketju.core.model.publication import Publication, PublishedVersion
from ketju.core.model.register import Entry, Register
from ketju.core.register.canonical import data_from_register, register_from_data
from ketju.core.register.projection import PUBLIC
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined
from ketju.formats.writers.site.rows import CARRIES, COLUMNS, Column

EventKind = Literal["added", "removed", "changed"]
_MEMBERS = tuple(f.name for f in fields(Entry) if f.name in PUBLIC[Entry] and f.name != "id")
_SHOWN = {path.partition(".")[0] for path in CARRIES} - {"applies_to"}
_OTHERS = frozenset(_MEMBERS) - {*_SHOWN, "places_printed", "purpose_read", "mentions"}
"""Members that no column shows; what was read of other members changes with them."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an entry in a version: ``before`` and ``after`` are the entry on either side."""

    kind: EventKind
    version: PublishedVersion
    before: Entry | None
    after: Entry | None

    @property
    def entry(self) -> Entry:
        """The entry as it was last seen."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def members(self) -> tuple[str, ...]:
        """The members that differ."""
        if self.before is None or self.after is None:
            return ()
        return tuple(m for m in _MEMBERS if getattr(self.before, m) != getattr(self.after, m))


def events_of(publication: Publication) -> tuple[tuple[PublishedVersion, tuple[Event, ...]], ...]:
    """Each version with what it brought, oldest first; the first brings nothing, it is what there was."""
    before: Register | None = None
    found = []
    for given in publication.versions:
        version = replace(given, register=_in_order(given.register))
        events = tuple(events_between(before, version)) if before is not None else ()
        found.append((version, events))
        before = version.register
    return tuple(found)


def _in_order(register: Register) -> Register:
    """The register with everything in the order of its canonical form, which is all that is kept of older ones."""
    data = data_from_register(register, whole=True)
    return register_from_data(json.loads(json.dumps(data, sort_keys=True)))


def events_between(old: Register, new: PublishedVersion) -> Iterable[Event]:
    """The changes of a version from the register before it: an entry is known by its id."""
    before = {entry.id: entry for entry in old.entries}
    after = {entry.id: entry for entry in new.register.entries}
    for entry in new.register.entries:
        earlier = before.get(entry.id)
        if earlier is None:
            yield Event("added", new, None, entry)
        elif earlier != entry:
            yield Event("changed", new, earlier, entry)
    for entry in old.entries:
        if entry.id not in after:
            yield Event("removed", new, entry, None)


def by_entry(
    history: Sequence[tuple[PublishedVersion, Sequence[Event]]], first: PublishedVersion
) -> Mapping[str, list[Event]]:
    """What happened to each entry, newest first; being there from the first version is an event too."""
    found: dict[str, list[Event]] = {}
    for entry in first.register.entries:
        found[entry.id] = [Event("added", first, None, entry)]
    for _, events in history:
        for event in events:
            found.setdefault(event.entry.id, []).insert(0, event)
    return found


def history_page(edition: Edition, history: Sequence[tuple[PublishedVersion, Sequence[Event]]]) -> Page:
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
    kinds: tuple[EventKind, ...] = ("added", "removed", "changed")
    for kind in kinds:
        found = [event for event in events if event.kind == kind]
        if found:
            items = [el("li", _company(edition, event, up), differences(edition, event)) for event in found]
            blocks += [
                el("h3", edition(f"history.{kind}", count=len(found))),
                el("ul", items, class_=f"changes {kind}"),
            ]
    return joined(blocks, "\n")


def event_line(edition: Edition, event: Event, up: str) -> Markup:
    """An event of one entry: when, what, in which version."""
    version = event.version
    key = "there-first" if version.number == 1 and event.kind == "added" else event.kind
    link = el(
        "a",
        edition("version", number=version.number),
        href=f"{up}../v/{version.digest}/{edition.language}.html",
    )
    head = joined([edition.date(version.on), ": ", edition(f"event.{key}"), " (", link, ")"])
    return joined([head, differences(edition, event)])


def differences(edition: Edition, event: Event) -> Markup:
    """What is different, member by member, where that can be said in a few words."""
    if event.before is None or event.after is None:
        return EMPTY
    lines = list(_columns(edition, event.before, event.after))
    if _OTHERS & set(event.members):
        lines.append(joined([edition("member.other")]))
    if not lines:
        lines.append(joined([edition("member.language")]))
    return el("ul", (el("li", line) for line in lines), class_="differences")


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
    page = edition.subject.pages.get(event.entry.id)
    name = event.entry.name
    return el("a", name, href=up + page) if page and up is not None else el("span", name, class_="gone")


def _permalink(edition: Edition, version: PublishedVersion) -> Markup:
    link = el(
        "a",
        edition("permalink"),
        href=f"../v/{version.digest}/{edition.language}.html",
    )
    return joined([link, el("code", version.digest[:12], title=version.digest)], " ")
