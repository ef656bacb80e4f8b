"""Where a customer's terms come from: the law, its version of the agreement, the house policy, what it agreed besides.

``core.terms`` resolves them; here rows of tables become its layers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from ketju.core.terms.layers import Layer, LayerKind, Statement
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Effective, Stack, resolve_all
from ketju.formats.termsfile.reading import read_terms
from ketju.web.apps.agreements.models import AgreementVersion, Deviation, HousePolicy
from ketju.web.apps.agreements.reads import Holding, deviations_of, holding
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor


@lru_cache(maxsize=64)
def _read(text: str, kind: LayerKind, id: str) -> Layer:
    """The layer in a file of terms; an empty one where the file is none of this kind."""
    found = read_terms(text, id)[0] if text else None
    return found if found is not None and found.kind == kind else Layer(kind, id)


def agreement_layer(version: AgreementVersion | None) -> Layer:
    """What a version of an agreement says; nothing for none."""
    if version is None:
        return Layer("agreement", "")
    return replace(
        _read(version.terms, "agreement", version.slug), name=version.name, version=version.version
    )


def policies_of(processor: Processor) -> tuple[HousePolicy, ...]:
    """The versions of a processor's house policy, the newest first."""
    return tuple(HousePolicy.objects.filter(processor=processor))


def policy_layers(processor: Processor, on: date) -> tuple[Layer, ...]:
    """What the house policy in force on a day says: of its newest version; nothing where there is none."""
    newest = HousePolicy.objects.filter(processor=processor, valid_from__lte=on).first()
    if newest is None:
        return ()
    return (replace(_read(newest.terms, "policy", newest.public_id), version=newest.version),)


def standing_deviations(on: date | None = None) -> QuerySet[Deviation]:
    """Deviations that were not struck; those that hold on a day, where one is given."""
    rows = Deviation.objects.filter(struck_at=None)
    if on is None:
        return rows
    return rows.filter(Q(last=None) | Q(last__gte=on), first__lte=on)


def statement_of(one: Deviation) -> Statement:
    """What a deviation says, with where it was agreed."""
    value = parameters()[one.parameter].value(one.value)
    return Statement(
        one.parameter, value, clause=str(one.basis), note=str(one.document), first=one.first, last=one.last,
        signed=one.signed_on,
    )  # fmt: skip


def resolved(
    agreement: AgreementVersion | None, policy: Iterable[Layer], own: Iterable[Statement], on: date
) -> dict[str, Effective]:
    """What holds for every parameter on a day under a version (the law alone under none), policy, deviations."""
    customer = Layer("customer", "", statements=tuple(own))
    return resolve_all(Stack(on, (agreement_layer(agreement),), tuple(policy), (customer,)))


@lru_cache(maxsize=512)
def agreed_in(terms: str, slug: str, on: date) -> tuple[str, ...]:
    """The parameters that a version of an agreement sets by itself on a day, by its text and its id."""
    stack = Stack(on, (_read(terms, "agreement", slug),), (), ())
    return tuple(name for name, one in resolve_all(stack).items() if one.agreed is not None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a customer on a day: its agreement, what it agreed besides (struck rows too), every parameter."""

    held: Holding | None
    deviations: tuple[Deviation, ...]
    effective: dict[str, Effective]


def terms_of(customer: Customer, on: date) -> Terms:
    """What holds for a customer on a day, with every layer that has a say."""
    held, deviations = holding(customer, on), deviations_of(customer)
    own = [statement_of(one) for one in deviations if one.struck_at is None]
    policy = policy_layers(customer.processor, on)
    return Terms(held, deviations, resolved(held.agreement if held else None, policy, own, on))
