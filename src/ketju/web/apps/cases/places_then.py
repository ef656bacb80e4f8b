"""Since when entries had data of a customer, service by service, by the cases that it was told of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import ItemsView, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects

from ketju.web.apps.cases.beginning import later_of
from ketju.web.apps.cases.matter import COMING
from ketju.web.apps.cases.models import TookEffect, Touched
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.reads_changes import changes_in
from ketju.web.apps.registers.reads_customers import Later

WIDENED = "applies-to-widened"
"""The kind of change with which an entry that had data for some services gets them for others."""


@dataclass(frozen=True, slots=True)
class Share:
    """Services of a customer that an entry has had data of since the same time: by the case of ``place``, None where
    no case says. ``since`` is None where it has none yet; ``is_kept`` then, that an objection keeps it back. ``before``
    is what had taken effect when the customer began to use more, where that says it.
    """

    services: tuple[str, ...]
    place: Touched | None
    since: datetime | None = None
    is_kept: bool = False
    before: TookEffect | None = None


class Places:
    """The cases with which entries began to have data of a customer, as they stood at an instant.

    A case for which an entry had data before (another place, another purpose) says nothing of that.
    """

    def __init__(self, customer: Customer, at: datetime) -> None:
        self.customer, self.at = customer, at
        rows = Touched.objects.filter(customer=customer)
        sent = Delivery.objects.filter(notice__about=OuterRef("change__public_id"), customer=customer)
        newest = (
            sent.exclude(notice__kind="withdrawal").order_by("-notice__number").values("notice__public_id")
        )
        newest = newest.filter(text__key=OuterRef("group__key"))
        rows = rows.select_related("change__register", "group__agreement").annotate(
            notice=Subquery(newest[:1])
        )
        self._all = tuple(rows.prefetch_related("apart").order_by("-change__announced_at"))
        known = TookEffect.objects.select_related("group__agreement")
        prefetch_related_objects([one for one in self._all if one.widened_at], Prefetch("before", known))
        self._begins: dict[tuple[int, str], list[tuple[Touched, bool]]] = defaultdict(list)
        for one in self._all:
            announced = one.change.announced_at
            if announced is not None and announced <= at and not self._was_given_up(one):
                for entry, is_widened in _begins(one):
                    self._begins[one.change.register_id, entry].append((one, is_widened))

    def later(self, on: date) -> Later:
        """The entries that the customer's list does not show as in use on a day."""
        return later_of(self._all, self.customer, on)

    def shares(self, register: int, entry: str, services: Sequence[str]) -> tuple[Share, ...]:
        """The services of a customer by since when an entry has had data of them."""
        found: dict[tuple[int, datetime | None, bool, TookEffect | None], Share] = {}
        for service in services or ("",):
            one = self._share(register, entry, service)
            key = one.place.pk if one.place else 0, one.since, one.is_kept, one.before
            names = (*found[key].services, *one.services) if key in found else one.services
            found[key] = replace(one, services=names)
        return tuple(found.values())

    def _share(self, register: int, entry: str, service: str) -> Share:
        """What the newest case says of a service; one that widened an entry speaks of the services that it added."""
        named = (service,) if service else ()
        for place, is_widened in self._begins.get((register, entry), ()):
            if is_widened and service not in place.group.services:
                continue
            if begun := _begun(place, entry, service, self.at):
                return Share(named, place, begun.since, before=begun)
            own = next((one for one in place.apart.all() if one.service == service), None)
            since = own.effective_at if own else place.effective_at
            is_there = since is not None and since <= self.at
            return Share(named, place, since if is_there else None, own is not None and not is_there)
        return Share(named, None)

    def _was_given_up(self, one: Touched) -> bool:
        """Whether a case was withdrawn before it took effect for anything of the customer."""
        ended = one.change.withdrawn_at
        has_begun = one.effective_at is not None or any(each.effective_at for each in one.apart.all())
        has_begun = has_begun or bool(_before(one))
        return ended is not None and ended <= self.at and not has_begun


def _before(place: Touched) -> Sequence[TookEffect]:
    """What had taken effect for a customer before it began to use more; () for all others, unasked."""
    return tuple(place.before.all()) if place.widened_at else ()


def _begun(place: Touched, entry: str, service: str, at: datetime) -> TookEffect | None:
    """What had taken effect by an instant for a service, before its customer began to use more."""
    some = (one for one in _before(place) if one.since <= at and entry in one.group.entries)
    return next((one for one in some if not service or service in one.services), None)


def _begins(one: Touched) -> ItemsView[str, bool]:
    """The entries that a case gives data of a customer, and whether each only got some services more."""
    changes = changes_in(one.change.changes)
    found: dict[str, bool] = {}
    for told in (changes[place] for place in one.group.told):
        if told.kind in COMING:
            found[told.new_id] = False
        elif told.kind == WIDENED:
            found.setdefault(told.new_id, True)
    return found.items()
