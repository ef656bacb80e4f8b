"""Files that are handed out to whoever asked for them on a page."""

from __future__ import annotations

from django.http import HttpResponse


def handed_out(name: str, media_type: str, data: bytes) -> HttpResponse:
    """A file to keep under a name; no cache on the way keeps it."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
