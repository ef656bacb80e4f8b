"""Side letters as files: kept as they came, handed to staff and to the customer whose letter it is (D-22)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpResponse

from ketju.core.problems import Problem
from ketju.web.apps.agreements.models import SideLetter
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import is_id
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.pages.downloads import handed_out
from ketju.web.base.pages.uploads import Upload


class LetterDamaged(Problem):
    """What is kept is not what was handed in: its hash is another one. Params: letter."""

    code = "web.letter.damaged"


def keep_letter(*, by: Actor, at: datetime, customer: Customer, upload: Upload | None) -> SideLetter | None:
    """Keep a letter, in the transaction of the deviation that names it; the row that is there, for a file that came
    before. None for none.
    """
    if upload is None:
        return None
    made, _ = SideLetter.objects.get_or_create(
        customer=customer, sha256=hashlib.sha256(upload.data).hexdigest(),
        defaults={
            "processor": customer.processor, "name": upload.name[:200], "form": upload.form,
            "size": len(upload.data), "data": upload.data, "by": by.user, "kept_at": at,
        },
    )  # fmt: skip
    return made


def letter_of(customer: Customer, public_id: str) -> SideLetter | None:
    """A letter of a customer."""
    if not is_id(public_id):
        return None
    rows = SideLetter.objects.filter(customer=customer, public_id=public_id)
    return rows.select_related("processor", "customer").first()


def letter_answer(*, by: Actor, at: datetime, letter: SideLetter | None) -> HttpResponse:
    """A letter as it came, noted as taken out, for no browser to show. Raises Http404 for none, LetterDamaged."""
    if letter is None:
        raise Http404
    data = bytes(letter.data)
    if hashlib.sha256(data).hexdigest() != letter.sha256:
        raise LetterDamaged(letter=letter.public_id)
    with transaction.atomic():
        audited(
            by, "letters.export", "letter", at=at, processor=letter.processor, customer=letter.customer.public_id,
            subject=letter.public_id, fields=(letter.form,),
        )  # fmt: skip
    ending = {"text": "txt"}.get(letter.form, letter.form)
    return handed_out(f"{letter.public_id}.{ending}", "application/octet-stream", data)
