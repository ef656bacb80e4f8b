"""Grants: list them, review them, end them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from ketju.web.apps.people.inviting import may_grant, standing_now, withdraw_invitation
from ketju.web.apps.people.models import Invitation
from ketju.web.apps.people.problems import GrantTooHigh, LastOwner, OwnGrant
from ketju.web.base.access.models import Membership, Processor, Undertaking
from ketju.web.base.access.permission import Standing
from ketju.web.base.access.zones import day_at
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor, audited

REVIEW_AFTER: Final = timedelta(days=180)
"""So long after a review a grant is due for the next one (D-127)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A membership as the list shows it."""

    membership: Membership
    is_bound: bool
    has_second_factor: bool
    due_on: date
    is_due: bool


def grants_of(processor: Processor, on: date, customer: str = "") -> list[Grant]:
    """Every grant that holds on a day or begins later, of staff or for one customer, those due for review first."""
    rows = list(
        Membership.objects.filter(processor=processor, customer=customer, ended_at__isnull=True)
        .exclude(last__lt=on)
        .select_related("user", "granted_by")
    )
    people = {one.user_id for one in rows}
    bound = _bound(processor, people, on)
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    strong = set(
        Authenticator.objects.filter(user__in=people, type__in=kinds).values_list("user_id", flat=True)
    )
    found = [
        Grant(one, one.user_id in bound, one.user_id in strong, _due_on(one), _due_on(one) <= on)
        for one in rows
    ]
    return sorted(found, key=lambda one: (not one.is_due, one.due_on, one.membership.pk))


def _due_on(membership: Membership) -> date:
    return (membership.reviewed_on or membership.first) + REVIEW_AFTER


def due_for_review(processor: Processor, on: date) -> list[Grant]:
    """The grants of staff that somebody has to look at again."""
    return [one for one in grants_of(processor, on) if one.is_due]


def _bound(processor: Processor, people: set[int], on: date) -> set[int]:
    newest: dict[int, Undertaking] = {}
    signed = Undertaking.objects.filter(processor=processor, user__in=people, signed_on__lte=on)
    for one in signed.order_by("signed_on", "id"):
        newest[one.user_id] = one
    return {user for user, one in newest.items() if one.holds(on)}


def grant_of(processor: Processor, public_id: str) -> Membership | None:
    """A grant of the processor by its id."""
    rows = Membership.objects.filter(processor=processor, public_id=public_id)
    return rows.select_related("user", "granted_by", "processor").first()


def review_grant(*, by: Actor, standing: Standing, membership: Membership, at: datetime) -> None:
    """Note that somebody looked at a grant and that it is still needed. Raises OwnGrant, GrantTooHigh."""
    with transaction.atomic():
        if not _is_there(standing, membership, at):
            return
        membership.reviewed_on = day_at(membership.processor, at)
        membership.save(update_fields=["reviewed_on"])
        _audit(by, "people.review", membership, at, ["reviewed_on"])


def end_grant(*, by: Actor, standing: Standing, membership: Membership, at: datetime) -> None:
    """End a grant at once. What the person invited others to, and has not been accepted, goes with it. One that
    somebody else has just ended stays as it is.

    Raises OwnGrant, GrantTooHigh, LastOwner.
    """
    with transaction.atomic():
        if not _is_there(standing, membership, at):
            return
        _keep_an_owner(membership, day_at(membership.processor, at))
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
        _audit(by, "people.end", membership, at, ["ended_at"])
        sent = Invitation.objects.filter(invited_by=membership.user, processor=membership.processor)
        for one in sent.filter(customer=membership.customer, accepted_at=None, withdrawn_at=None):
            withdraw_invitation(by=by, invitation=one, at=at)
    if not Membership.objects.holding_at(at, membership.user_id):
        end_sessions(membership.user)


def _is_there(standing: Standing, membership: Membership, at: datetime) -> bool:
    """Whether a grant has not ended, nor the right of whoever changes it: both are asked again, one after the other.

    Raises OwnGrant, GrantTooHigh.
    """
    now = standing_now(standing, at)
    membership.refresh_from_db(fields=["ended_at", "last", "role"])
    _check(now, membership)
    return membership.ended_at is None


def _check(standing: Standing, membership: Membership) -> None:
    if membership.user_id == standing.user.pk:
        raise OwnGrant
    if not may_grant(standing, membership.role, membership.customer):
        raise GrantTooHigh(role=membership.role)


def _keep_an_owner(membership: Membership, today: date) -> None:
    """There stays an owner whose grant has begun and has no end. Raises LastOwner."""
    if membership.role != "owner":
        return
    owners = Membership.objects.holding(today).filter(
        processor_id=membership.processor_id, customer="", role="owner", last=None, user__is_active=True
    )
    if not owners.exclude(pk=membership.pk).exists():
        raise LastOwner


def end_sessions(user: User) -> None:
    """Sign a person out everywhere."""
    for one in UserSession.objects.filter(user=user):
        one.end()


def _audit(by: Actor, action: str, membership: Membership, at: datetime, fields: Sequence[str]) -> None:
    audited(
        by, action, "membership", at=at, processor=membership.processor, customer=membership.customer,
        subject=membership.public_id, fields=fields,
    )  # fmt: skip
