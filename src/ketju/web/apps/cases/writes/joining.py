"""A customer's own acts in a running case: it joins and accepts the planned entry, or gives what the entry asks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.holdings import Holdings, Own
from ketju.web.apps.cases.locking import locked
from ketju.web.apps.cases.models import CaseChange, Group, Touched
from ketju.web.apps.cases.problems import CaseClosed, NotAnnounced, NotTouched
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.reaching import Reached, Reaching
from ketju.web.apps.cases.recipients import language_for
from ketju.web.apps.cases.together import count_anew
from ketju.web.apps.cases.writes.planning import excepted_customers, group_of, without
from ketju.web.apps.cases.writes.widening import AT_ONCE, Widening, widen
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import CustomerClass, SortedCustomer
from ketju.web.apps.registers.sorting import usage_in
from ketju.web.apps.services.models import Service
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import MACHINE, Actor, audited, audited_many


def join_new(change: CaseChange, at: datetime) -> int:
    """Take customers into a running case whom it touches since it was announced, and move those whom more of it touches
    by now to wider groups; how many.

    Who accepted an agreement since the list shows the planned entry accepted its annex with it, and has no window of
    its own. Who accepted before that, or was a customer before and now uses a touched service, is told like everybody
    else: its gates stay shut until then.
    """
    assert change.announced_at is not None
    on = day_of(at, change.processor.zone)
    gating = Gating(change, at)
    asked = Reaching(gating.matter, on)
    rows = CustomerClass.objects.filter(processor=change.processor).values_list("pk", "usages")
    reached = {pk: met for pk, usages in rows if (met := asked.of(tuple(map(usage_in, usages))))}
    new = SortedCustomer.objects.filter(of__in=list(reached), customer__erased_at=None)
    new = new.exclude(customer__in=Touched.objects.filter(change=change).values("customer"))
    found = list(new.exclude(customer__ended_on__lte=on).select_related("customer"))
    excepted = excepted_customers(change.processor, gating.matter.entries)
    widening = Widening(change, gating, asked, reached, excepted)
    wider = widening.found()
    if not found and not wider:
        return 0
    holdings = Holdings(change.processor, on)
    holdings.load([one.customer_id for one in found] + [one.place.customer_id for one in wider])
    joining = _Joining(change, gating, holdings, at, excepted)
    with transaction.atomic():
        locked(change)
        taken = Touched.objects.filter(change=change, customer__in=[one.customer_id for one in found])
        known = set(taken.values_list("customer_id", flat=True))
        count = sum(
            joining.take(one.customer, reached[one.of_id]) for one in found if one.customer_id not in known
        )
    for start in range(0, len(wider), AT_ONCE):
        some = wider[start : start + AT_ONCE]
        count += widen(change, at, some, joining.group_of, lambda one: _joined(change, one, _began(one)))
    return count


def _began(customer: Customer) -> datetime | None:
    """When the newest service of a customer came to be known."""
    rows = Service.objects.filter(customer=customer).order_by("-created_at")
    return rows.values_list("created_at", flat=True).first()


class _Joining:
    """Takes customers into a case. What the same services and terms come to is found once: where a change is owed to
    few, all others are looked at again in each round.
    """

    def __init__(
        self, change: CaseChange, gating: Gating, holdings: Holdings, at: datetime,
        excepted: dict[int, frozenset[str]],
    ) -> None:  # fmt: skip
        self.change, self.gating, self.holdings, self.at = change, gating, holdings, at
        self._excepted = excepted
        self._groups: dict[tuple[Reached, int, Own], Group | None] = {}

    def take(self, customer: Customer, reached: Reached) -> bool:
        """Whether a customer is owed notice, and is in the case now."""
        left = without(reached, self._excepted.get(customer.pk, frozenset()), self.gating)
        group = self.group_of(left, customer) if left else None
        if group is None:
            return False
        held = Group.objects.filter(change=self.change, key=group.key).first()
        if held is None:
            group.save()
            held = group
        Touched.objects.create(
            change=self.change, group=held, customer=customer, language=language_for(customer.language),
            joined_at=_joined(self.change, customer), counted_at=self.at,
        )  # fmt: skip
        count_anew(self.change)
        things = [(customer.public_id, self.change.public_id)]
        audited_many(MACHINE, "changes.join", "change", things, at=self.at, processor=self.change.processor)
        return True

    def group_of(self, reached: Reached, customer: Customer) -> Group | None:
        """What customers with these services and terms are owed; None for nothing."""
        agreement = self.holdings.of(customer.pk, customer.signed_up_on)
        own = self.holdings.own(customer.pk)
        asked = reached, agreement.pk if agreement else 0, own
        if asked not in self._groups:
            owed = self.holdings.owed(agreement, own)
            self._groups[asked] = group_of(self.change, self.gating, reached, agreement, owed, own)
        return self._groups[asked]


def _joined(change: CaseChange, customer: Customer, since: datetime | None = None) -> datetime | None:
    """When a customer accepted an agreement with the planned entry in its annex, by signing it or by signing up; None
    where it did not. An annex has what is published: while the list does not show the entry, nobody accepts it. Nor
    does anybody accept it for a service that it did not use then: ``since`` is when the newest came.
    """
    assert change.announced_at is not None
    if change.version is None:
        return None
    shown = max(filter(None, (change.announced_at, change.version.published_at, since)))
    accepted = Acceptance.objects.filter(customer=customer, accepted_at__gte=shown)
    first = accepted.order_by("accepted_at").first()
    if first is not None:
        return first.accepted_at
    day = customer.signed_up_on
    if day is None or day <= day_of(shown, change.processor.zone):
        return None
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(change.processor.zone))


def record_condition(
    *, by: Actor, at: datetime, change: CaseChange, customer: Customer, given_at: datetime
) -> None:
    """Note that what the entry asks of a customer was given: an option ordered, a consent (D-189, D-192).

    Raises NotTouched, NotAnnounced, CaseClosed.
    """
    with transaction.atomic():
        held = locked(change)
        if held.announced_at is None:
            raise NotAnnounced
        if held.withdrawn_at or held.closed_at:
            raise CaseClosed
        if not Touched.objects.filter(change=held, customer=customer).update(condition_at=min(given_at, at)):
            raise NotTouched
        audited(
            by, "changes.declare", "change", at=at, processor=held.processor, customer=customer.public_id,
            subject=held.public_id,
        )  # fmt: skip
        project(held, at, [customer.pk])
