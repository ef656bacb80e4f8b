"""The columns of a file of customers: each is a field of a customer, of a contact or of a service.

Their names are made by one rule: ``customer_name`` is the name of the customer, ``contact_id`` the external id of the
contact. A row is a customer, with a contact and a service where these are filled in; further rows with the same
``customer_id`` add further ones.
"""

from __future__ import annotations

import re

from ketju.web.apps.parties.checking import CONTACT, CUSTOMER
from ketju.web.apps.services.checking import SERVICE

PARTS = ("customer", "contact", "service")
_FIELDS = {
    "customer": tuple(CUSTOMER),
    "contact": tuple(CONTACT),
    "service": (*SERVICE, "product", "server"),
}
COLUMNS: dict[str, tuple[str, str]] = {
    f"{part}_{'id' if name == 'external_id' else name}": (part, name)
    for part in PARTS
    for name in _FIELDS[part]
}
"""Column → (part, field)."""
KEY = "customer_id"
"""The column without which nothing can be told apart."""


def column_of(part: str, field: str) -> str:
    """The column of a field."""
    return f"{part}_{'id' if field == 'external_id' else field}"


def column_named(header: str) -> str | None:
    """The column that a header names, however it is spaced and capitalised; None for an unknown one."""
    name = re.sub(r"[\s-]+", "_", header.strip().lower())
    return name if name in COLUMNS else None
