"""Which agreement holds for many customers, and what each version says that they are owed.

The core is asked once for each combination of acceptances, and once for each version of an agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ketju.core.notices.owed import Owed, owed_under
from ketju.core.terms.layers import Layer
from ketju.core.terms.resolution import Effective, Stack, resolve_all
from ketju.formats.termsfile.reading import read_terms
from ketju.web.apps.agreements.models import Acceptance, AgreementVersion
from ketju.web.apps.agreements.reads import holding, versions_of
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor

_Key = tuple[tuple[tuple[int, date], ...], tuple[int, ...]]


def terms_of(version: AgreementVersion | None, on: date) -> Mapping[str, Effective]:
    """What holds for every parameter under a version of an agreement on a day; under none, what the law gives."""
    return _terms_of(version.slug, version.terms, on) if version else _terms_of("", "", on)


@lru_cache(maxsize=512)
def _terms_of(slug: str, text: str, on: date) -> Mapping[str, Effective]:
    layer = read_terms(text, slug)[0] if text else None
    if layer is None or layer.kind != "agreement":
        layer = Layer("agreement", slug)
    return MappingProxyType(resolve_all(Stack(on, (layer,))))


class Holdings:
    """The agreements of a processor on a day."""

    def __init__(self, processor: Processor, on: date) -> None:
        self.processor, self.on = processor, on
        self.zone = ZoneInfo(processor.zone)
        self.versions = versions_of(processor)
        self._by_pk = {one.pk: one for one in self.versions}
        self._accepted: dict[int, list[tuple[int, datetime]]] = {}
        self._found: dict[_Key, AgreementVersion | None] = {}
        self._owed: dict[int, Owed] = {}

    def load(self, customers: Iterable[int] | None = None) -> None:
        """Read the acceptances of customers, of all where none are named."""
        rows = Acceptance.objects.filter(processor=self.processor).order_by("pk")
        if customers is not None:
            rows = rows.filter(customer__in=customers)
        for customer, agreement, at in rows.values_list(
            "customer_id", "agreement_id", "accepted_at"
        ).iterator(20_000):
            self._accepted.setdefault(customer, []).append((agreement, at))

    def of(self, customer: int, signed_up_on: date | None) -> AgreementVersion | None:
        """The version that holds for a customer."""
        given = self._newest(customer)
        key = given, () if given else self._in_force(signed_up_on)
        if key not in self._found:
            self._found[key] = self._asked(given, signed_up_on)
        return self._found[key]

    def owed(self, version: AgreementVersion | None) -> Owed:
        """What customers are owed under a version."""
        key = version.pk if version else 0
        if key not in self._owed:
            where = self.processor.country or "FI"
            self._owed[key] = owed_under(terms_of(version, self.on), calendar=where, zone=self.processor.zone)
        return self._owed[key]

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
