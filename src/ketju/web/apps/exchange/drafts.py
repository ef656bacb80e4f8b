"""Rows into drafts: each a customer with its contacts and services, checked; and what is wrong, by row and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ketju.web.apps.exchange.columns import COLUMNS, KEY, column_of
from ketju.web.apps.exchange.reading import Row, RowFault
from ketju.web.apps.parties.checking import Fault, contact_from, customer_from
from ketju.web.apps.services.checking import offered, service_from

Values = dict[str, Any]


@dataclass(slots=True)
class Part:
    """A contact or a service of a draft: its row, its values, and for a service the ids of product and server."""

    row: int
    values: Values
    product: str = ""
    server: str = ""


@dataclass(slots=True)
class Draft:
    """A customer as the file has it."""

    row: int
    external_id: str
    given: dict[str, str]
    values: Values = field(default_factory=dict)
    contacts: list[Part] = field(default_factory=list)
    services: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """Ids of the processor that files may name: products with the countries they are offered in, and servers."""

    products: Mapping[str, list[str]]
    servers: frozenset[str]


def drafts_from(rows: Iterable[Row], known: Known) -> tuple[list[Draft], list[RowFault]]:
    """The drafts in the order of their first rows, and everything that is wrong with any cell."""
    faults: list[RowFault] = []
    drafts: dict[str, Draft] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        parts = _parts(row)
        external_id = parts["customer"].get("external_id", "").strip()
        if not external_id:
            faults.append(RowFault(row.number, KEY, "web.wrong.missing"))
            continue
        draft = drafts.get(external_id)
        if draft is None:
            draft = drafts[external_id] = Draft(row.number, external_id, parts["customer"])
        else:
            _join(draft, parts["customer"], row, faults)
        _add_contact(draft, parts["contact"], row, seen, faults)
        _add_service(draft, parts["service"], row, known, seen, faults)
    return list(drafts.values()), faults


def _parts(row: Row) -> dict[str, dict[str, str]]:
    parts: dict[str, dict[str, str]] = {"customer": {}, "contact": {}, "service": {}}
    for column, cell in row.cells.items():
        part, name = COLUMNS[column]
        parts[part][name] = cell
    return parts


def _join(draft: Draft, given: dict[str, str], row: Row, faults: list[RowFault]) -> None:
    """A further row of a customer repeats what the first one says, or leaves it empty."""
    for name, text in given.items():
        if text.strip() and text.strip() != draft.given.get(name, "").strip():
            faults.append(
                RowFault(
                    row.number, column_of("customer", name), "web.wrong.differs", {"row": str(draft.row)}
                )
            )


def _add_contact(
    draft: Draft, given: dict[str, str], row: Row, seen: set[tuple[str, str]], faults: list[RowFault]
) -> None:
    if not any(map(str.strip, given.values())):
        return
    values, wrong = contact_from(given, is_new=True)
    faults += _placed(row.number, "contact", wrong)
    for name in ("external_id", "email"):
        key = (f"{draft.external_id} {name}", values.get(name, ""))
        if key[1] and key in seen:
            faults.append(RowFault(row.number, column_of("contact", name), "web.wrong.twice"))
        seen.add(key)
    if not values.get("external_id") and not values.get("email") and not wrong:
        faults.append(RowFault(row.number, column_of("contact", "external_id"), "web.wrong.missing"))
    if values.get("is_main_user") and any(one.values.get("is_main_user") for one in draft.contacts):
        faults.append(RowFault(row.number, column_of("contact", "is_main_user"), "web.wrong.main-users"))
    draft.contacts.append(Part(row.number, values))


def _add_service(
    draft: Draft,
    given: dict[str, str],
    row: Row,
    known: Known,
    seen: set[tuple[str, str]],
    faults: list[RowFault],
) -> None:
    if not any(map(str.strip, given.values())):
        return
    own = dict(given)
    product, server = own.pop("product", "").strip(), own.pop("server", "").strip()
    values, wrong = service_from(own)
    faults += _placed(row.number, "service", wrong)
    key = ("service", values.get("external_id", ""))
    if not key[1] and not any(one.field == "external_id" for one in wrong):
        faults.append(RowFault(row.number, "service_id", "web.wrong.missing"))
    elif key in seen:
        faults.append(RowFault(row.number, "service_id", "web.wrong.twice"))
    seen.add(key)
    if product and product not in known.products:
        faults.append(RowFault(row.number, "service_product", "web.wrong.product", {"found": product[:60]}))
    elif product:
        faults += _placed(row.number, "service", offered(known.products[product], values.get("country", "")))
    if server and server not in known.servers:
        faults.append(RowFault(row.number, "service_server", "web.wrong.server", {"found": server[:60]}))
    draft.services.append(Part(row.number, values, product, server))


def check_customer(draft: Draft, *, is_new: bool, stored: Mapping[str, str]) -> list[RowFault]:
    """Read the customer's own fields into the draft: a new one needs its name, an old one adds what is stored."""
    draft.values, wrong = customer_from({**stored, **draft.given}, is_new=is_new)
    draft.values["external_id"] = draft.external_id
    return _placed(draft.row, "customer", wrong)


def _placed(row: int, part: str, faults: Iterable[Fault]) -> list[RowFault]:
    return [RowFault(row, column_of(part, one.field), one.key, dict(one.params)) for one in faults]
