"""Tables of customers, their contacts, and what was done with their data."""

from __future__ import annotations

from ketju.web.apps.parties.models.changes import ChangePayload
from ketju.web.apps.parties.models.customers import Contact, Customer, SearchToken, contact_id, customer_id
from ketju.web.apps.parties.models.disclosures import Disclosure, MarketingObjection, disclosure_id

__all__ = [
    "ChangePayload",
    "Contact",
    "Customer",
    "Disclosure",
    "MarketingObjection",
    "SearchToken",
    "contact_id",
    "customer_id",
    "disclosure_id",
]
