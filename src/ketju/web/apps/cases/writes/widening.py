"""Customers of a running case that begin to use more: they move to a wider group, and are told anew.

What a customer was told of stays in its group; a service of which it was not told, or a change that reaches it by one,
makes the group a wider one. Until notice of the whole has run, nothing of it takes effect (GDPR Art. 28(2); D-135,
D-195, D-198). What took effect before stays, and is kept beside (``TookEffect``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet

from ketju.core.notices.owed import Owed
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.locking import locked
from ketju.web.apps.cases.matter import is_owed
from ketju.web.apps.cases.models import CaseChange, Group, TookEffect, Touched, TouchedService
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.reaching import Reached, Reaching
from ketju.web.apps.cases.together import AT_MOST, count_anew
from ketju.web.apps.cases.waiting import waiting_places
from ketju.web.apps.cases.writes.planning import keyed, without
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.sorting import usages_begun
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import MACHINE, audited_many

AT_ONCE = 2000
"""So many customers move in one transaction."""


class More(NamedTuple):
    """A customer's place in a case, and all that touches it by now."""

    place: Touched
    reached: Reached


class Widening:
    """Finds the customers of a case who use more than they were told of. ``reached`` is what touches each class of
    customers, by its number, ``excepted`` the customers for whom some entries are not used, with these.
    """

    def __init__(
        self, change: CaseChange, gating: Gating, asked: Reaching, reached: dict[int, Reached],
        excepted: dict[int, frozenset[str]],
    ) -> None:  # fmt: skip
        self.change, self.gating, self.at, self.asked = change, gating, gating.at, asked
        self.reached, self.excepted = reached, excepted
        self.on = day_of(self.at, change.processor.zone)
        self._owed: dict[int, Owed] = {}

    def found(self) -> list[More]:
        """These customers. Groups are compared with classes; customers are read only where these differ."""
        rows = self._places().filter(customer__sorted__of__in=list(self.reached))
        pairs = set(rows.order_by().values_list("group", "customer__sorted__of").distinct())
        groups = Group.objects.in_bulk({group for group, _ in pairs})
        wider = defaultdict[int, list[int]](list)
        for group, of in pairs:
            if self._is_more(self.reached[of], groups[group]):
                wider[of].append(group)
        found = [
            more
            for of, told in wider.items()
            for place in rows.filter(customer__sorted__of=of, group__in=told).select_related(
                "customer", "group"
            )
            if (more := self._more(place, self.reached[of])) is not None
        ]
        return self._without_current(found)

    def _more(self, place: Touched, reached: Reached) -> More | None:
        """What touches a customer of a class, where it was not told of all of it."""
        left = without(reached, self.excepted.get(place.customer_id, frozenset()), self.gating)
        return More(place, left) if left is not None and self._is_more(left, place.group) else None

    def _places(self) -> QuerySet[Touched]:
        rows = Touched.objects.filter(change=self.change, customer__erased_at=None)
        return rows.exclude(customer__ended_on__lte=self.on)

    def _is_more(self, reached: Reached, group: Group) -> bool:
        """Whether more of the case touches somebody than a group was told of, of what it is owed notice of."""
        owed = self._owed.setdefault(group.pk, owed_in(group.owed))
        changes = self.gating.matter.changes
        owing = reached.only(lambda one: is_owed(changes[one.change], owed))
        if owing is None:
            return False
        told = {one.change for one in owing.met} - set(group.told)
        return bool(told or set(owing.services) - set(group.services))

    def _without_current(self, found: list[More]) -> list[More]:
        """Those whom more touches by services that began before the change was in effect for everybody. For whoever
        begins one afterwards, the list shows it as it is: what it orders has these companies (D-133, D-136).
        """
        if not found or self.change.version_id is None or self._waits():
            return found
        last = Touched.objects.filter(change=self.change).aggregate(last=Max("effective_at"))["last"]
        if last is None:
            return found
        customers = {one.place.customer_id for one in found}
        began = usages_begun(customers, self.on, last, self.change.processor.zone)
        return [
            one for one in found
            if (reached := self.asked.of(began.get(one.place.customer_id, ()))) is not None
            and self._more(one.place, reached) is not None
        ]  # fmt: skip

    def _waits(self) -> bool:
        """Whether somebody waits for the change, be it for one service."""
        apart = TouchedService.objects.filter(
            touched__in=self._places(), effective_at=None, is_excluded=False
        )
        return waiting_places(self.change, self.at).exists() or apart.exists()


