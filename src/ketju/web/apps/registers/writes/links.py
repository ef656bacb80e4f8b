"""Signed links are made, revoked and seen; visits are noted."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from ketju.web.apps.parties.checking import Fault, Refused, line_of
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import SignedLink, Visit
from ketju.web.apps.registers.problems import TooManyLinks
from ketju.web.apps.registers.reads_links import hash_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor, audited

MOST = 50
"""A customer has no more links that open."""
ONE_VISIT = timedelta(minutes=30)
"""Looking again within this time is the same visit."""


def make_link(
    *, by: Actor, at: datetime, on: date, customer: Customer, label: str, ends_on: date | None = None
) -> tuple[SignedLink, str]:
    """A link and its secret, which is told this once. Raises Refused, TooManyLinks."""
    name = line_of(label, "label")
    faults = [Fault("label", "web.wrong.missing")] if not name else []
    if ends_on is not None and ends_on < on:
        faults.append(Fault("ends_on", "web.wrong.order"))
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
        if SignedLink.objects.filter(customer=customer, revoked_at=None).count() >= MOST:
            raise TooManyLinks(most=MOST)
        secret = secrets.token_urlsafe(32)
        made = SignedLink.objects.create(
            processor=customer.processor, customer=customer, label=name[:80], token_hash=hash_of(secret),
            created_at=at, ends_on=ends_on,
        )  # fmt: skip
        _note(by, "links.create", made, at)
    return made, secret


def revoke_link(*, by: Actor, at: datetime, link: SignedLink) -> None:
    """A link opens nothing any more. Twice is as once."""
    with transaction.atomic():
        if SignedLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
            _note(by, "links.revoke", link, at)


def see_link(*, at: datetime, on: date, link: SignedLink, request_id: str = "") -> None:
    """Note the day on which a link was opened last, once a day."""
    if link.seen_on == on:
        return
    with transaction.atomic():
        if SignedLink.objects.filter(pk=link.pk).exclude(seen_on=on).update(seen_on=on):
            _note(Actor(kind="link", request_id=request_id), "links.read", link, at)


def note_visit(*, user: User, customer: Customer, at: datetime) -> datetime | None:
    """Note that a person looks at a customer's sub-processors; when the person did the time before, None for never.

    It is a bookmark of the person's own, so the trail of audits does not have it.
    """
    seen, is_new = Visit.objects.get_or_create(user=user, customer=customer, defaults={"at": at})
    if is_new or at - seen.at < ONE_VISIT:
        return seen.before
    Visit.objects.filter(pk=seen.pk).update(before=seen.at, at=at)
    return seen.at


def _note(by: Actor, action: str, link: SignedLink, at: datetime) -> None:
    audited(
        by,
        action,
        "link",
        at=at,
        processor=link.processor,
        customer=link.customer.public_id,
        subject=link.public_id,
    )
