"""The annex of sub-processors to a customer's agreement, as of a day (Art. 28(2), (4); SCC annex IV; D-133).

It is what touches the customer's data by the published lists, for its own services, regions and options: those in use,
and those that are planned, apart. So it says the same as the page of sub-processors, in any language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import transaction

from ketju.formats.sealed import json_of, sealed
from ketju.formats.writers.paper import Block, facts, heading, paper_of, paragraph, thing
from ketju.text.render import LANGUAGES, Phrasebook, phrasebook
from ketju.text.values import date_words
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.customer_pages import PAGE, Asked, asked_in, view_for
from ketju.web.apps.registers.customer_words import Row, notes_of, rows_of, service_name
from ketju.web.apps.registers.downloads import File, contact_of, contact_words, data_of
from ketju.web.apps.registers.reads_customers import View
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import Actor, audited

FORM = "ketju-annex/1"
SHELVES = ("current", "planned")
FORMS = ("pdf", "json")
MEDIA_TYPES = {"pdf": "application/pdf", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex in words: the companies in use and those that are planned, the services, what is not decided."""

    view: View
    current: tuple[Row, ...]
    planned: tuple[Row, ...]
    services: tuple[str, ...]
    notes: tuple[str, ...]


def annex_of(view: View, phrases: Phrasebook) -> Annex:
    """The annex of a customer on the day of the view, in a language."""
    current, planned = (rows_of(view.on_shelf(shelf), view.on, phrases) for shelf in SHELVES)
    services = tuple(dict.fromkeys(service_name(one, phrases) for one in view.services))
    return Annex(view, current, planned, services, notes_of(view, phrases))


def annex_context(view: View, asked: Asked, phrases: Phrasebook) -> dict[str, Any]:
    """What the part ``touched/annex.html`` shows."""
    shown = annex_of(view, phrases)
    return {
        "view": view, "asked": asked, "annex": shown, "page": Paginator(shown.current, PAGE).get_page(asked.page),
        "keep": asked.query(service="", shelf="")[1:] + "&" if asked.on != asked.today else "", "forms": FORMS,
        "languages": LANGUAGES, "notes": shown.notes, "is_past": asked.on < asked.today,
        "is_later": asked.on > asked.today,
    }  # fmt: skip


def annex_data(view: View, at: datetime, phrases: Phrasebook) -> dict[str, Any]:
    """The annex as plain data with contact persons; ``sha256`` is that of everything else."""
    current, planned = (
        data_of(replace(view, lines=view.on_shelf(shelf)), at, phrases, has_contacts=True)
        for shelf in SHELVES
    )
    services = [
        {"id": one.public_id, "product": one.product.slug, "name": service_name(one, phrases)}
        for one in view.services
    ]
    planned_ones = planned["sub_processors"]
    return sealed({"form": FORM, **current, "services": services, "planned": planned_ones})


def annex_asked(*, by: Actor, at: datetime, customer: Customer, given: Mapping[str, str]) -> File:
    """The file that a form asks for: ``form``, ``language``, ``on``. Raises BadRequest for others than there are."""
    form, language = given.get("form", ""), given.get("language", "")
    if form not in FORMS or language not in LANGUAGES:
        raise BadRequest
    view = view_for(customer, asked_in(given, day_at(customer.processor)).on, at)
    return annex_file(by=by, at=at, view=view, form=form, phrases=phrasebook(language))


def annex_file(*, by: Actor, at: datetime, view: View, form: str, phrases: Phrasebook) -> File:
    """The annex as a file, and the entry of the audit trail that it was taken out. Raises WriterMissing."""
    with transaction.atomic():
        customer = view.customer
        audited(
            by, "annex.export", "register", at=at, processor=customer.processor, customer=customer.public_id,
            subject=customer.public_id, fields=("contact", form), count=max(len(view.lines), 1),
        )  # fmt: skip
    data = json_of(annex_data(view, at, phrases)) if form == "json" else annex_pdf(view, phrases)
    return File(f"annex-{view.on}-{phrases.language}.{form}", MEDIA_TYPES[form], data)


def annex_pdf(view: View, phrases: Phrasebook) -> bytes:
    """The annex on paper. Raises WriterMissing."""
    processor = view.customer.processor.name
    blocks = [
        facts(
            [
                (phrases("web.contract.processor"), processor),
                (phrases("web.contract.customer"), view.customer.name),
                (phrases("web.annex.on"), date_words(view.on, phrases)),
            ]
        ),
        *annex_blocks(annex_of(view, phrases), phrases),
    ]
    title = phrases("web.annex.title")
    return paper_of(title, blocks, author=processor, language=phrases.language, footer=title)


def annex_blocks(annex: Annex, phrases: Phrasebook) -> Iterator[Block]:
    """The parts of the annex on paper: the services, the companies in use, the planned ones, where it comes from."""
    services = "; ".join(annex.services) or phrases("web.annex.no-services")
    yield facts(
        [
            (phrases("web.annex.services"), services),
            (phrases("web.annex.lists"), lists_words(annex.view, phrases)),
        ]
    )
    for shelf, rows in (("current", annex.current), ("planned", annex.planned)):
        yield heading(phrases(f"web.annex.{shelf}"))
        if not rows:
            yield paragraph(phrases(f"web.touch.none.{shelf}"))
        for row in rows:
            yield thing(row.name, pairs_of(row, phrases))
    yield from (paragraph(one) for one in annex.notes)


def lists_words(view: View, phrases: Phrasebook) -> str:
    """The published lists that it comes from, with their versions."""
    return "; ".join(
        phrases("web.annex.list", list=_title(one.register.titles, one.register.slug, phrases),
                number=one.version.number, day=date_words(one.version.on, phrases), hash=one.version.content_hash)
        for one in view.held
    )  # fmt: skip


def _title(titles: dict[str, str], slug: str, phrases: Phrasebook) -> str:
    return titles.get(phrases.language) or titles.get("en") or next(iter(titles.values()), slug)


def pairs_of(row: Row, phrases: Phrasebook) -> Sequence[tuple[str, str]]:
    """What is said of a company: each with its label."""
    places = [
        ", ".join(filter(None, (f"{one.name} ({one.details})" if one.details else one.name, one.kinds)))
        for one in row.places
    ]
    safeguards = [f"{one.name}: {one.safeguard}" for one in row.places if one.zone != "inside"]
    since = "web.annex.from" if row.line.status == "planned" else "web.touch.column.since"
    return [
        (phrases("column.legal_entity"), row.legal),
        (phrases("column.address"), row.entry.address),
        (phrases("column.identifiers"), ", ".join(one.printed for one in row.entry.identifiers)),
        (phrases("web.touch.contact"), contact_words(contact_of(row))),
        (phrases("column.purpose"), row.purpose or row.function),
        (phrases("web.touch.column.services"), "; ".join(row.services)),
        (phrases("column.data"), ", ".join(row.data)),
        (phrases("column.data_subjects"), ", ".join(row.subjects)),
        (phrases("web.touch.column.places"), "; ".join(places) or phrases("web.touch.no-place")),
        (phrases("web.touch.column.safeguard"), "; ".join(safeguards)),
        (phrases(since), row.since),
        (phrases("column.until"), row.until),
        (phrases("web.touch.column.depends"), "; ".join(row.doubts)),
    ]
