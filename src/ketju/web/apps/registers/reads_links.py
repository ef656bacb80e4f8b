"""Signed links: by which one a request came, and those of a customer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import SignedLink
from ketju.web.base.access.policy import day_at

LONGEST = 100
"""No secret is longer."""


def hash_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_for(secret: str) -> SignedLink | None:
    """The link of a secret; None for one that never was, was revoked, or has ended."""
    if len(secret) > LONGEST:
        return None
    found = SignedLink.objects.select_related("customer", "customer__processor", "processor")
    one = found.filter(token_hash=hash_of(secret), revoked_at=None, customer__erased_at=None).first()
    if one is None or (one.ends_on is not None and day_at(one.processor) > one.ends_on):
        return None
    return one


def links_of(customer: Customer) -> Sequence[SignedLink]:
    """The links of a customer, the newest first."""
    return tuple(SignedLink.objects.filter(customer=customer))


def link_of(customer: Customer, public_id: str) -> SignedLink | None:
    """A link of a customer."""
    return SignedLink.objects.filter(customer=customer, public_id=public_id).first()
