"""For whom a version of an agreement holds, or would hold: asked before it is added, and shown afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery

from ketju.web.apps.agreements.models import Acceptance, AgreementVersion
from ketju.web.apps.agreements.reads import day_after, versions_of
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor


@dataclass(frozen=True, slots=True)
class Reach:
    """For whom a version holds: who accepted it last, who by the day they signed up; and who keeps another.

    ``first`` are some of those by the day, to be looked at. ``rivals`` are other agreements in force in the same time:
    where there are several, the day of signing up does not say which one holds.
    """

    by_acceptance: int
    by_sign_up: int
    keeping: int
    first: tuple[Customer, ...]
    rivals: tuple[str, ...]


def reach_of(
    processor: Processor, version: AgreementVersion, on: date, *, most: int = 20, wants_names: bool = True
) -> Reach:
    """For whom a version holds on a day, or would hold if it were added now (a row that is not saved)."""
    current = Customer.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), processor=processor)
    newest = Acceptance.objects.filter(customer=OuterRef("pk")).order_by("-accepted_at")
    told = current.annotate(latest=Subquery(newest.values("agreement")[:1]))
    known = [one for one in versions_of(processor) if one.pk != version.pk]
    signed = told.filter(_signed_up_to(version, known, on), latest=None)
    figures = told.aggregate(
        accepted=Count("pk", filter=Q(latest=version.pk)) if version.pk else Count("pk", filter=Q(pk__in=())),
        keeping=Count("pk", filter=Q(latest__isnull=False)),
    )
    by_sign_up = signed.count()
    first = tuple(signed.order_by("pk")[:most]) if by_sign_up and wants_names else ()
    last = version.valid_to or date.max
    rivals = {
        one.name
        for one in known
        if one.slug != version.slug
        and one.valid_from <= last
        and version.valid_from <= (one.valid_to or date.max)
    }
    keeping = figures["keeping"] - figures["accepted"]
    return Reach(figures["accepted"], by_sign_up, keeping, first, tuple(sorted(rivals)))


def _signed_up_to(version: AgreementVersion, known: Sequence[AgreementVersion], on: date) -> Q:
    """Those who signed up on a day on which the version alone was in force, or was the newest of its agreement."""
    days = Q(pk__in=())
    for first, last in _spans(version, known):
        days |= Q(signed_up_on__gte=first, signed_up_on__lte=min(last, on))
    return days


def _spans(version: AgreementVersion, known: Sequence[AgreementVersion]) -> Iterator[tuple[date, date]]:
    """The days of a version, cut where another one begins or ends, without those that belong to another."""
    begin, end = version.valid_from, version.valid_to or date.max
    edges = {begin}
    for one in known:
        edges |= {one.valid_from} | ({day_after(one.valid_to)} if one.valid_to else set())
    starts = sorted(edge for edge in edges if begin <= edge <= end)
    for number, first in enumerate(starts):
        last = date.fromordinal(starts[number + 1].toordinal() - 1) if number + 1 < len(starts) else end
        others = [one for one in known if one.valid_from <= first <= (one.valid_to or date.max)]
        is_alone = all(one.slug == version.slug for one in others)
        if is_alone and all(one.valid_from <= begin for one in others):
            yield first, last
