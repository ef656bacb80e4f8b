"""The one declaration of what each role may do. Everything else asks ``may``."""

from __future__ import annotations

from typing import Final, Literal

Side = Literal["staff", "customer"]

STAFF_ACTIONS: Final = frozenset(
    {
        "customers.read",
        "customers.write",
        "customers.import",
        "customers.export",
        "customers.erase",
        "customers.people",
        "registers.read",
        "registers.write",
        "registers.publish",
        "agreements.read",
        "agreements.write",
        "cases.read",
        "cases.write",
        "people.read",
        "people.manage",
        "audit.read",
        "settings.read",
        "settings.manage",
        "tokens.manage",
        "outbox.read",
        "outbox.manage",
        "inbox.read",
        "inbox.manage",
        "campaigns.manage",
        "today.read",
    }
)
CUSTOMER_ACTIONS: Final = frozenset(
    {
        "portal.read",
        "portal.contacts",
        "portal.data",
        "portal.people",
        "portal.object",
        "portal.instruct",
        "portal.accept",
        "portal.invoices",
        "portal.export",
    }
)

_READ: Final = frozenset(
    {"customers.read", "registers.read", "agreements.read", "cases.read", "today.read", "people.read"}
)

ROLES: Final[dict[str, tuple[Side, frozenset[str]]]] = {
    "owner": ("staff", STAFF_ACTIONS),
    "privacy-officer": ("staff", STAFF_ACTIONS - {"settings.manage", "people.manage"}),
    "case-handler": (
        "staff",
        _READ
        | {"customers.write", "customers.people", "cases.write", "outbox.read"}
        | {"inbox.read", "inbox.manage", "campaigns.manage"},
    ),
    "support": ("staff", frozenset({"customers.read", "customers.write", "cases.read", "today.read"})),
    "reader": ("staff", _READ),
    "auditor": ("staff", _READ | {"audit.read", "settings.read"}),
    "main-user": ("customer", CUSTOMER_ACTIONS),
    "privacy-contact": ("customer", CUSTOMER_ACTIONS - {"portal.people", "portal.accept", "portal.invoices"}),
    "technical-partner": ("customer", frozenset({"portal.read"})),
    "instructing-partner": ("customer", frozenset({"portal.read", "portal.instruct"})),
    "billing": ("customer", frozenset({"portal.read", "portal.invoices"})),
}
"""Every role: whose side it is on, and what it may do."""

TIME_LIMITED: Final = frozenset({"auditor"})
"""Roles that always end: a membership without a last day is refused."""
SECOND_FACTOR: Final = frozenset({"owner", "privacy-officer"})
"""Roles that need a second factor before they may do anything."""


def side_of(role: str) -> Side:
    """Whose side a role is on. Raises KeyError for an unknown role."""
    return ROLES[role][0]


def actions_of(role: str) -> frozenset[str]:
    """What a role may do; nothing for an unknown one."""
    return ROLES[role][1] if role in ROLES else frozenset()
