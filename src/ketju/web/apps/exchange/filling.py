"""New customers of an import into the tables, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ketju.web.apps.exchange.bulk import insert, insert_columns, reserve
from ketju.web.apps.exchange.drafts import Draft, Part
from ketju.web.apps.parties.models import Contact, Customer, SearchToken
from ketju.web.apps.parties.searching import tokens_of, words_of
from ketju.web.apps.parties.writes import indexes_of
from ketju.web.apps.services.models import Product, Server, Service
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from ketju.web.base.ids import new_ids

Row = dict[str, Any]
Token = tuple[int, int | None, bytes]
"""Number of the customer, of the contact, and a blind index."""


def _blank(model: type[Any], names: Sequence[str]) -> Row:
    return {name: model._meta.get_field(name).get_default() for name in names}


CUSTOMER = (
    "external_id", "name", "name_index", "business_id", "business_id_index", "business_id_scheme", "country",
    "postal_address", "billing_address", "authority", "role", "pass_on_days", "language", "signed_up_on", "ended_on",
)  # fmt: skip
CONTACT = (
    "external_id", "first_name", "last_name", "email", "email_index", "phone", "role", "relation", "is_role_address",
    "is_main_user", "may_instruct", "authority_proof", "language", "away_until", "ended_on",
)  # fmt: skip
SERVICE = (
    "external_id", "label", "country", "backup_country", "tenancy", "options", "is_sensitive", "security_level",
    "started_on", "ended_on",
)  # fmt: skip


def write_new(*, by: Actor, at: datetime, processor: Processor, drafts: Sequence[Draft]) -> None:
    """Write new customers with all they have, and an entry of the audit trail for each thing."""
    blank = {**_blank(Customer, CUSTOMER), "processor_id": processor.pk}
    numbers = zip(reserve(Customer, len(drafts)), new_ids("cus", len(drafts)), strict=True)
    customers = [
        {**blank, **one.values, **indexes_of(one.values), "id": number, "public_id": public_id}
        for one, (number, public_id) in zip(drafts, numbers, strict=True)
    ]
    tokens: list[Token] = []
    for row in customers:
        tokens += [(row["id"], None, token) for token in tokens_of(words_of(row["name"]))]
    insert(Customer, customers)
    contacts = [(row, part) for row, one in zip(customers, drafts, strict=True) for part in one.contacts]
    services = [(row, part) for row, one in zip(customers, drafts, strict=True) for part in one.services]
    people = _write_contacts(processor, contacts, tokens)
    ordered = _write_services(processor, services)
    _write_tokens(processor, tokens)
    _note(by, at, processor, "customer", [(one["public_id"], one["public_id"]) for one in customers])
    _note(by, at, processor, "contact", people)
    _note(by, at, processor, "service", ordered)


def _write_contacts(
    processor: Processor, parts: Sequence[tuple[Row, Part]], tokens: list[Token]
) -> list[tuple[str, str]]:
    blank = _blank(Contact, CONTACT)
    rows = []
    numbers = zip(reserve(Contact, len(parts)), new_ids("con", len(parts)), strict=True)
    for (number, public_id), (customer, part) in zip(numbers, parts, strict=True):
        row = {
            **blank,
            **part.values,
            **indexes_of(part.values),
            "id": number,
            "public_id": public_id,
            "processor_id": processor.pk,
            "customer_id": customer["id"],
        }
        rows.append(row)
        if row["ended_on"] is None:
            words = words_of(row["first_name"], row["last_name"], row["email"].partition("@")[0])
            tokens += [(customer["id"], number, token) for token in tokens_of(words)]
    insert(Contact, rows)
    return [(one["public_id"], row["public_id"]) for (one, _), row in zip(parts, rows, strict=True)]


def _write_services(processor: Processor, parts: Sequence[tuple[Row, Part]]) -> list[tuple[str, str]]:
    if not parts:
        return []
    products = dict(Product.objects.filter(processor=processor).values_list("slug", "pk"))
    servers = dict(Server.objects.filter(processor=processor).values_list("code", "pk"))
    blank = _blank(Service, SERVICE)
    rows = [
        {
            **blank,
            **part.values,
            "public_id": public_id,
            "processor_id": processor.pk,
            "customer_id": customer["id"],
            "product_id": products[part.product],
            "server_id": servers.get(part.server),
        }
        for (customer, part), public_id in zip(parts, new_ids("srv", len(parts)), strict=True)
    ]
    insert(Service, rows)
    return [(one["public_id"], row["public_id"]) for (one, _), row in zip(parts, rows, strict=True)]


def _write_tokens(processor: Processor, tokens: Sequence[Token]) -> None:
    if tokens:
        customers, contacts, values = zip(*tokens, strict=True)
        columns = {"customer_id": customers, "contact_id": contacts, "token": values}
        insert_columns(SearchToken, {**columns, "processor_id": [processor.pk] * len(tokens)})


def _note(
    by: Actor, at: datetime, processor: Processor, kind: str, things: Sequence[tuple[str, str]]
) -> None:
    """An entry for each thing, as ``audited_many`` writes them, in one go."""
    if not things:
        return
    fixed = {
        "processor_id": processor.pk,
        "actor_id": by.user.pk if by.user else None,
        "actor_kind": by.kind,
        "role": by.role,
        "reason": by.reason[:200],
        "request_id": by.request_id,
        "action": f"{kind}s.create",
        "kind": kind,
        "at": at,
    }
    customers, subjects = zip(*things, strict=True)
    columns = {"public_id": new_ids("aud", len(things)), "customer": customers, "subject": subjects}
    insert_columns(AuditEntry, {**columns, **{name: [value] * len(things) for name, value in fixed.items()}})
