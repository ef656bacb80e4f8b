"""Which agreement holds for many customers, and what each of them is owed by all layers of its terms.

The core is asked once for each combination of acceptances, and once for each version of an agreement with the same
deviations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ketju.core.notices.owed import Owed, owed_under
from ketju.core.terms.layers import Statement
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Effective
from ketju.web.apps.agreements.layers import policy_layers, resolved, standing_deviations
from ketju.web.apps.agreements.models import Acceptance, AgreementVersion
from ketju.web.apps.agreements.reads import holding, versions_of
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor

_Key = tuple[tuple[tuple[int, date], ...], tuple[int, ...]]
Own = tuple[Statement, ...]
"""What a customer has agreed besides its agreement; customers who agreed the same share an answer."""


class Holdings:
    """The agreements of a processor on a day, its house policy, and what customers have agreed besides."""

    def __init__(self, processor: Processor, on: date) -> None:
        self.processor, self.on = processor, on
        self.zone = ZoneInfo(processor.zone)
        self.versions = versions_of(processor)
        self.policy = policy_layers(processor, on)
        self._by_pk = {one.pk: one for one in self.versions}
        self._accepted: dict[int, list[tuple[int, datetime]]] = {}
        self._own: dict[int, Own] = {}
        self._found: dict[_Key, AgreementVersion | None] = {}
        self._terms: dict[tuple[int, Own], dict[str, Effective]] = {}
        self._owed: dict[tuple[int, Own], Owed] = {}

    def load(self, customers: Iterable[int] | None = None) -> None:
        """Read acceptances and deviations of customers, of all where none are named."""
        rows = Acceptance.objects.filter(processor=self.processor).order_by("pk")
        own = standing_deviations(self.on).filter(processor=self.processor).order_by("parameter", "pk")
        if customers is not None:
            numbers = list(customers)
            rows, own = rows.filter(customer__in=numbers), own.filter(customer__in=numbers)
        for customer, agreement, at in rows.values_list(
            "customer_id", "agreement_id", "accepted_at"
        ).iterator(20_000):
            self._accepted.setdefault(customer, []).append((agreement, at))
        said: dict[int, list[Statement]] = {}
        columns = ("customer_id", "parameter", "value", "first", "last", "signed_on")
        for customer, name, value, first, last, signed in own.values_list(*columns):
            one = Statement(name, parameters()[name].value(value), first=first, last=last, signed=signed)
            said.setdefault(customer, []).append(one)
        self._own |= {customer: tuple(several) for customer, several in said.items()}

    def of(self, customer: int, signed_up_on: date | None) -> AgreementVersion | None:
        """The version that holds for a customer."""
        given = self._newest(customer)
        key = given, () if given else self._in_force(signed_up_on)
        if key not in self._found:
            self._found[key] = self._asked(given, signed_up_on)
        return self._found[key]

    def own(self, customer: int) -> Own:
        """What a customer has agreed besides."""
        return self._own.get(customer, ())

    def terms(self, version: AgreementVersion | None, own: Own = ()) -> dict[str, Effective]:
        """What holds for every parameter under a version, with what was agreed besides."""
        key = version.pk if version else 0, own
        if key not in self._terms:
            self._terms[key] = resolved(version, self.policy, own, self.on)
        return self._terms[key]

    def owed(self, version: AgreementVersion | None, own: Own = ()) -> Owed:
        """What customers are owed under a version, with what they agreed besides."""
        key = version.pk if version else 0, own
        if key not in self._owed:
            where = self.processor.country or "FI"
            terms = self.terms(version, own)
            self._owed[key] = owed_under(terms, calendar=where, zone=self.processor.zone)
        return self._owed[key]

    def named(self, customers: Mapping[int, date | None]) -> dict[int, tuple[str, ...]]:
        """Whom the terms of customers name as recipients of notices, () where they are silent; ``customers`` are their
        numbers, with the day on which each signed up.
        """
        self.load(customers)
        found = {}
        for one, day in customers.items():
            value = self.terms(self.of(one, day), self.own(one))["notice.recipients"].value
            found[one] = value if isinstance(value, tuple) else ()
        return found

    def owed_besides(self) -> tuple[Owed, ...]:
        """What customers with deviations are owed today, each once."""
        rows = Customer.objects.filter(processor=self.processor, erased_at=None)
        deviating = standing_deviations(self.on).filter(processor=self.processor).values("customer")
        some = dict(rows.filter(pk__in=deviating).values_list("pk", "signed_up_on"))
        self.load(some)
        found = (self.owed(self.of(one, day), self.own(one)) for one, day in some.items())
        return tuple(dict.fromkeys(found))

    def _newest(self, customer: int) -> tuple[tuple[int, date], ...]:
        """What a customer accepted on the last day on which it accepted anything."""
        days = [(pk, at.astimezone(self.zone).date()) for pk, at in self._accepted.get(customer, ())]
        last = max((day for _, day in days if day <= self.on), default=None)
        return tuple(sorted({one for one in days if one[1] == last}))

    def _in_force(self, day: date | None) -> tuple[int, ...]:
        if day is None or day > self.on:
            return ()
        return tuple(
            one.pk for one in self.versions if one.valid_from <= day and (not one.valid_to or day <= one.valid_to)
        )  # fmt: skip

    def _asked(
        self, given: tuple[tuple[int, date], ...], signed_up_on: date | None
    ) -> AgreementVersion | None:
        someone = Customer(processor=self.processor, public_id="cus", signed_up_on=signed_up_on)
        noon = [datetime(day.year, day.month, day.day, 12, tzinfo=self.zone) for _, day in given]
        accepted = [
            Acceptance(pk=at + 1, agreement=self._by_pk[pk], accepted_at=noon[at])
            for at, (pk, _) in enumerate(given)
        ]
        found = holding(someone, self.on, self.versions, accepted)
        return found.agreement if found else None
