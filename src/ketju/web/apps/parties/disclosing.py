"""What leaves the register, and objections to marketing. Source: D-47, D-169, D-170, D-177 to D-179; GDPR Art. 21."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from ketju.core.territory.membership import is_in_eu
from ketju.web.apps.parties.checking import Fault, Refused, Wrong, country, line
from ketju.web.apps.parties.models import Contact, Customer, Disclosure, MarketingObjection
from ketju.web.apps.parties.problems import DisclosureOutside, DisclosureUnfounded
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import Actor, audited

BASES = ("agreement", "request", "order", "provider")
"""Why data may go to somebody else: agreed in writing, at the customer's request, ordered by an authority, or to a
provider of accounting, invoicing and collection that the processor uses (D-178)."""


def disclose(
    *,
    by: Actor,
    at: datetime,
    customer: Customer,
    recipient: str,
    basis: str,
    reference: str,
    what: str,
    to_country: str = "",
    disclosed_at: datetime | None = None,
) -> Disclosure:
    """Note that data of a customer go to somebody. Raises Refused, DisclosureUnfounded, DisclosureOutside."""
    texts = _checked({"recipient": recipient, "reference": reference, "what": what, "country": to_country})
    if basis not in BASES or not texts["reference"]:
        raise DisclosureUnfounded(basis=basis)
    _check_place(customer, texts["country"], basis, at)
    with transaction.atomic():
        made = Disclosure.objects.create(
            processor=customer.processor,
            customer=customer,
            basis=basis,
            disclosed_at=disclosed_at or at,
            **texts,
        )
        audited(
            by,
            "disclosures.create",
            "disclosure",
            at=at,
            processor=customer.processor,
            customer=customer.public_id,
            subject=made.public_id,
        )
    return made


def _checked(given: dict[str, str]) -> dict[str, str]:
    faults, found = [], {}
    for name, text in given.items():
        try:
            found[name] = country(text) if name == "country" else line(text)
        except Wrong as wrong:
            faults.append(Fault(name, wrong.key, wrong.params))
    faults += [Fault(name, "web.wrong.missing") for name in ("recipient", "what") if not found.get(name, "-")]
    if faults:
        raise Refused(faults)
    return found


def _check_place(customer: Customer, to_country: str, basis: str, at: datetime) -> None:
    """D-179 says EU, not EEA."""
    on = day_at(customer.processor, at)
    if not to_country or is_in_eu(to_country, on) or basis == "request":
        return
    if customer.country and not is_in_eu(customer.country, on):
        return
    raise DisclosureOutside(country=to_country)


def object_to_marketing(*, by: Actor, at: datetime, contact: Contact, channel: str = "") -> None:
    """Note that a contact wants no marketing: it is honoured from now on. Twice is as once."""
    with transaction.atomic():
        _, is_new = MarketingObjection.objects.get_or_create(
            contact=contact, withdrawn_at=None, defaults={"objected_at": at, "channel": channel[:40]}
        )
        if is_new:
            _note(by, "objections.create", contact, at)


def withdraw_objection(*, by: Actor, at: datetime, contact: Contact) -> None:
    """Note that a contact took an objection to marketing back."""
    with transaction.atomic():
        open_ones = MarketingObjection.objects.filter(contact=contact, withdrawn_at=None)
        if open_ones.update(withdrawn_at=at):
            _note(by, "objections.withdraw", contact, at)


def _note(by: Actor, action: str, contact: Contact, at: datetime) -> None:
    audited(
        by,
        action,
        "contact",
        at=at,
        processor=contact.processor,
        customer=contact.customer.public_id,
        subject=contact.public_id,
    )


def for_marketing(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """Those of the contacts that may be written to for marketing: they are still contacts and have not objected."""
    people = [one for one in contacts if one.ended_on is None]
    refused = MarketingObjection.objects.filter(contact__in=people, withdrawn_at=None)
    ids = set(refused.values_list("contact_id", flat=True))
    return tuple(one for one in people if one.pk not in ids)
