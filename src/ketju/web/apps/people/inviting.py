"""Invite somebody, accept an invitation, withdraw one."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from ketju.text.render import phrasebook
from ketju.text.values import date_words
from ketju.web.apps.people.models import Invitation
from ketju.web.apps.people.problems import (
    AlreadyGranted,
    DaysInDisorder,
    GrantTooHigh,
    InvitationOfAnother,
    InvitationOver,
    OwnGrant,
    RoleMustEnd,
)
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.permission import Standing, standing_of
from ketju.web.base.access.roles import ROLES, TIME_LIMITED, actions_of, side_of
from ketju.web.base.access.zones import day_at
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to get which role, between which days. ``customer`` is a public id, "" for staff."""

    email: str
    role: str
    first: date
    last: date | None = None
    customer: str = ""
    name: str = ""
    language: str = "en"


def may_grant(standing: Standing, role: str, customer: str = "") -> bool:
    """Whether somebody may grant a role: never one that may do more than they may themselves.

    Staff grant roles of staff; whoever looks after customers' people, and a customer's main user, those of a customer.
    """
    if role not in ROLES or (side_of(role) == "customer") != bool(customer):
        return False
    if not customer:
        return standing.may("people.manage") and all(standing.may(one) for one in actions_of(role))
    if standing.may("customers.people"):
        return True
    return standing.may("portal.people", customer) and all(
        standing.may(one, customer) for one in actions_of(role) - {"portal.instruct"}
    )


def standing_now(standing: Standing, at: datetime) -> Standing:
    """The standing of somebody who changes grants, read anew while nobody else changes them at the same processor.

    The lock lets others write rows that name the processor: only changes of grants wait for each other.
    """
    Processor.objects.select_for_update(no_key=True).get(pk=standing.processor.pk)
    return standing_of(standing.user, standing.processor, day_at(standing.processor, at))


def invite_person(*, by: Actor, standing: Standing, wanted: Wanted, at: datetime) -> tuple[Invitation, str]:
    """Write the invitation and the mail with its link; the second value is the secret, for tests and demos.

    Raises GrantTooHigh, RoleMustEnd, DaysInDisorder, OwnGrant, AlreadyGranted.
    """
    email = wanted.email.strip().lower()
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        _check(standing_now(standing, at), wanted, email, at)
        invitation = Invitation.objects.create(
            processor=standing.processor, customer=wanted.customer, email=email, email_index=address_index(email),
            name=wanted.name.strip(), language=wanted.language, role=wanted.role, first=wanted.first,
            last=wanted.last, secret_hash=_hash(secret), invited_by=standing.user, invited_at=at,
        )  # fmt: skip
        _write_mail(invitation, secret, at)
        _audit(by, "people.invite", invitation, at)
    return invitation, secret


def _check(standing: Standing, wanted: Wanted, email: str, at: datetime) -> None:
    today = day_at(standing.processor, at)
    if not may_grant(standing, wanted.role, wanted.customer):
        raise GrantTooHigh(role=wanted.role)
    if wanted.role in TIME_LIMITED and wanted.last is None:
        raise RoleMustEnd(role=wanted.role)
    if wanted.last is not None and wanted.last < max(wanted.first, today):
        raise DaysInDisorder
    if email == standing.user.email:
        raise OwnGrant
    held = Membership.objects.holding(max(wanted.first, today))
    same = {"processor": standing.processor, "customer": wanted.customer, "role": wanted.role}
    waiting = Invitation.objects.filter(
        email_index=address_index(email), accepted_at=None, withdrawn_at=None, **same
    )
    if held.filter(user__email=email, **same).exists() or any(one.is_open(at) for one in waiting):
        raise AlreadyGranted


