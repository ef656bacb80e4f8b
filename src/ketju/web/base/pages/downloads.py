"""Files that are handed out to whoever asked for them on a page."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse


def handed_out(name: str, media_type: str, data: bytes) -> HttpResponse:
    """A file to keep under a name; no cache on the way keeps it."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def as_it_came(name: str, data: bytes) -> HttpResponse:
    """A file of somebody else, to be saved and never shown here: it has no type, and no browser runs anything in it."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)
