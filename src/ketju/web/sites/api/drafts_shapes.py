"""What goes in and comes out of the API of documents and drafts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from ketju.web.sites.api.given import Counted, Day, Sent, Text

Level = Literal["error", "warning", "info"]


class TextIn(Sent):
    """A document as a text: HTML, Markdown, CSV, YAML, JSON or plain; the end of its name says which."""

    name: Text = Field("pasted.txt", min_length=1, max_length=120)
    text: str = Field(min_length=1, max_length=2_000_000)
    address: str = Field("", max_length=500, pattern=r"^(https?://[!-~]+)?$")


class DocumentOut(Schema):
    """A document as it was received. ``problem`` says why it could not be read, ``notes`` what was odd in it."""

    id: str
    register_id: str
    name: str
    address: str
    size: int
    sha256: str
    format: str
    entries: int
    unread: int
    received_at: datetime
    read_at: datetime | None
    problem: str
    notes: list[str]


class DocumentsOut(Schema):
    """The documents of a register that were received last."""

    items: list[DocumentOut]


class UnreadOut(Schema):
    """A part of a document that nobody could make sense of: its text, where it stands, and why."""

    number: int
    text: str
    place: dict[str, Any]
    reason: str


class UnreadPageOut(Schema):
    """A page of parts that were not read."""

    items: list[UnreadOut]
    next: int | None


class DraftOut(Schema):
    """A draft. ``revision`` counts its changes; ``errors`` and ``warnings`` are of ``checked_revision``, -1 for never.

    ``pushed`` is the id of the push that it came by, and ``needs_look`` that a person has to look at it first.
    """

    id: str
    register_id: str
    base: int | None
    document_id: str
    kind: str
    state: str
    revision: int
    checked_revision: int
    errors: int
    warnings: int
    records: dict[str, int]
    reviewed: int
    doubtful: int
    on: date | None
    publish_at: datetime | None
    why: str
    version: int | None
    pushed: str
    needs_look: bool
    created_at: datetime
    changed_at: datetime


class DraftLineOut(Schema):
    """A draft in a list."""

    id: str
    register_id: str
    kind: str
    state: str
    revision: int
    errors: int
    warnings: int
    publish_at: datetime | None
    created_at: datetime
    changed_at: datetime


class DraftsOut(Schema):
    """A page of drafts, the newest first."""

    items: list[DraftLineOut]
    next: str | None


class ReviewIn(Sent):
    """That an entry was looked at and is right, or that this is taken back."""

    review: Literal["accepted", ""]


class AcceptedOut(Schema):
    """How many entries were accepted."""

    count: int


class EndIn(Sent):
    """The last day of an entry. ``revision`` is that of the draft when it was read."""

    until: Day
    revision: int = Field(ge=0, lt=2**31)


class FindingOut(Schema):
    """What a rule found. ``number`` is its place in the list of the draft."""

    number: int
    rule: str
    slug: str
    level: str
    title: str
    message: str
    fix: str
    entry: str
    path: str
    related: list[str]
    is_waived: bool


class FindingsOut(Schema):
    """A page of findings of the last check. ``is_outdated``: the draft changed since."""

    checked_revision: int
    is_outdated: bool
    counts: dict[str, int]
    items: list[FindingOut]
    next: int | None


class FindingsAsked(Counted):
    """Which findings: of one level or all, those that somebody answers for or not."""

    level: Literal["", "error", "warning", "info"] = ""
    waived: bool | None = None


class WaiverIn(Sent):
    """Who answers for a finding, why, and until when: at most a year."""

    finding: int = Field(ge=0, lt=2**31)
    path: str = Field(max_length=400)
    reason: Text = Field(min_length=1, max_length=400)
    owner: Text = Field(min_length=1, max_length=120)
    until: Day


class BulkWaiverIn(Sent):
    """Who answers for every open finding of at least a level."""

    least: Level = "error"
    reason: Text = Field(min_length=1, max_length=400)
    owner: Text = Field(min_length=1, max_length=120)
    until: Day


class WaivedOut(Schema):
    """How many waivers were made."""

    count: int


class WaiverOut(Schema):
    """A waiver of a draft, by its place in the list."""

    number: int
    rule: str
    entry: str
    reason: str
    owner: str
    since: str
    until: str
    is_in_force: bool


class WaiversOut(Schema):
    """The waivers of a draft."""

    items: list[WaiverOut]


class EndWaiverIn(Sent):
    """Which waiver is taken back: the rule says that it is still the one that was seen."""

    rule: str = Field(max_length=80)


class StepOut(Schema):
    """A change of a record of a draft. ``undone`` is the revision that took it back."""

    revision: int
    at: datetime
    kind: str
    id: str
    act: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    undone: int | None


class HistoryOut(Schema):
    """A page of changes, the newest first."""

    items: list[StepOut]
    next: int | None


class UndoIn(Sent):
    """The change that is taken back: it has to be the newest one."""

    revision: int = Field(ge=0, lt=2**31)


class EmptyIn(Sent):
    """Nothing has to be said."""
