"""The sub-processors of a customer at an instant as rows of a page, and the file of them as an answer."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.http import HttpResponse

from ketju.web.apps.cases.asked_then import Asked
from ketju.web.apps.cases.recipients_then import SubProcessor, recipients_file, then
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.writing import Actor
from ketju.web.base.pages.templatetags.words import named


class Row(NamedTuple):
    """A sub-processor; the names of the services that it serves and of those that it does not; since which instant,
    None where only a day is known.
    """

    one: SubProcessor
    services: str
    kept: str
    since: datetime | None


def rows_then(customer: Customer, asked: Asked) -> list[Row]:
    """The sub-processors of a customer at an instant, in the reader's language."""
    answer = then(customer, asked.instant)
    names = {slug: named(given) or slug for slug, given in answer.services.items()}

    def joined(some: tuple[str, ...]) -> str:
        return ", ".join(names.get(slug, slug) for slug in some)

    return [
        Row(
            one,
            joined(one.services),
            joined(one.kept),
            one.since if isinstance(one.since, datetime) else None,
        )
        for one in answer.sub_processors
    ]


def file_then(*, by: Actor, at: datetime, customer: Customer, asked: Asked) -> HttpResponse:
    """The same as a file to hand over, noted in the audit trail."""
    data = recipients_file(by=by, at=at, customer=customer, instant=asked.instant)
    answer = HttpResponse(data, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="sub-processors-{asked.name}.json"'
    answer["Cache-Control"] = "no-store"
    return answer
