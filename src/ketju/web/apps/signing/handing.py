"""A signed copy as the answer to a form that asks for it, of a customer or of staff."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse

from ketju.web.apps.signing.models import SignedCopy
from ketju.web.apps.signing.writes import FORMS, copy_file
from ketju.web.base.audit.writing import Actor
from ketju.web.base.pages.downloads import handed_out


def copy_answer(*, by: Actor, at: datetime, copy: SignedCopy | None, form: str) -> HttpResponse:
    """A copy as it was made, noted as taken out. Raises Http404 for none, BadRequest for a form that it has not."""
    if copy is None:
        raise Http404
    if form not in FORMS or (form == "pdf" and not copy.pdf_sha256):
        raise BadRequest
    return handed_out(f"{copy.public_id}.{form}", FORMS[form], copy_file(by=by, at=at, copy=copy, form=form))
