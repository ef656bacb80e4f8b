"""What goes in and comes out of the API of changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from ketju.web.sites.api.given import Asked, Counted, Day, Moment, Sent, Text

Rollout = Literal["per customer", "all at once"]
State = Literal[
    "not-reached", "objected", "late", "waiting", "free", "in-effect", "excluded", "open-terms", "all"
]  # fmt: skip


class ChangesAsked(Asked):
    """Which changes: those that run, those that are over, or all."""

    state: Literal["running", "over", "all"] = "running"


class CaseOut(Schema):
    """A change with the figures of its customers."""

    id: str
    register_id: str
    draft_id: str
    version: int | None
    title: str
    rollout: str
    is_emergency: bool
    planned_at: datetime
    approved_at: datetime | None
    announced_at: datetime | None
    withdrawn_at: datetime | None
    closed_at: datetime | None
    customers: int
    delivered: int
    bounced: int
    unreachable: int
    objections: int
    late: int
    waiting: int
    in_effect: int
    excluded: int
    earliest: datetime | None
    latest: datetime | None


class CasesOut(Schema):
    """A page of changes, the newest first."""

    items: list[CaseOut]
    next: str | None


class GateOut(Schema):
    """A gate: what it waits for, who can open it, and since when it is open."""

    kind: str
    is_open: bool
    waits: str
    basis: list[str]


class EntryGatesOut(Schema):
    """The gates of an entry."""

    entry: str
    gates: list[GateOut]


class CaseGatesOut(Schema):
    """The gates of the entries of a change."""

    items: list[EntryGatesOut]


class CustomersAsked(Counted):
    """Which customers of a change."""

    state: State = "all"


class StandOut(Schema):
    """Where a customer stands in a change. ``free_at``: from when it may take effect for it; ``waits``: shut gates."""

    customer: str
    reach: str
    delivered_at: datetime | None
    window_ends: datetime | None
    free_at: datetime | None
    waits: list[str]
    is_excluded: bool
    joined_at: datetime | None
    consented_at: datetime | None
    effective_at: datetime | None


class StandsOut(Schema):
    """A page of customers of a change."""

    items: list[StandOut]
    next: int | None


class OfCustomerOut(Schema):
    """A change, with where the customer stands in it."""

    change: str
    title: str
    announced_at: datetime | None
    stand: StandOut


class OfCustomersOut(Schema):
    """The changes that a customer was told of, the newest first."""

    items: list[OfCustomerOut]


class ForecastAsked(Schema):
    """When notice would go out; now where nothing is said."""

    sent_at: Moment | None = None


class StepOut(Schema):
    """A day on which customers become free, how many, and how many are by then."""

    day: date
    count: int
    total: int


class ForecastOut(Schema):
    """Who would be free when. ``unknown``: customers without a date, by what is waited for."""

    sent_at: datetime
    steps: list[StepOut]
    unknown: dict[str, int]
    all_free: datetime | None
    earliest_permitted: datetime


class InstantAsked(Schema):
    """An instant; now where nothing is said."""

    at: Moment | None = None


class EvidenceAsked(Schema):
    """One customer, or all."""

    customer: str = Field("", max_length=40)


class ProposeIn(Sent):
    """A change of a draft. Without a day it is planned for the first one that is permitted."""

    draft_id: str = Field(max_length=40)
    title: Annotated[Text, Field(min_length=1, max_length=200)]
    rollout: Rollout = "per customer"
    planned_on: Day | None = None
    supplier_told_on: Day | None = None
    supplier_from: Day | None = None
    is_emergency: bool = False


class MoveIn(Sent):
    """Another day, or another way to take effect."""

    planned_on: Day
    rollout: Rollout | None = None
    is_emergency: bool | None = None
