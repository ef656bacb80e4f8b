"""Work of the customer register for the staff's first page."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from ketju.web.apps.parties.models import Contact
from ketju.web.base.pages.work import Day, Work


def unverified_contacts(day: Day) -> QuerySet[Any]:
    """Main users who have not confirmed their contact data: notices go to them (D-165)."""
    held = Contact.objects.filter(processor=day.processor, ended_on__isnull=True)
    return held.filter(is_main_user=True, verified_at__isnull=True)


WORK: Final = (Work("contacts", "case-handler", "customers.read", "campaigns", unverified_contacts),)
