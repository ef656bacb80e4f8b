"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from ketju.text.render import LANGUAGES


def page(request: HttpRequest) -> dict[str, Any]:
    """The language, the languages to choose from, and whether this is a demo or a rehearsal."""
    return {
        "language": translation.get_language() or LANGUAGES[0],
        "languages": LANGUAGES,
        "is_demo": settings.IS_DEMO,
        "is_rehearsal": settings.IS_REHEARSAL,
        "processor": getattr(request, "processor", None),
        "standing": getattr(request, "standing", None),
    }
