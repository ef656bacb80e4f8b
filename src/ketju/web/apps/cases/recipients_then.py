"""Who a customer's sub-processors were at an instant: since when, on which notice, with which authorisation (Art. 15).

It rests on published versions, and on what took effect for this very customer: an entry that was announced to it and
had not taken effect by then is not told.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.db.models import OuterRef, Subquery

from ketju.web.apps.agreements.reads import holding
from ketju.web.apps.cases.matter import COMING
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.notices.models import Delivery
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


def who_were(customer: Customer, at: datetime) -> tuple[SubProcessor, ...]:
    """The sub-processors of a customer at an instant, by name."""
    return tuple(one for one, _ in lines_then(customer, at))


def lines_then(customer: Customer, at: datetime) -> tuple[tuple[SubProcessor, Line], ...]:
    """The same, each with its line of the list as the customer sees it."""
    on = day_of(at, customer.processor.zone)
    places = _places(customer, at)
    held = holding(customer, on)
    agreement = f"{held.agreement.name} {held.agreement.version}" if held else ""
    found, came = [], _Coming()
    for line in view_of(customer, on, at).on_shelf("current"):
        place = places.get((line.held.register.pk, line.entry.id))
        if place is None:
            found.append((_quiet(line, came.of(line), agreement, held.since if held else None), line))
        elif place.effective_at is not None and place.effective_at <= at:
            found.append((_told(line, place, agreement), line))
    return tuple(found)


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


def _places(customer: Customer, at: datetime) -> dict[tuple[int, str], Touched]:
    """The newest case with which each entry began to have data of the customer, by register and entry.

    A case for which the entry had data before (another place, another purpose) says nothing of that.
    """
    rows = Touched.objects.filter(customer=customer, change__announced_at__lte=at)
    sent = Delivery.objects.filter(notice__about=OuterRef("change__public_id"), customer=customer)
    newest = sent.exclude(notice__kind="withdrawal").order_by("-notice__number").values("notice__public_id")
    rows = rows.select_related("change", "group__agreement").annotate(notice=Subquery(newest[:1]))
    rows = rows.order_by("change__announced_at")
    found: dict[tuple[int, str], Touched] = {}
    for one in rows:
        if one.change.withdrawn_at is not None and one.change.withdrawn_at <= at and one.effective_at is None:
            continue
        changes = changes_in(one.change.changes)
        told = [changes[place] for place in one.group.told]
        begins = {
            change.new_id for change in told if change.kind in COMING or change.kind == "applies-to-widened"
        }
        for entry in begins:
            found[one.change.register_id, entry] = one
    return found


def _told(line: Line, place: Touched, agreement: str) -> SubProcessor:
    by: Authorisation = "general"
    if place.joined_at is not None:
        by = "joined"
    elif place.group.owed.get("mode") == "specific":
        by = "consent"
    notice: str | None = place.notice  # type: ignore[attr-defined]
    held = place.group.agreement
    return SubProcessor(
        line.held.register.slug, line.entry.id, line.entry.name, _services(line), line.codes, place.effective_at, by,
        f"{held.name} {held.version}" if held else agreement, place.change.public_id,
        notice or "", place.change.announced_at, place.delivered_at, bool(line.doubts),
    )  # fmt: skip


def _quiet(line: Line, version: Version | None, agreement: str, accepted: date | None) -> SubProcessor:
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
        line.held.register.slug, line.entry.id, line.entry.name, _services(line), line.codes, since, by, agreement,
        is_in_doubt=bool(line.doubts),
    )  # fmt: skip


def _services(line: Line) -> tuple[str, ...]:
    return tuple(sorted({way.service.product.slug for way in line.ways}))


class _Coming:
    """With which version each entry came into a register; the versions of a register are read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[Version | None, dict[str, Version]]] = {}

    def of(self, line: Line) -> Version | None:
        """The oldest version since which the entry stands in the list without a break."""
        key = line.held.register.pk, line.held.version.number
        if key not in self._known:
            self._known[key] = self._read(*key)
        first, came = self._known[key]
        return came.get(line.entry.id, first)

    def _read(self, register: int, number: int) -> tuple[Version | None, dict[str, Version]]:
        rows = Version.objects.filter(register=register, number__lte=number).order_by("number")
        versions = list(rows.defer("content"))
        came = {
            change.new_id: version
            for version in versions
            for change in changes_in(version.changes)
            if change.kind in ("added", "replaced")
        }
        return next(iter(versions), None), came
