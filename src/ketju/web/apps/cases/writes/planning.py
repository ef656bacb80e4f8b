"""Propose a change from a draft, and plan it: what it changes, whom it touches, what each of them is owed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ketju.core.notices.owed import Owed
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.cases.copying import write_touched
from ketju.web.apps.cases.forecasting import check_date, earliest_permitted
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.holdings import Holdings, Own
from ketju.web.apps.cases.matter import digest_of, is_owed, matter_of_draft, text_of_changes
from ketju.web.apps.cases.models import CaseChange, Engagement, GateWaiver, Group, RiskDecision, Touched
from ketju.web.apps.cases.owed_json import terms_data
from ketju.web.apps.cases.problems import AlreadyAnnounced, CaseClosed, CaseThere, MarkStays, NothingOwed
from ketju.web.apps.cases.reaching import Reached, Reaching
from ketju.web.apps.cases.recipients import is_reachable, language_for, recipients
from ketju.web.apps.cases.standing import Standings, waits_of
from ketju.web.apps.cases.writes.dating import date_entries
from ketju.web.apps.registers.models import CustomerClass, Draft, SortedCustomer
from ketju.web.apps.registers.problems import DraftClosed
from ketju.web.apps.registers.reads_customers import APPLIES, NO
from ketju.web.apps.registers.sorting import sort_all, usage_in
from ketju.web.apps.registers.writes.drafting import OPEN
from ketju.web.apps.services.models import EntryValue
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited

CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Supplier:
    """When a supplier told of a change of its own, from when that holds, and when our time to object to it ends."""

    told_at: datetime | None = None
    starts_at: datetime | None = None
    object_by: datetime | None = None


def propose_change(
    *,
    by: Actor,
    at: datetime,
    draft: Draft,
    title: str,
    rollout: str = "per customer",
    planned_at: datetime | None = None,
    supplier: Supplier | None = None,
    is_emergency: bool = False,
) -> CaseChange:
    """Make a case of an open draft and plan it. Without a date it is planned for the first one that is permitted.

    Companies that are to begin get that day in the draft, where nobody gave one. Raises DraftClosed, CaseThere,
    NothingOwed, ShownTooEarly, and TooEarly with the earliest permitted date and its working.
    """
    told = supplier or Supplier()
    with transaction.atomic():
        found = (
            Draft.objects.select_for_update(of=("self",)).select_related("processor", "base").get(pk=draft.pk)
        )
        if found.state not in OPEN:
            raise DraftClosed
        if there := CaseChange.objects.filter(draft=found).first():
            raise CaseThere(title=there.title)
        made = CaseChange.objects.create(
            processor=found.processor, register_id=found.register_id, draft=found, title=title[:200],
            rollout=rollout, is_emergency=is_emergency, planned_at=planned_at or at, owner=by.user,
            supplier_told_at=told.told_at, supplier_from=told.starts_at, object_by=told.object_by, created_at=at,
        )  # fmt: skip
        audited(by, "changes.create", "change", at=at, processor=found.processor, subject=made.public_id)
        planned = _computed(by, at, made)
        if planned_at is None:
            CaseChange.objects.filter(pk=made.pk).update(planned_at=earliest_permitted(planned, at).utc)
            planned.refresh_from_db()
        check_date(planned, at)
        date_entries(by=by, at=at, change=planned)
    return planned


def reschedule(
    *,
    by: Actor,
    at: datetime,
    change: CaseChange,
    planned_at: datetime,
    rollout: str = "",
    is_emergency: bool | None = None,
) -> CaseChange:
    """Plan a case for another date or another way to take effect. An emergency that somebody acted on stays one for
    ever. Raises AlreadyAnnounced, CaseClosed, TooEarly, ShownTooEarly, MarkStays.
    """
    with transaction.atomic():
        held = _open(change)
        before = day_of(held.planned_at, held.processor.zone)
        held.planned_at, held.rollout = planned_at, rollout or held.rollout
        was = held.is_emergency
        held.is_emergency = was if is_emergency is None else is_emergency
        if was and not held.is_emergency and is_marked(held):
            raise MarkStays
        held.approved_at = held.approved_by = None
        held.save(update_fields=("planned_at", "rollout", "is_emergency", "approved_at", "approved_by"))
        audited(by, "changes.schedule", "change", at=at, processor=held.processor, subject=held.public_id)
        if was != held.is_emergency:
            held = _computed(by, at, held)
        check_date(held, at)
        date_entries(by=by, at=at, change=held, before=before)
    return held


def plan_change(*, by: Actor, at: datetime, change: CaseChange) -> CaseChange:
    """Compute a case from its draft as it is now: changes, classes of customers with what each is owed, customers.

    It may be done again until customers are told; an approval of something else falls. Raises AlreadyAnnounced,
    CaseClosed, NothingOwed, ShownTooEarly.
    """
    with transaction.atomic():
        held = _computed(by, at, change)
        date_entries(by=by, at=at, change=held)
    return held


def _computed(by: Actor, at: datetime, change: CaseChange) -> CaseChange:
    with transaction.atomic():
        held = _open(change)
        assert held.draft is not None
        on = day_of(at, held.processor.zone)
        matter = matter_of_draft(held.draft)
        if not matter.changes:
            raise NothingOwed
        digest = digest_of(matter)
        if digest != held.digest:
            held.approved_at, held.approved_by = None, None
        held.changes, held.digest, held.counted_at = text_of_changes(matter.changes), digest, at
        held.counted_for = ""
        held.save(
            update_fields=("changes", "digest", "counted_at", "counted_for", "approved_at", "approved_by")
        )
        sort_all(on)
        _engage(held, matter.entries, at)
        count = _Plan(held, on, at).write()
        audited(
            by, "changes.plan", "change", at=at, processor=held.processor, subject=held.public_id, count=max(count, 1)
        )  # fmt: skip
    return held


def _open(change: CaseChange) -> CaseChange:
    rows = CaseChange.objects.select_for_update(of=("self",)).select_related("processor", "draft__base")
    held = rows.get(pk=change.pk)
    if held.withdrawn_at or held.closed_at:
        raise CaseClosed
    if held.announced_at:
        raise AlreadyAnnounced
    return held


def _engage(change: CaseChange, entries: Iterable[str], at: datetime) -> None:
    """An engagement for each company of the case that has none yet."""
    rows = (
        Engagement(processor=change.processor, register_id=change.register_id, entry=one, created_at=at)
        for one in entries
    )
    Engagement.objects.bulk_create(rows, ignore_conflicts=True)


class _Plan:
    """Sorts the customers of a case into groups that are owed the same."""

    def __init__(self, change: CaseChange, on: date, at: datetime) -> None:
        self.change, self.on, self.at = change, on, at
        self.gating = Gating(change, at)
        self.holdings = Holdings(change.processor, on)
        self.keys: dict[tuple[Reached, int, Own], str | None] = {}
        self.by_key: dict[str, Group] = {}

    def write(self) -> int:
        """Write groups and customers anew; how many customers there are."""
        Touched.objects.filter(change=self.change).delete()
        Group.objects.filter(change=self.change).delete()
        reached = self._reached()
        self.holdings.load()
        placed = list(self._placed(reached))
        made = Group.objects.bulk_create(self.by_key.values(), batch_size=500)
        numbers = {one.key: one.pk for one in made}
        standings = Standings(self.gating, made)
        waits = {}
        for key, pk in numbers.items():
            waits[key] = standings.key_of(pk, ())
        standings.settle()
        shut = {
            key: (waits_of(effect), effect.at.utc if effect.at else None)
            for key, one in waits.items()
            for effect in (standings.effect(one),)
        }
        told = self._reachable({customer: key for customer, key, _ in placed})
        return write_touched(self._rows(placed, numbers, shut, told))

    def _reachable(self, keys: Mapping[int, str]) -> set[int]:
        """The customers, of those with the keys of their groups, whom notice can reach as their terms have it."""
        named = {key: tuple(group.owed["recipients"]) for key, group in self.by_key.items()}
        found = recipients(
            self.change.processor, self.on, lambda customer: named.get(keys.get(customer, ""), ())
        )
        return {customer for customer, told in found if is_reachable(told)}

    def _reached(self) -> dict[int, Reached]:
        """What of the case touches each class of customers."""
        asked = Reaching(self.gating.matter, self.on)
        rows = CustomerClass.objects.filter(processor=self.change.processor).values_list("pk", "usages")
        found = {pk: asked.of(tuple(map(usage_in, usages))) for pk, usages in rows}
        return {pk: one for pk, one in found.items() if one is not None}

    def _placed(self, reached: dict[int, Reached]) -> Iterator[tuple[int, str, str]]:
        """Each customer that is owed notice, with the key of its group and its language."""
        excepted = excepted_customers(self.change.processor, self.gating.matter.entries)
        rows = SortedCustomer.objects.filter(of__in=list(reached), customer__erased_at=None)
        rows = rows.exclude(customer__ended_on__lte=self.on).order_by("customer_id")
        fields = ("customer_id", "of_id", "customer__language", "customer__signed_up_on")
        for customer, of, language, signed_up_on in rows.values_list(*fields).iterator(CHUNK):
            agreement = self.holdings.of(customer, signed_up_on)
            found: Reached | None = reached[of]
            if customer in excepted:
                found = without(reached[of], excepted[customer], self.gating)
            key = self._key(found, agreement, self.holdings.own(customer)) if found else None
            if key is not None:
                yield customer, key, language_for(language)

    def _key(self, reached: Reached, agreement: AgreementVersion | None, own: Own) -> str | None:
        """The key of the group of customers under the same terms whom this touches; None where nothing is owed."""
        at = reached, agreement.pk if agreement else 0, own
        if at not in self.keys:
            group = group_of(
                self.change, self.gating, reached, agreement, self.holdings.owed(agreement, own), own
            )
            self.keys[at] = group.key if group else None
            if group:
                self.by_key[group.key] = group
        return self.keys[at]

    def _rows(
        self, placed: list[tuple[int, str, str]], numbers: dict[str, int],
        shut: dict[str, tuple[str, datetime | None]], told: set[int],
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        for customer, key, language in placed:
            reach = "unknown" if customer in told else "unreachable"
            waits, free = shut[key]
            yield (
                self.change.pk, numbers[key], customer, language, reach, free, waits, False, None, self.at,
            )  # fmt: skip


def group_of(
    change: CaseChange, gating: Gating, reached: Reached, agreement: AgreementVersion | None, owed: Owed,
    own: Own = (),
) -> Group | None:  # fmt: skip
    """The group of customers under the same terms whom these changes touch; None where no notice of them is owed.

    In an emergency they are owed the shorter time that their terms give for one, if they give any.
    """
    changes = gating.matter.changes
    owed = owed.in_emergency if change.is_emergency else owed
    owing = reached.only(lambda one: is_owed(changes[one.change], owed))
    if owing is None:
        return None
    told, entries = [one.change for one in owing.met], list(owing.entries)
    made = Group(
        change=change, agreement=agreement, owed=terms_data(owed, own), entries=entries, told=told,
        services=list(owing.services), doubts=list(owing.doubts),
    )  # fmt: skip
    return keyed(made)


def keyed(made: Group) -> Group:
    """A group with the key that names it."""
    agreement = made.agreement.public_id if made.agreement else ""
    parts = [made.owed, made.entries, made.told, made.services, made.doubts, agreement]
    made.key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return made


def without(reached: Reached, entries: frozenset[str], gating: Gating) -> Reached | None:
    """What touches a customer for whom it was recorded that some entries are not used; None for nothing."""
    return reached.only(lambda one: gating.matter.changes[one.change].new_id not in entries)


def excepted_customers(processor: Processor, entries: Iterable[str]) -> dict[int, frozenset[str]]:
    """Customers for whom it was recorded that entries which vary by customer are not used, with those entries."""
    rows = EntryValue.objects.filter(customer__processor=processor, entry__in=list(entries), field=APPLIES)
    newest: dict[tuple[int, str], str] = {}
    for customer, entry, value in rows.order_by("since", "pk").values_list("customer_id", "entry", "value"):
        newest[customer, entry] = value
    found: dict[int, set[str]] = {}
    for (customer, entry), value in newest.items():
        if value.casefold() in NO:
            found.setdefault(customer, set()).add(entry)
    return {one: frozenset(held) for one, held in found.items()}


def is_marked(change: CaseChange) -> bool:
    """Whether something was done that marks a case as an emergency for ever."""
    waivers = GateWaiver.objects.filter(change=change.public_id)
    return RiskDecision.objects.filter(change=change).exists() or waivers.exists()
