"""What touches a customer as files: a PDF, a workbook, JSON. With contact persons only for whoever signed in (X-21)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ketju.core.model.register import Contact
from ketju.formats.writers.listing import Cell, Listing
from ketju.formats.writers.outputs.pdf import pdf_of
from ketju.formats.writers.outputs.xlsx import MEDIA_TYPE, xlsx_of
from ketju.text.render import Phrasebook
from ketju.text.values import date_words
from ketju.web.apps.registers.customer_words import SHELVES, Row, notes_of, rows_of, without_labels
from ketju.web.apps.registers.reads_customers import View
from ketju.web.base.audit.writing import Actor, audited

FORMS = ("pdf", "xlsx", "json")
MEDIA_TYPES = {"pdf": "application/pdf", "xlsx": MEDIA_TYPE, "json": "application/json"}
COLUMNS = (
    "name", "status", "why", "services", "purpose", "data", "place", "transfer", "since", "until", "role", "contact",
    "identifiers", "address", "remarks",
)  # fmt: skip
_HEADERS = {
    "why": "web.touch.column.why", "services": "web.touch.column.services", "contact": "web.touch.column.contact",
    "transfer": "web.touch.column.safeguard", "remarks": "web.touch.column.depends",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file to download."""

    name: str
    media_type: str
    data: bytes


def download(*, by: Actor, at: datetime, view: View, form: str, phrases: Phrasebook) -> File:
    """The file of a form, with contact persons, and the entry of the audit trail that it was taken out.

    Raises WriterMissing.
    """
    with transaction.atomic():
        customer = view.customer
        audited(
            by, "portal.export", "register", at=at, processor=customer.processor, customer=customer.public_id,
            subject=customer.public_id, fields=("contact", form), count=max(len(view.lines), 1),
        )  # fmt: skip
        return file_of(view, form, at, phrases)


def file_of(view: View, form: str, at: datetime, phrases: Phrasebook) -> File:
    """The file of a form, with contact persons."""
    if form == "json":
        shown = data_of(view, at, phrases, has_contacts=True)
        data = json.dumps(shown, ensure_ascii=False, indent=1).encode()
    else:
        shown_list = listing_of(view, phrases)
        author = view.customer.processor.name
        is_pdf = form == "pdf"
        data = pdf_of(shown_list, author, phrases) if is_pdf else xlsx_of(shown_list, view.on, phrases)
    return File(f"sub-processors-{view.on}.{form}", MEDIA_TYPES[form], data)


def contact_words(contact: Contact | None) -> str:
    """A contact person on one line."""
    return ", ".join(filter(None, (contact.name, contact.position, contact.details))) if contact else ""


def contact_of(row: Row) -> Contact | None:
    """The contact person of a row: only for people who signed in."""
    return row.line.entry.contact


def listing_of(view: View, phrases: Phrasebook) -> Listing:
    """The lines as a table with words around it; only columns in which something stands."""
    ordered = [one for shelf in SHELVES for one in view.on_shelf(shelf)]
    rows = [_cells(one, phrases) for one in rows_of(ordered, view.on, phrases)]
    used = [name for at, name in enumerate(COLUMNS) if any(row[at] for row in rows) or name == "name"]
    labels = sorted({one.content.tlp for one in view.held if one.content.tlp})
    numbers = ", ".join(
        phrases("web.touch.version-of", list=_title(one, phrases), number=one.version.number)
        for one in view.held
    )
    return Listing(
        phrases("web.touch.file.title", processor=view.customer.processor.name),
        phrases("web.touch.file.heading", customer=view.customer.name),
        ", ".join(labels), phrases("web.touch.as-of", date=date_words(view.on, phrases)), numbers,
        tuple((name, _header(name, phrases)) for name in used),
        tuple(tuple(row[COLUMNS.index(name)] for name in used) for row in rows),
        (*notes_of(view, phrases), phrases("web.touch.file.inside")), tuple(one.entry for one in ordered),
    )  # fmt: skip


def _title(held: Any, phrases: Phrasebook) -> str:
    titles: dict[str, str] = held.register.titles
    return titles.get(phrases.language) or next(iter(titles.values()), held.register.slug)


def _header(name: str, phrases: Phrasebook) -> str:
    return phrases(_HEADERS.get(name, f"column.{name}"))


def _cells(row: Row, phrases: Phrasebook) -> Sequence[Cell]:
    places = tuple(
        ", ".join(filter(None, (f"{one.name} ({one.details})" if one.details else one.name, one.kinds)))
        for one in row.places
    )
    safeguards = tuple(f"{one.name}: {one.safeguard}" for one in row.places if one.zone != "inside")
    contact = contact_words(contact_of(row))
    numbers = tuple(one.printed for one in row.entry.identifiers)
    return (
        tuple(filter(None, (row.name, row.legal))), (phrases(f"web.touch.shelf.{row.line.shelf}"),), row.why,
        row.services, _cell(row.purpose), row.data, places, safeguards, _cell(row.since), _cell(row.until),
        _cell(row.role), _cell(contact), numbers, _cell(row.entry.address), row.doubts,
    )  # fmt: skip


def _cell(text: str) -> Cell:
    return (text,) if text else ()


def data_of(view: View, at: datetime, phrases: Phrasebook, *, has_contacts: bool) -> dict[str, Any]:
    """The view as plain data for JSON. Without contacts it has nothing personal: no names that a customer gave."""
    shown = view if has_contacts else without_labels(view)
    lists = [
        {
            "id": one.register.slug,
            "version": one.version.number,
            "on": str(one.version.on),
            "label": one.content.tlp,
        }
        for one in view.held
    ]
    made: dict[str, Any] = {
        "processor": view.customer.processor.name,
        "as_of": str(view.on),
        "made_at": at.isoformat(timespec="seconds"),
        "language": phrases.language,
        "lists": lists,
    }
    if has_contacts:
        made["customer"] = view.customer.name
    rows = rows_of(shown.lines, view.on, phrases, has_labels=has_contacts)
    made["not_decided"] = [
        *notes_of(shown, phrases, has_label=has_contacts),
        *(f"{one.name}: {doubt}" for one in rows for doubt in one.doubts),
    ]
    made["sub_processors"] = [_data(one, phrases, has_contacts) for one in rows]
    return made


def _data(row: Row, phrases: Phrasebook, has_contacts: bool) -> dict[str, Any]:
    entry, held = row.entry, row.line.held
    found: dict[str, Any] = {
        "list": held.register.slug,
        "id": entry.id,
        "name": entry.name,
        "legal_entity": entry.legal_entity,
        "status": row.line.status,
        "role": entry.role,
        "services": list(row.services),
        "why": list(row.why),
        "depends_on": list(row.doubts),
        "purpose": row.purpose,
        "data": list(row.data),
        "data_subjects": list(row.subjects),
        "places": [
            {
                "code": one.code, "name": one.name, "details": one.details, "kinds": one.kinds, "zone": one.zone,
                "safeguard": one.safeguard, "is_missing": one.is_missing,
            }
            for one in row.places
        ],
        "transfer": row.printed_transfer,
        "since": str(entry.since or ""),
        "until": str(entry.until or ""),
        "listed_since": {"version": row.came.number, "on": str(row.came.on)},
        "engaged_by": entry.engaged_by,
    }  # fmt: skip
    if row.values and has_contacts:
        found["for_you"] = dict(row.values)
    if has_contacts:
        contact = contact_of(row)
        found["contact"] = (
            {"name": contact.name, "position": contact.position, "details": contact.details}
            if contact
            else None
        )
    return found
