"""Everything that is held about a customer, as plain values for a JSON file (GDPR Art. 15, 20; D-183)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.models import Correction
from ketju.web.apps.selfservice.organisation import customer_of
from ketju.web.apps.services.models import Consent, Service
from ketju.web.base.access.models import Membership
from ketju.web.base.audit.writing import Actor, audited

_INSIDE = frozenset({"id", "processor", "customer", "user", "name_index", "business_id_index", "email_index"})


def export_customer(*, by: Actor, at: datetime, customer: str) -> dict[str, Any]:
    """What is held, with the entry of the audit trail that it was taken out. Raises NotThere."""
    with transaction.atomic():
        one = customer_of(customer)
        audited(
            by,
            "portal.export",
            "customer",
            at=at,
            processor=one.processor,
            customer=customer,
            subject=customer,
        )
        return {
            "made_at": at.isoformat(timespec="seconds"),
            "processor": {"name": one.processor.name, "business_id": one.processor.business_id},
            "organisation": _plain(one),
            "contacts": [_plain(contact) for contact in one.contacts.all()],
            "services": [_service(held) for held in one.services.select_related("product", "server")],
            "consents": [_consent(held) for held in one.consents.select_related("service")],
            "acceptances": [_acceptance(held) for held in one_acceptances(one)],
            "people": [_member(held) for held in members(one)],
            "corrections": [_correction(held) for held in one.corrections.order_by("id")],
        }


def one_acceptances(customer: Customer) -> list[Acceptance]:
    """Every acceptance of the customer."""
    return list(Acceptance.objects.filter(customer=customer).select_related("agreement"))


def members(customer: Customer) -> list[Membership]:
    """Everybody who has or had access for the customer."""
    held = Membership.objects.filter(processor=customer.processor, customer=customer.public_id)
    return list(held.select_related("user"))


def _plain(row: Model) -> dict[str, Any]:
    """The columns of a row by name, without what points elsewhere and what only serves searching."""
    fields = (one for one in row._meta.concrete_fields if one.name not in _INSIDE and not one.is_relation)
    return {one.name: _value(getattr(row, one.attname)) for one in fields}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _service(one: Service) -> dict[str, Any]:
    server = one.server.code if one.server else ""
    return {**_plain(one), "product": one.product.slug, "server": server}


def _consent(one: Consent) -> dict[str, Any]:
    return {**_plain(one), "service": one.service.public_id if one.service else ""}


def _acceptance(one: Acceptance) -> dict[str, Any]:
    agreement = one.agreement
    return {
        **_plain(one),
        "agreement": agreement.name,
        "version": agreement.version,
        "sha256": agreement.sha256,
    }


def _member(one: Membership) -> dict[str, Any]:
    return {**_plain(one), "email": one.user.email, "name": one.user.name}


def _correction(one: Correction) -> dict[str, Any]:
    return {"kind": one.kind, "subject": one.subject, "made_at": _value(one.made_at), "values": one.values}
