"""What goes in and comes out of the API of registers and their versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from ketju.web.sites.api.given import Asked, Data, Day, Moment, Sent, Text

Language = Literal["en", "fi", "sv"]
Label = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
Kind = Literal["next", "opening", "past"]
Title = Annotated[Text, Field(min_length=1, max_length=200)]


class NewRegisterIn(Sent):
    """A new register, without any version. ``source`` "file" is for one whose truth is a file in git."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)
    titles: dict[Language, Title]
    languages: list[Language] = Field(min_length=1)
    source: Literal["web", "file"] = "web"


class SettingsIn(Sent):
    """Settings of a register; what is not sent stays as it is."""

    titles: dict[Language, Title] | None = None
    languages: list[Language] | None = Field(None, min_length=1)
    old_paths: list[str] | None = Field(None, max_length=100)
    is_public: bool | None = None


class VersionOut(Schema):
    """A version. ``counts`` are its changes by kind, ``owed`` is of how many of them customers are owed notice."""

    id: str
    number: int
    kind: str
    on: date
    entries: int
    content_hash: str
    public_hash: str
    counts: dict[str, int]
    owed: int
    why: str
    agreement: str
    published_at: datetime


class VersionsOut(Schema):
    """A page of versions, the newest first."""

    items: list[VersionOut]
    next: int | None


class RegisterOut(Schema):
    """A register with its newest version. ``address`` is where the public reads it, "" where it does not."""

    id: str
    slug: str
    titles: dict[str, str]
    languages: list[str]
    source: str
    is_public: bool
    old_paths: list[str]
    address: str
    open_drafts: int
    version: VersionOut | None


class RegistersOut(Schema):
    """The registers of the processor."""

    items: list[RegisterOut]


class VersionsAsked(Schema):
    """A page of versions: ``after`` is the number that the page before named as ``next``."""

    after: int = Field(0, ge=0, lt=2**31)
    size: int = Field(50, ge=1, le=200)


class DayAsked(Schema):
    """A day; today where none is named."""

    on: Day | None = None


class PairAsked(Schema):
    """Two versions by their numbers."""

    older: int = Field(ge=1, lt=2**31)
    newer: int = Field(ge=1, lt=2**31)
    after: int = Field(0, ge=0, lt=2**31)
    size: int = Field(50, ge=1, le=200)


class NoticeOut(Schema):
    """Whether customers are owed notice of a change, and why."""

    owed: str
    reason: str
    basis: list[str]
    words: str


class ChangeOut(Schema):
    """A change between two registers. Members that say nothing are empty."""

    kind: str
    theme: str
    name: str = ""
    field: str = ""
    old_id: str = ""
    new_id: str = ""
    before: list[str] = Field(default_factory=list)
    after: list[str] = Field(default_factory=list)
    services: list[str] = Field(default_factory=list)
    regions: list[str] = Field(default_factory=list)
    matched_by: str = ""
    words: str
    notice: NoticeOut


class DiffOut(Schema):
    """A page of changes. ``counts`` are all of them, by whether notice is owed."""

    counts: dict[str, int]
    items: list[ChangeOut]
    next: int | None


class ContentAsked(Schema):
    """Which part of a version: what the public sees, or all of it with contact persons."""

    part: Literal["public", "whole"] = "public"


class FormatAsked(Schema):
    """A format of a list, and the language of one that has any."""

    format: Literal["atom", "csv", "json", "jsonld", "markdown", "tilt", "xlsx", "yaml"] = "json"
    language: Language = "en"


class FileOut(Schema):
    """A file that the public gets."""

    path: str
    media_type: str
    size: int
    sha256: str
    address: str
    is_lasting: bool


class FilesOut(Schema):
    """A page of files, by their paths."""

    items: list[FileOut]
    next: str | None


class FilesAsked(Schema):
    """A page of files: ``after`` is the path that the page before named as ``next``."""

    after: Text = Field("", max_length=200)
    size: int = Field(50, ge=1, le=200)


class FileAsked(Schema):
    """A file by its path."""

    path: str = Field(min_length=1, max_length=200)


class PublishingOut(Schema):
    """How far the files of a version are. ``later`` are those that follow."""

    version: int
    percent: int
    later: list[str]
    begun_at: datetime | None
    live_at: datetime | None


class FollowersOut(Schema):
    """How many follow a list by mail, and how many signed links of customers are open. Nobody is named."""

    confirmed: int
    unconfirmed: int
    ended: int
    open_links: int


class EntriesAsked(Asked):
    """A page of entries, and words of their names."""

    q: str = Field("", max_length=80)


class EntryOut(Schema):
    """An entry of the version that holds, with how many customers it touches, and of how many that is open."""

    id: str
    name: str
    status: str
    places: list[str]
    customers: int
    in_doubt: int


class EntriesOut(Schema):
    """A page of entries. ``waiting`` changes of customers are not counted in yet."""

    items: list[EntryOut]
    next: str | None
    waiting: int


class TouchedOut(Schema):
    """A customer that an entry touches."""

    customer: str
    is_certain: bool


class TouchedPageOut(Schema):
    """A page of customers."""

    customers: int
    in_doubt: int
    items: list[TouchedOut]
    next: int | None


class NewDraftIn(Sent):
    """What a document is: the next version, the list as it held from a day ("opening"), or one of the past."""

    kind: Kind = "next"
    on: Day | None = None
    agreement: Text = Field("", max_length=40)


class PublishIn(Sent):
    """Why a version is published, and for whom."""

    why: Text = Field(min_length=1, max_length=400)
    audience: Label


class ScheduleIn(PublishIn):
    """The same, at an instant to come."""

    publish_at: Moment


class RecordIn(Sent):
    """A record as it should stand. ``revision`` is that of the draft when the record was read; none for a new one."""

    data: Data
    revision: int | None = Field(None, ge=0, lt=2**31)


class NewRecordIn(Sent):
    """A new record; without an id it gets one made from its name."""

    id: str = Field("", max_length=80)
    data: Data


class PlaceOut(Schema):
    """Where in the document a value stands, how sure the reading is, and why it is not."""

    field: str
    place: dict[str, Any]
    confidence: float
    reason: str


class RecordOut(Schema):
    """A record of a draft. ``revision`` is that of the draft, to send back with a change."""

    kind: str
    id: str
    name: str
    data: dict[str, Any]
    revision: int
    review: str
    doubts: int
    places: list[PlaceOut]


class RecordsOut(Schema):
    """A page of records."""

    items: list[RecordOut]
    next: str | None
