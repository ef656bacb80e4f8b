"""Count how well customers can be reached, for all of them in the background and for one at once.

Nothing is decided here: the rows are a projection, which can be made anew at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

from ketju.web.apps.cases.holdings import Holdings
from ketju.web.apps.cases.models import ContactHealth
from ketju.web.apps.cases.recipients import dead_contacts, is_reachable, recipients
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Contact
from ketju.web.apps.registers.models import SortedCustomer
from ketju.web.apps.registers.sorting import sort_all
from ketju.web.apps.selfservice.contacts import CONFIRMED_FOR
from ketju.web.apps.selfservice.models import Confirmation
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_of
from ketju.web.base.outbox.health import unwell

STATES = {
    "unreached": "is_unreached", "bouncing": "is_bouncing", "unverified": "is_unverified", "silent": "is_silent",
    "overdue": "is_overdue",
}  # fmt: skip
"""What may be wrong, with the column that says so."""
CHUNK = 2000
YEAR = timedelta(days=365)
PATIENCE = timedelta(days=14)
"""A notice that nobody has seen so long after it left counts as not seen."""
COLUMNS = (*STATES.values(), "confirmed_at", "counted_at")


def count_health(processor: Processor, at: datetime, customers: Collection[int] | None = None) -> int:
    """Count how well customers with services can be reached, all or some; how many rows were written."""
    on, dead = day_of(at, processor.zone), dead_contacts(processor)
    sort_all(on)
    bad = {bytes(one) for one in unwell(processor).values_list("email_index", flat=True)}
    rows = SortedCustomer.objects.filter(customer__processor=processor, customer__erased_at=None)
    rows = rows.exclude(customer__ended_on__lte=on)
    if customers is not None:
        rows = rows.filter(customer__in=customers)
    written, holdings = 0, Holdings(processor, on)
    for some in _chunks(rows.order_by("customer_id")):
        written += _write(_Counting(holdings, some, at, dead, bad).rows())
    gone = ContactHealth.objects.filter(processor=processor)
    gone = gone.filter(customer__in=customers) if customers is not None else gone
    gone.filter(Q(customer__ended_on__lte=on) | Q(customer__sorted=None)).delete()
    return written


def _chunks(rows: QuerySet[SortedCustomer]) -> Iterator[dict[int, _Came]]:
    after = 0
    columns = ("customer_id", "customer__created_at", "customer__signed_up_on")
    while some := rows.filter(customer_id__gt=after).values_list(*columns)[:CHUNK]:
        found = {pk: _Came(*came) for pk, *came in some}
        yield found
        after = max(found)


class _Came(NamedTuple):
    """When a customer was entered here, and the day on which it signed up."""

    created_at: datetime
    signed_up_on: date | None


class _Counting:
    """Some customers, with what is known of them read in a few queries."""

    def __init__(
        self, holdings: Holdings, customers: dict[int, _Came], at: datetime, dead: frozenset[int],
        bad: Collection[bytes],
    ) -> None:  # fmt: skip
        self.processor, self.at, self.customers, self.dead = holdings.processor, at, customers, dead
        numbers = list(customers)
        named = holdings.named({pk: one.signed_up_on for pk, one in customers.items()})
        self.told = dict(recipients(self.processor, holdings.on, named.__getitem__, numbers, dead))
        held = Contact.objects.filter(customer__in=numbers, ended_on=None, erased_at=None)
        self.contacts: dict[int, list[tuple[int, bool, bool, bool]]] = defaultdict(list)
        columns = ("customer_id", "pk", "is_main_user", "verified_at", "email_index")
        for customer, pk, is_main, verified, index in held.values_list(*columns):
            is_bad = pk in dead or bytes(index) in bad
            self.contacts[customer].append((pk, is_main, verified is not None, is_bad))
        confirmed = Confirmation.objects.filter(customer__in=numbers).order_by()
        self.confirmed: dict[int, datetime] = dict(confirmed.values_list("customer").annotate(last=Max("at")))
        self.sent, self.seen = _heard(numbers, at)

    def rows(self) -> Iterable[ContactHealth]:
        for customer, came in self.customers.items():
            told, people = self.told.get(customer, ()), self.contacts.get(customer, [])
            asked = {one.contact for one in told}
            confirmed = self.confirmed.get(customer)
            yield ContactHealth(
                customer_id=customer, processor=self.processor, is_unreached=not is_reachable(told),
                is_bouncing=any(is_bad for pk, _, _, is_bad in people if pk in asked),
                is_unverified=not any(is_main and is_sure for _, is_main, is_sure, _ in people),
                is_silent=customer in self.sent and customer not in self.seen,
                is_overdue=(confirmed or came.created_at) <= self.at - CONFIRMED_FOR,
                confirmed_at=confirmed, counted_at=self.at,
            )  # fmt: skip


def _heard(customers: Collection[int], at: datetime) -> tuple[set[int], set[int]]:
    """Customers that were sent notices within a year, and those where somebody has seen one."""
    rows = Delivery.objects.filter(customer__in=customers, notice__released_at__gte=at - YEAR)
    sent = rows.filter(notice__released_at__lte=at - PATIENCE).values_list("customer_id", flat=True)
    seen = rows.filter(Q(acknowledged_at__isnull=False) | Q(displayed_at__isnull=False))
    return set(sent), set(seen.values_list("customer_id", flat=True))


def _write(rows: Iterable[ContactHealth]) -> int:
    made = ContactHealth.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=("customer",), update_fields=COLUMNS
    )
    return len(made)


def health_in(
    processor: Processor, state: str, after: int = 0, most: int = 50
) -> tuple[tuple[ContactHealth, ...], int]:
    """Customers with something wrong of one kind, or of any ("all"), and what to ask with for more, 0 at the end."""
    rows = ContactHealth.objects.filter(processor=processor, pk__gt=after)
    found = list(rows.filter(wrong(state)).select_related("customer").order_by("pk")[: most + 1])
    return tuple(found[:most]), found[most - 1].pk if len(found) > most else 0


def wrong(state: str) -> Q:
    """The condition of rows with something wrong of one kind, or of any."""
    if state in STATES:
        return Q(**{STATES[state]: True})
    found = Q()
    for column in STATES.values():
        found |= Q(**{column: True})
    return found
