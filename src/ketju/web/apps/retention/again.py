"""After an older backup was restored: whoever was erased since then is erased again, as the ledger has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.retention.due import untils_of
from ketju.web.apps.retention.erasing import erase_classes, erase_contact, erase_person
from ketju.web.apps.retention.ledger import Noted, noted
from ketju.web.apps.retention.models import Erasure, rules_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import MACHINE


@dataclass(slots=True)
class Again:
    """How many were erased again; how many erasures the backup knows that the ledger does not: it is another's then."""

    done: int = 0
    unknown: int = 0


def erase_again(again: Again, at: datetime) -> None:
    """Erase everybody of the ledger whom the restored data still have, and count them."""
    known = set(Erasure.objects.values_list("public_id", flat=True))
    listed = list(noted())
    again.unknown = len(known - {one.certificate for one in listed})
    for one in listed:
        if one.certificate not in known:
            _erase(one, at)
    again.done = Erasure.objects.filter(again=True, at=at).count()


def _erase(one: Noted, at: datetime) -> None:
    if one.kind == "customer":
        for customer in Customer.objects.select_related("processor").filter(public_id=one.subject):
            untils = untils_of(customer, rules_of(customer.processor).rules)
            erase_classes(
                by=MACHINE, at=at, customer=customer, classes=one.classes, is_last=one.is_last,
                untils=untils, again=True,
            )  # fmt: skip
    elif one.kind == "contact":
        contacts = Contact.objects.select_related("customer__processor", "user")
        for contact in contacts.filter(public_id=one.subject, erased_at=None):
            erase_contact(by=MACHINE, at=at, contact=contact, again=True)
    else:
        for person in User.objects.filter(public_id=one.subject, is_erased=False):
            erase_person(by=MACHINE, at=at, person=person, processor=None, again=True)
