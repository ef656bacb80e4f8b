"""``may`` and what follows from it: which customers a person can see. One table answers both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.expressions import BaseExpression

from ketju.web.base.access.models import Membership, Processor, Undertaking, is_holding
from ketju.web.base.access.roles import SECOND_FACTOR, actions_of, side_of

if TYPE_CHECKING:
    from ketju.web.base.accounts.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is on a day with one processor: memberships, and whether confidentiality was promised."""

    user: User
    processor: Processor
    memberships: tuple[Membership, ...]
    is_bound: bool
    has_second_factor: bool

    @property
    def staff_roles(self) -> frozenset[str]:
        """The roles on the processor's side."""
        return frozenset(one.role for one in self.memberships if one.is_staff)

    def may(self, action: str, customer: str = "") -> bool:
        """Whether the person may do something, for staff with any customer, for a customer's people with their own.

        Staff who have not promised confidentiality may nothing; nor may roles that need a second factor without one.
        """
        return any(self._allows(one, action, customer) for one in self.memberships)

    def _allows(self, one: Membership, action: str, customer: str) -> bool:
        if action not in actions_of(one.role):
            return False
        if side_of(one.role) == "customer":
            is_strong = self.has_second_factor or settings.SECOND_FACTOR_FOR != "everybody"
            return bool(customer) and one.customer == customer and is_strong
        return self.is_bound and (self.has_second_factor or not needs_second_factor(one.role))

    def customers(self, action: str) -> frozenset[str] | None:
        """The customers for which the person may do something; None for every customer of the processor."""
        if any(one.is_staff and self._allows(one, action, "") for one in self.memberships):
            return None
        own = (
            one for one in self.memberships if not one.is_staff and self._allows(one, action, one.customer)
        )
        return frozenset(one.customer for one in own)


def needs_second_factor(role: str) -> bool:
    """Whether a role of staff may nothing without a second factor: some always, all where the settings say so."""
    return role in SECOND_FACTOR or settings.SECOND_FACTOR_FOR in ("staff", "everybody")


def standing_of(user: User, processor: Processor, on: date) -> Standing:
    """What a person is with a processor on a day, in one query: every page asks it."""
    held = Membership.objects.holding(on).filter(user=user, processor=processor)
    memberships = tuple(held.select_related("processor").annotate(**_beside(on)))
    has_staff = any(one.is_staff for one in memberships)
    is_asked = has_staff or settings.SECOND_FACTOR_FOR == "everybody"
    is_bound = has_staff and _is_bound(memberships[0], on)
    is_strong = is_asked and any(one.is_strong for one in memberships)  # type: ignore[attr-defined]
    return Standing(user, processor, memberships, is_bound, is_strong)


def _beside(on: date) -> dict[str, BaseExpression]:
    """What is asked along with a membership: the newest promise of confidentiality, and the second factor."""
    from allauth.mfa.models import Authenticator

    newest = Undertaking.objects.filter(
        user=OuterRef("user"), processor=OuterRef("processor"), signed_on__lte=on
    )
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return {
        "briefed_on": Subquery(newest.values("briefed_on")[:1]),
        "renew_on": Subquery(newest.values("renew_on")[:1]),
        "is_strong": Exists(Authenticator.objects.filter(user=OuterRef("user"), type__in=kinds)),
    }


def _is_bound(one: Membership, on: date) -> bool:
    briefed: date | None = one.briefed_on  # type: ignore[attr-defined]
    return briefed is not None and is_holding(briefed, one.renew_on, on)  # type: ignore[attr-defined]
