"""Which agreement holds for a customer, as ``core.terms`` says it: the version last accepted on or before the day.

Where nothing was accepted, the version in force on the day the customer signed up holds, as signing up accepts it.
Who has neither stands on the work list "no agreement found" (D-10, D-16).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from ketju.core.problems.terms import AgreementMissing, AgreementsSeveral
from ketju.core.terms.layers import Acceptance as Accepted
from ketju.core.terms.layers import Layer
from ketju.core.terms.resolution import stack_for
from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion, Deviation
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import is_id
from ketju.web.base.access.models import Processor

Why = Literal["accepted", "sign-up"]


@dataclass(frozen=True, slots=True)
class Holding:
    """The version that holds for a customer, and why: it was accepted, or was in force when the customer signed up."""

    agreement: AgreementVersion
    why: Why
    since: date
    acceptance: Acceptance | None = None


def versions_of(processor: Processor) -> tuple[AgreementVersion, ...]:
    """The versions of a processor's agreements, the newest first."""
    return tuple(AgreementVersion.objects.filter(processor=processor))


def versions_with_texts(processor: Processor) -> list[AgreementVersion]:
    """The same with their texts."""
    rows = AgreementVersion.objects.filter(processor=processor).select_related("processor")
    return list(rows.prefetch_related("texts"))


def has_others(version: AgreementVersion) -> bool:
    """Whether there are other versions of its agreement, to compare it with."""
    of_it = AgreementVersion.objects.filter(processor=version.processor_id, slug=version.slug)
    return of_it.exclude(pk=version.pk).exists()


def version_of(processor: Processor, public_id: str) -> AgreementVersion | None:
    """A version of a processor's agreement, with its texts."""
    if not is_id(public_id):
        return None
    found = AgreementVersion.objects.filter(processor=processor, public_id=public_id)
    return found.prefetch_related("texts").first()


def text_for(version: AgreementVersion, *languages: str) -> AgreementText | None:
    """The text in the first of some languages that there is one in, else in any; None where there is none."""
    held = {one.language: one for one in version.texts.all()}
    return next((held[code] for code in languages if code in held), next(iter(held.values()), None))


def counted_versions(processor: Processor) -> tuple[AgreementVersion, ...]:
    """The versions with ``accepted``: by how many customers each was accepted; and their texts, without the words."""
    accepted = Count("acceptances__customer", distinct=True)
    texts = Prefetch("texts", AgreementText.objects.defer("text"))
    found = AgreementVersion.objects.filter(processor=processor).defer("terms").annotate(accepted=accepted)
    return tuple(found.prefetch_related(texts))


def acceptances_of(customer: Customer) -> tuple[Acceptance, ...]:
    """What a customer accepted, the newest first."""
    return tuple(Acceptance.objects.filter(customer=customer).select_related("agreement"))


def deviations_of(customer: Customer) -> tuple[Deviation, ...]:
    """What a customer agreed besides, by parameter, the newest first; with what was struck."""
    rows = Deviation.objects.filter(customer=customer).select_related("recorded_by", "letter")
    return tuple(rows.defer("letter__data"))


def deviation_of(customer: Customer, public_id: str) -> Deviation | None:
    """One of them that was not struck."""
    if not is_id(public_id):
        return None
    return Deviation.objects.filter(customer=customer, public_id=public_id, struck_at=None).first()


def holding(
    customer: Customer,
    on: date,
    versions: Iterable[AgreementVersion] | None = None,
    acceptances: Sequence[Acceptance] | None = None,
) -> Holding | None:
    """The version that holds for a customer on a day; None where there is none, or several and nothing says which."""
    accepted = acceptances_of(customer) if acceptances is None else acceptances
    return _by_acceptance(customer, on, accepted) or _by_sign_up(
        customer, on, tuple(versions_of(customer.processor) if versions is None else versions)
    )


def _layer(version: AgreementVersion) -> Layer:
    return Layer(
        "agreement",
        version.slug,
        version.name,
        version.version,
        first=version.valid_from,
        last=version.valid_to,
    )


def _by_acceptance(
    customer: Customer,
    on: date,
    accepted: Sequence[Acceptance],
) -> Holding | None:
    zone = ZoneInfo(customer.processor.zone)
    known = list({one.agreement_id: one.agreement for one in accepted}.values())
    layers = [_layer(one) for one in known]
    days = {one.pk: one.accepted_at.astimezone(zone).date() for one in accepted}
    oldest_first = sorted(accepted, key=lambda one: one.accepted_at)
    told = tuple(
        Accepted(one.agreement.slug, one.agreement.version, days[one.pk]) for one in reversed(oldest_first)
    )
    own = Layer("customer", customer.public_id, accepted=told)
    try:
        stack = stack_for([*layers, own], on, customer.public_id)
    except AgreementMissing:
        return None
    version = _version(stack.agreement[0], known)
    proof = next(
        one for one in reversed(oldest_first) if one.agreement_id == version.pk and days[one.pk] <= on
    )
    return Holding(version, "accepted", days[proof.pk], proof)


def _by_sign_up(customer: Customer, on: date, known: Sequence[AgreementVersion]) -> Holding | None:
    signed_up = customer.signed_up_on
    if signed_up is None or signed_up > on:
        return None
    try:
        stack = stack_for([_layer(one) for one in known], signed_up)
    except (AgreementMissing, AgreementsSeveral):
        return None
    return Holding(_version(stack.agreement[0], known), "sign-up", signed_up)


def _version(layer: Layer, known: Sequence[AgreementVersion]) -> AgreementVersion:
    return next(one for one in known if (one.slug, one.version) == (layer.id, layer.version))


def without_agreement(processor: Processor, on: date) -> QuerySet[Customer]:
    """The work list "no agreement found": current customers for whom ``holding`` finds none on a day."""
    midnight = datetime.combine(day_after(on), time(), ZoneInfo(processor.zone))
    accepted = Acceptance.objects.filter(customer=OuterRef("pk"), accepted_at__lt=midnight)
    found = Customer.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), processor=processor)
    return found.filter(~Exists(accepted)).exclude(_signed_up(processor, on)).order_by("pk")


def _signed_up(processor: Processor, on: date) -> Q:
    """Those who signed up on a day on which exactly one agreement was in force."""
    spans = [(one.slug, one.valid_from, one.valid_to or date.max) for one in versions_of(processor)]
    edges = sorted(
        {first for _, first, _ in spans} | {day_after(last) for _, _, last in spans if last != date.max}
    )
    found = Q(pk__in=())
    for number, edge in enumerate(edges):
        slugs = {slug for slug, first, last in spans if first <= edge <= last}
        if len(slugs) != 1:
            continue
        until = edges[number + 1] if number + 1 < len(edges) else date.max
        found |= Q(signed_up_on__gte=edge, signed_up_on__lt=until, signed_up_on__lte=on)
    return found


def day_after(day: date) -> date:
    """The next day."""
    return date.fromordinal(day.toordinal() + 1)