def _write_mail(invitation: Invitation, secret: str, at: datetime) -> None:
    """The mail with the link. It belongs to no processor, so that no outbox page shows the link to colleagues."""
    words = phrasebook(invitation.language)
    processor = invitation.processor
    filled = {
        "processor": processor.name,
        "role": words(f"web.role.{invitation.role}"),
        "link": f"{settings.PUBLIC_URL}/invitation/{secret}/",
        "until": date_words(day_at(processor, invitation.expires_at), words),
    }
    Message.objects.create(
        key=f"invitation:{invitation.public_id}",
        kind="invitation",
        language=invitation.language,
        to=invitation.email,
        domain=invitation.email.rpartition("@")[2],
        subject=words("web.invitation.mail.subject", **filled),
        text=words("web.invitation.mail.text", **filled),
        not_before=at,
    )


def invitation_of(secret: str, at: datetime) -> Invitation:
    """The open invitation that a link belongs to. Raises InvitationOver."""
    found = Invitation.objects.select_related("processor").filter(secret_hash=_hash(secret)).first()
    if found is None or not found.is_open(at):
        raise InvitationOver
    return found


def accept_invitation(
    *, secret: str, at: datetime, user: User | None = None, name: str = "", password: str | None = None
) -> Membership:
    """Make the grant, and the account where there is none yet; ``user`` is who is signed in.

    Raises InvitationOver, InvitationOfAnother, AlreadyGranted.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(no_key=True).filter(secret_hash=_hash(secret)).first()
        )
        if invitation is None or not invitation.is_open(at):
            raise InvitationOver
        today = day_at(invitation.processor, at)
        inviter = standing_of(invitation.invited_by, invitation.processor, today)
        is_late = invitation.last is not None and invitation.last < today
        if is_late or not may_grant(inviter, invitation.role, invitation.customer):
            raise InvitationOver
        person = _person(invitation, user, name, password)
        grant = _granted(invitation, person, today)
        invitation.accepted_at = at
        invitation.save(update_fields=["accepted_at"])
        _audit(Actor(user=person, role=invitation.role), "people.accept", invitation, at)
    return grant


def _granted(invitation: Invitation, person: User, today: date) -> Membership:
    """The grant. Raises AlreadyGranted where the same began today by another way."""
    try:
        with transaction.atomic():
            return Membership.objects.create(
                user=person, processor=invitation.processor, customer=invitation.customer,
                role=invitation.role, first=max(invitation.first, today), last=invitation.last,
                granted_by=invitation.invited_by, reviewed_on=today,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyGranted from None


def _person(invitation: Invitation, user: User | None, name: str, password: str | None) -> User:
    known = User.objects.filter(email=invitation.email).first()
    if known is None and user is None:
        made, is_new = User.objects.made_or_found(
            invitation.email, password, name=name.strip() or invitation.name, language=invitation.language
        )
        if not is_new:
            raise InvitationOfAnother
        return made
    if user is None or known is None or known.pk != user.pk:
        raise InvitationOfAnother
    return known


def withdraw_invitation(*, by: Actor, invitation: Invitation, at: datetime) -> None:
    """Let the link of an invitation lead nowhere, and hold its mail if it has not left."""
    with transaction.atomic():
        open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        if not open_ones.update(withdrawn_at=at):
            return
        Message.objects.filter(key=f"invitation:{invitation.public_id}", sent_at=None).update(held=True)
        _audit(by, "people.withdraw", invitation, at)


def _audit(by: Actor, action: str, invitation: Invitation, at: datetime) -> None:
    audited(
        by, action, "invitation", at=at, processor=invitation.processor, customer=invitation.customer,
        subject=invitation.public_id, fields=[invitation.role],
    )  # fmt: skip


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def address_index(email: str) -> bytes:
    """By what invitations to an address are found."""
    return blind_index(email, "invitation.email")


def open_invitations(processor: Processor, at: datetime, customer: str = "") -> list[Invitation]:
    """Those that can still be accepted, for staff or for one customer."""
    rows = Invitation.objects.filter(
        processor=processor, customer=customer, accepted_at=None, withdrawn_at=None
    )
    return [one for one in rows.select_related("invited_by") if one.is_open(at)]


def invitation_with(processor: Processor, public_id: str, customer: str = "") -> Invitation | None:
    """An invitation of the processor, to staff or to one customer's people, by its id."""
    rows = Invitation.objects.filter(processor=processor, public_id=public_id, customer=customer)
    return rows.select_related("processor").first()
