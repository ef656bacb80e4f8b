"""The description of a processor's own register at an address for everybody (GDPR Art. 13, 14, 30(1)).

The page depends on nothing but its address and what was decided, so that it has an ETag and can be asked for cheaply.
Whether it is public, the processor's staff decide; until then it does not exist.
"""

from __future__ import annotations

import hashlib
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.retention.describing import description, published
from ketju.web.base.access.models import Processor
from ketju.web.base.access.policy import day_at

_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def _published(publisher: str) -> Processor:
    found = published(publisher)
    if found is None:
        raise Http404
    return found


@require_safe
def choose(request: HttpRequest, publisher: str) -> HttpResponse:
    """On to the description in the reader's language."""
    return redirect("description", publisher=_published(publisher).slug, language=translation.get_language())


@require_safe
def show(request: HttpRequest, publisher: str, language: str) -> HttpResponse:
    """The description in a language; 304 for whoever has it already."""
    processor = _published(publisher)
    if language not in LANGUAGES:
        raise Http404
    phrases, on = phrasebook(language), day_at(processor)
    context = {
        "parts": description(processor, phrases, on),
        "title": phrases("web.description.title"),
        "owner": processor,
        "language": language,
        "choices": [(code, _NAMES[code]) for code in LANGUAGES],
        "word": {"languages": phrases("web.language"), "skip": phrases("web.skip")},
    }
    body = render_to_string("public/description.html", context)
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    answer = HttpResponse(
        body, headers={"Content-Language": language, "Cache-Control": "no-cache", "ETag": etag}
    )
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=answer))