def widen(
    change: CaseChange, at: datetime, found: Sequence[More], group_of: Callable[[Reached, Customer], Group | None],
    joined: Callable[[Customer], datetime | None],
) -> int:  # fmt: skip
    """Move customers of a case to wider groups; how many moved.

    ``group_of`` is what customers whom this touches are owed today, ``joined`` when one accepted all of it with its
    agreement. The case is locked meanwhile, so that nothing takes effect between; whoever is interrupted finds them
    again.
    """
    with transaction.atomic():
        held = locked(change)
        if held.withdrawn_at or held.closed_at:
            return 0
        rows = Touched.objects.filter(pk__in=[one.place.pk for one in found])
        places = rows.select_related("group").prefetch_related("apart").in_bulk()
        moves = defaultdict[tuple[int, datetime | None], list[Touched]](list)
        for more in found:
            place, customer = places.get(more.place.pk), more.place.customer
            now = group_of(more.reached, customer)
            if now is not None and place is not None and place.group_id == more.place.group_id:
                place.customer = customer
                moves[_wider(place.group, now).pk, joined(customer)].append(place)
        for (group, since), some in moves.items():
            _move(change, some, group, since, at)
        moved = [one.customer for some in moves.values() for one in some]
        if moved:
            count_anew(change)
            things = [(one.public_id, change.public_id) for one in moved]
            audited_many(MACHINE, "changes.widen", "change", things, at=at, processor=change.processor)
        if 0 < len(moved) <= AT_MOST:
            project(change, at, [one.pk for one in moved])
    return len(moved)


def _wider(told: Group, now: Group) -> Group:
    """The group of those who were told of one thing and whom another touches now, made where it is new."""
    made = Group(
        change=now.change, agreement=now.agreement, owed=now.owed,
        entries=list(dict.fromkeys((*told.entries, *now.entries))), told=sorted({*told.told, *now.told}),
        services=sorted({*told.services, *now.services}), doubts=list(dict.fromkeys((*told.doubts, *now.doubts))),
    )  # fmt: skip
    keyed(made)
    held = Group.objects.filter(change=now.change, key=made.key).first()
    if held is None:
        made.save()
        held = made
    return held


def _move(
    change: CaseChange, places: Sequence[Touched], group: int, joined: datetime | None, at: datetime
) -> None:
    effects = {one.pk: tuple(_effects(one)) for one in places}
    notices = _notices(change, [one for one in places if effects[one.pk]])
    TookEffect.objects.bulk_create(
        [
            TookEffect(
                touched=one, group=one.group, services=list(services), since=since,
                notice=notices.get(one.customer_id, ""), delivered_at=one.delivered_at, joined_at=one.joined_at,
            )
            for one in places for services, since in effects[one.pk]
        ],
        batch_size=500,
    )  # fmt: skip
    numbers = [one.pk for one in places]
    TouchedService.objects.filter(touched__in=numbers).delete()
    Touched.objects.filter(pk__in=numbers).update(
        group=group, delivered_at=None, window_ends=None, free_at=None, alone_at=None, effective_at=None,
        joined_at=joined, consented_at=None, condition_at=None, widened_at=at, counted_at=at,
    )  # fmt: skip


def _effects(place: Touched) -> Iterator[tuple[tuple[str, ...], datetime]]:
    """The services of a customer for which the change is in effect, by since when."""
    apart = {one.service: one for one in place.apart.all()}
    if place.effective_at is not None:
        yield tuple(one for one in place.group.services if one not in apart), place.effective_at
    for one in apart.values():
        if one.effective_at is not None:
            yield (one.service,), one.effective_at


def _notices(change: CaseChange, places: Iterable[Touched]) -> dict[int, str]:
    """The newest notice that each customer got, by its public id."""
    numbers = [one.customer_id for one in places]
    if not numbers:
        return {}
    rows = Delivery.objects.filter(notice__about=change.public_id, notice__released_at__isnull=False)
    rows = rows.filter(customer__in=numbers).order_by("notice__number")
    return dict(rows.values_list("customer_id", "notice__public_id"))
