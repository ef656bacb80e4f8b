"""Who a customer's sub-processors were at an instant: since when, on which notice, with which authorisation (Art. 15).

It rests on published versions, and on what took effect for this very customer: an entry that was announced to it and
had not taken effect by then is not told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from django.db import transaction

from ketju.web.apps.agreements.reads import holding
from ketju.web.apps.cases.places_then import Places, Share
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import Version
from ketju.web.apps.registers.reads_changes import changes_in
from ketju.web.apps.registers.reads_customers import Line, view_of
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited

Authorisation = Literal["general", "consent", "joined", "agreement", "unknown"]
"""No objection to a notice in time; consent; accepted with the annex on joining; accepted with the agreement (D-136);
it was in use before anything was recorded here."""


@dataclass(frozen=True, slots=True)
class SubProcessor:
    """A sub-processor of a customer at an instant. ``since`` is from when it was one, as far as is known; ``notice``,
    ``announced_at`` and ``delivered_at`` are of the notice; ``agreement`` is the version under which it is authorised.
    ``kept`` are services that it does not serve, as the customer objected for them.
    """

    register: str
    entry: str
    name: str
    services: tuple[str, ...]
    places: tuple[str, ...]
    since: datetime | date | None
    authorisation: Authorisation
    agreement: str = ""
    change: str = ""
    notice: str = ""
    announced_at: datetime | None = None
    delivered_at: datetime | None = None
    is_in_doubt: bool = False
    kept: tuple[str, ...] = ()


def who_were(customer: Customer, at: datetime) -> tuple[SubProcessor, ...]:
    """The sub-processors of a customer at an instant, by name; one that services got at different times several times.

    A service that an objection keeps back is told of with the others, as one that the company does not serve.
    """
    return then(customer, at).sub_processors


@dataclass(frozen=True, slots=True)
class Then:
    """What was at an instant: the sub-processors of a customer, and the names of the services that it used."""

    sub_processors: tuple[SubProcessor, ...]
    services: Mapping[str, dict[str, str]]


def then(customer: Customer, at: datetime) -> Then:
    """The same with the names of services, by language, by their ids."""
    on = day_of(at, customer.processor.zone)
    places = Places(customer, at)
    held = holding(customer, on)
    agreement = f"{held.agreement.name} {held.agreement.version}" if held else ""
    found = list[SubProcessor]()
    view = view_of(customer, on, at, places.later(on))
    for line in view.on_shelf("current"):
        shares = places.shares(line.held.register.pk, line.entry.id, _services(line))
        kept = tuple(name for one in shares if one.is_kept for name in one.services)
        for one in shares:
            if one.place is None:
                since = held.since if held else None
                found.append(_quiet(line, one.services, _came(line), agreement, since))
            elif one.since is not None:
                found.append(_told(line, one, kept, agreement))
    return Then(tuple(found), {one.product.slug: one.product.names for one in view.services})


def recipients_file(*, by: Actor, at: datetime, customer: Customer, instant: datetime) -> bytes:
    """The same as a file to hand over, noted in the audit trail as taken out."""
    with transaction.atomic():
        found = who_were(customer, instant)
        audited(
            by, "recipients.export", "customer", at=at, processor=customer.processor, customer=customer.public_id,
            subject=customer.public_id, count=max(len(found), 1),
        )  # fmt: skip
    data = {
        "customer": customer.public_id, "at": instant.isoformat(), "made_at": at.isoformat(),
        "sub_processors": [asdict(one) for one in found],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1, default=_text).encode()


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _told(line: Line, share: Share, kept: tuple[str, ...], agreement: str) -> SubProcessor:
    place = share.place
    by: Authorisation = "general"
    assert place is not None
    of = share.before or place
    if of.joined_at is not None:
        by = "joined"
    elif of.group.owed.get("mode") == "specific":
        by = "consent"
    notice: str | None = of.notice  # type: ignore[union-attr]
    held = of.group.agreement
    return SubProcessor(
        line.held.register.slug, line.entry.id, line.entry.name, share.services, line.codes, share.since, by,
        f"{held.name} {held.version}" if held else agreement, place.change.public_id,
        notice or "", place.change.announced_at, of.delivered_at, bool(line.doubts), kept,
    )  # fmt: skip


def _quiet(
    line: Line, services: tuple[str, ...], version: _Came | None, agreement: str, accepted: date | None
) -> SubProcessor:
    """One without a case: it stood in the list that was accepted with the agreement, or nothing is known.

    ``version`` is the one with which it came.
    """
    is_accepted = accepted is not None and version is not None and version.on <= accepted
    is_unknown = version is not None and version.kind != "next" and not is_accepted
    since = max(
        filter(None, (accepted if is_accepted else None, version.on if version else None)), default=None
    )
    by: Authorisation = "unknown" if is_unknown or not agreement else "agreement"
    return SubProcessor(
        line.held.register.slug, line.entry.id, line.entry.name, services, line.codes, since, by, agreement,
        is_in_doubt=bool(line.doubts),
    )  # fmt: skip


def _services(line: Line) -> tuple[str, ...]:
    return tuple(sorted({way.service.product.slug for way in line.ways}))


@dataclass(frozen=True, slots=True)
class _Came:
    """The version with which an entry came into a register: the day from which it held, and its kind."""

    on: date
    kind: str


_FIRST = ""
"""Stands for the entries of a register's first version."""


@lru_cache(maxsize=64)
def _came_by(version: str, register: int, number: int) -> Mapping[str, _Came]:
    """With which version each entry came into a register, up to one; kept in memory, as versions are never changed."""
    found: dict[str, _Came] = {}
    rows = Version.objects.filter(register=register, number__lte=number).order_by("number")
    for one in rows.only("on", "kind", "changes"):
        came = _Came(one.on, one.kind)
        found.setdefault(_FIRST, came)
        found |= {each.new_id: came for each in changes_in(one.changes) if each.kind in ("added", "replaced")}
    return found


def _came(line: Line) -> _Came | None:
    """The oldest version since which the entry stands in the list without a break."""
    held = line.held.version
    found = _came_by(held.public_id, held.register_id, held.number)
    return found.get(line.entry.id, found.get(_FIRST))
