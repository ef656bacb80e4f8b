"""Permalinks: a page for each version, which depends on nothing that comes after it."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.model.publication import Publication, PublishedVersion
from ketju.core.register.status import STATUSES
from ketju.formats.writers.permanence import version_path
from ketju.formats.writers.site.edition import Edition, Subject
from ketju.formats.writers.site.events import Event, History
from ketju.formats.writers.site.frame import Frame, Page
from ketju.formats.writers.site.history import changes
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined
from ketju.formats.writers.site.rows import SHORT, Rows


def version_pages(subject: Subject, language: str, history: History) -> dict[str, bytes]:
    """The permalink of every version in a language. Content that came back keeps the page of its first time.

    Where the steps of versions are kept, so are the pages of earlier ones: only the current one is written.
    """
    found: dict[str, bytes] = {}
    for version, events in history[-1:] if subject.publication.steps else history:
        then = Subject(_as_of(subject.publication, version), subject.languages, subject.files)
        edition = Edition(then, language)
        page = _version(edition, version, events)
        path = page.address(language)
        if path not in found:
            found[path] = Frame(edition, ()).page(page)
    return found


def _as_of(publication: Publication, version: PublishedVersion) -> Publication:
    """The publication when the version was the only one that there was."""
    return Publication((version,), version.on, publication.title, publication.base_url)


def _version(edition: Edition, version: PublishedVersion, events: Sequence[Event]) -> Page:
    title = joined([edition.title, edition("version", number=version.number)], ", ")
    body = joined(
        [
            el("h1", title),
            el("p", edition("version.about"), class_="note"),
            _facts(edition, version),
            el("h2", edition("version.changes")),
            changes(edition, events, None) if version.number > 1 else el("p", edition("history.first")),
            *_entries(edition, version),
        ],
        "\n",
    )
    return Page(f"v/{version.digest}/", title, body)


def _facts(edition: Edition, version: PublishedVersion) -> Markup:
    data = el("a", "JSON", href=f"../../{version_path(version.digest)}", type="application/json")
    pairs = [
        (edition("version.number"), joined([str(version.number)])),
        (edition("version.on"), edition.date(version.on)),
        (edition.phrases("fact.version-on"), edition.date(version.register.version_on)),
        (edition.phrases("fact.version"), joined([version.register.version])),
        ("SHA-256", el("code", version.digest, class_="hash")),
        (edition("version.data"), data),
    ]
    return el(
        "dl", (el("div", el("dt", name), el("dd", value)) for name, value in pairs if value), class_="facts"
    )


def _entries(edition: Edition, version: PublishedVersion) -> list[Markup]:
    """Every entry of the version, by its status on the day of the version."""
    rows = Rows(edition, version.register.entries, SHORT)
    blocks: list[Markup] = []
    for status in STATUSES:
        entries = [
            entry
            for entry in version.register.entries
            if edition.subject.statuses[entry.id] == status and entry.role == "processor"
        ]
        if entries:
            blocks.append(el("h2", edition(f"part.{status}")))
            blocks.append(rows.table(entries, None, edition("count", count=len(entries))))
    others = [entry for entry in version.register.entries if entry.role != "processor"]
    if others:
        blocks.append(el("h2", edition("part.controllers")))
        blocks.append(rows.table(others, None, edition("companies", count=len(others))))
    return blocks or [EMPTY]
