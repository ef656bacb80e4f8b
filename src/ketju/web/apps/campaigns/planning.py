"""Who is asked, and who cannot be: the dry run of a campaign. Nothing leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from ketju.web.apps.campaigns.models import Ask, Campaign
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.reads import Filter, filtered
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.outbox.health import unwell

YEAR = timedelta(days=365)
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom to ask at a customer, or why nobody can be asked."""

    contact: Contact | None
    obstacle: str = ""


def plan_campaign(
    *, by: Actor, at: datetime, processor: Processor, who: str, country: str = "", role: str = ""
) -> Campaign:
    """A new campaign, with nobody in it yet: ``plan_some`` fills it."""
    with transaction.atomic():
        made = Campaign(
            processor=processor, who=who, country=country, role=role, created_at=at, made_by=by.user
        )
        made.total = customers_of(made, at).count()
        made.save()
        audited(by, "campaigns.plan", "campaign", at=at, processor=processor, subject=made.public_id)
    return made


def customers_of(campaign: Campaign, at: datetime) -> QuerySet[Customer]:
    """The customers that a campaign is about."""
    wanted = Filter("current", campaign.country, campaign.role)
    found = filtered(campaign.processor, wanted, day_at(campaign.processor, at))
    held = Contact.objects.filter(customer=OuterRef("pk"), is_main_user=True, ended_on=None)
    if campaign.who == "unconfirmed":
        return found.exclude(Exists(held.filter(verified_at__isnull=False)))
    if campaign.who == "stale":
        return found.exclude(Exists(held.filter(verified_at__gt=at - YEAR)))
    return found


def plan_some(campaign: Campaign, at: datetime, most: int = CHUNK) -> int:
    """Plan the next customers; the number of them, 0 when all are planned. Whoever is interrupted goes on."""
    with transaction.atomic():
        rows = customers_of(campaign, at).filter(pk__gt=campaign.planned_through).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:most])
        choices = choices_for(campaign.processor, ids, day_at(campaign.processor, at))
        asks = [
            Ask(campaign=campaign, customer_id=pk, contact=one.contact, obstacle=one.obstacle)
            for pk, one in choices.items()
        ]
        Ask.objects.bulk_create(asks, batch_size=500, ignore_conflicts=True)
        if ids:
            campaign.planned_through = ids[-1]
        if len(ids) < most:
            campaign.planned_at = campaign.planned_at or at
        campaign.save(update_fields=["planned_through", "planned_at"])
    return len(ids)


def choices_for(processor: Processor, customers: Collection[int], on: date) -> dict[int, Choice]:
    """Whom to ask at each of some customers."""
    people: dict[int, list[Contact]] = defaultdict(list)
    columns = ("customer_id", "email_index", "is_main_user", "relation", "away_until", "deputy_id")
    held = Contact.objects.filter(customer_id__in=customers, ended_on=None, erased_at=None)
    for one in held.only(*columns).order_by("pk"):
        people[one.customer_id].append(one)
    indexes = {bytes(one.email_index) for some in people.values() for one in some}
    bad = {bytes(one) for one in unwell(processor).values_list("email_index", flat=True)} & indexes
    return {pk: choice(people.get(pk, ()), bad, on) for pk in customers}


def choice(people: Iterable[Contact], bad: Collection[bytes], on: date) -> Choice:
    """The main user, or whoever stands in; else the first of the customer's own people, else a partner."""
    some = list(people)
    reached = [one for one in some if bytes(one.email_index)]
    well = [one for one in reached if bytes(one.email_index) not in bad]
    if not well:
        return Choice(None, "unreachable" if reached else "no-address" if some else "no-contact")
    here = [one for one in well if one.away_until is None or one.away_until < on] or well
    deputies = {one.deputy_id for one in some if one.is_main_user and one not in here}

    def order(one: Contact) -> tuple[bool, bool, bool, int]:
        return (not one.is_main_user, one.pk not in deputies, one.relation == "partner", one.pk)

    return Choice(min(here, key=order))
