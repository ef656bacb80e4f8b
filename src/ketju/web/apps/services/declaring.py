"""What a customer says is in a service (D-19, D-23, D-27): asked for, reminded of, declared; what it consents to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from ketju.text.render import phrasebook
from ketju.web.apps.parties.checking import Fault, Refused, line_of
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import main_user_of
from ketju.web.apps.services.models import Consent, Service
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.outbox.models import Message

REMIND_AFTER = timedelta(days=14)
"""So long after asking, and after each reminder, a customer is reminded."""


def declare_data(
    *, by: Actor, at: datetime, service: Service, categories: Sequence[str], subjects: Sequence[str]
) -> None:
    """Note what data of whom a customer says are in a service. Raises Refused where either is missing."""
    data = list(dict.fromkeys(line_of(one, "data_categories") for one in categories if one.strip()))
    people = list(dict.fromkeys(line_of(one, "data_subjects") for one in subjects if one.strip()))
    faults = [
        Fault(name, "web.wrong.missing")
        for name, given in (("data_categories", data), ("data_subjects", people))
        if not given
    ]
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        service.data_categories, service.data_subjects, service.declared_at = data, people, at
        service.save(update_fields=("data_categories", "data_subjects", "declared_at"))
        _note(by, "services.declare", service, at)


def undeclared(processor: Processor) -> QuerySet[Service]:
    """Services that run and whose customers have not said what is in them; those first that were never asked for."""
    found = Service.objects.filter(processor=processor, declared_at=None, ended_on=None)
    return found.select_related("customer", "product").order_by(F("asked_at").asc(nulls_first=True), "pk")


def ask_for_data(*, by: Actor, at: datetime, customer: Customer) -> int:
    """Ask the main user what is in the services that are not declared yet, or remind of it.

    The number of those services; 0 where nobody can be asked.
    """
    services = list(Service.objects.filter(customer=customer, declared_at=None, ended_on=None))
    person = main_user_of(customer)
    if not services or person is None:
        return 0
    with transaction.atomic():
        _write_to(customer, person.email, person.language or customer.language, len(services), at)
        for service in services:
            name = "reminded_at" if service.asked_at else "asked_at"
            setattr(service, name, at)
            service.save(update_fields=(name,))
            _note(by, "services.remind" if name == "reminded_at" else "services.ask", service, at)
    return len(services)


def remind_of_data(*, by: Actor, at: datetime, processor: Processor, most: int = 500) -> int:
    """Remind customers who were asked a while ago and have not answered; the number of them."""
    long_ago = at - REMIND_AFTER
    due = Service.objects.filter(
        Q(reminded_at=None) | Q(reminded_at__lte=long_ago),
        processor=processor,
        declared_at=None,
        ended_on=None,
        asked_at__lte=long_ago,
    )
    ids = list(due.order_by("customer_id").values_list("customer_id", flat=True).distinct()[:most])
    customers = Customer.objects.filter(pk__in=ids).select_related("processor")
    return sum(ask_for_data(by=by, at=at, customer=one) > 0 for one in customers)


def _write_to(customer: Customer, address: str, language: str, count: int, at: datetime) -> None:
    phrases = phrasebook(language)
    Message.objects.get_or_create(
        key=f"declare:{customer.public_id}:{at:%Y-%m-%d}",
        defaults={
            "processor": customer.processor,
            "customer": customer.public_id,
            "kind": "declare-data",
            "language": phrases.language,
            "to": address,
            "domain": address.rpartition("@")[2],
            "subject": phrases("web.mail.declare.subject", processor=customer.processor.name),
            "text": phrases("web.mail.declare.text", count=count, processor=customer.processor.name),
            "not_before": at,
        },
    )


def give_consent(
    *, by: Actor, at: datetime, customer: Customer, subject: str, service: Service | None = None
) -> Consent:
    """Note that a customer agrees to something, for one service or for all. Twice is as once. Raises Refused."""
    text = line_of(subject, "subject")
    if not text or len(text) > 80:
        raise Refused(
            [Fault("subject", "web.wrong.missing" if not text else "web.wrong.long", {"most": "80"})]
        )
    with transaction.atomic():
        made, is_new = Consent.objects.get_or_create(
            customer=customer,
            service=service,
            subject=text,
            withdrawn_at=None,
            defaults={"given_at": at, "recorded_by": by.role or by.kind},
        )
        if is_new:
            _note_consent(by, "consents.give", made, at)
    return made


def withdraw_consent(*, by: Actor, at: datetime, consent: Consent) -> None:
    """Note that a customer took a consent back: it holds no longer from now on."""
    with transaction.atomic():
        if Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=at):
            _note_consent(by, "consents.withdraw", consent, at)


def has_consent(customer: Customer, subject: str, at: datetime, service: Service | None = None) -> bool:
    """Whether a customer agrees to something at a time, for the service or for all of them."""
    held = Consent.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=at), customer=customer, subject=subject, given_at__lte=at
    )
    return held.filter(Q(service=None) | Q(service=service)).exists()


def _note(by: Actor, action: str, service: Service, at: datetime) -> None:
    audited(
        by,
        action,
        "service",
        at=at,
        processor=service.processor,
        customer=service.customer.public_id,
        subject=service.public_id,
    )


def _note_consent(by: Actor, action: str, consent: Consent, at: datetime) -> None:
    customer = consent.customer
    audited(
        by,
        action,
        "consent",
        at=at,
        processor=customer.processor,
        customer=customer.public_id,
        subject=consent.service.public_id if consent.service else "",
        fields=(consent.subject,),
    )
