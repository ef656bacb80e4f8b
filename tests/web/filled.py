"""A small installation for tests of pages, the same that the browser looks at, and clients of its people."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from tests.browser.app.filling import fill
from tests.browser.app.serving import pages

__all__ = ["client_of", "fill", "pages"]


def client_of(held: dict[str, str], who: str, language: str = "en") -> Client:
    """A client that is signed in as somebody, "" for nobody."""
    client = Client(headers={"accept-language": language})
    client.cookies["language"] = language
    if who:
        client.cookies[settings.SESSION_COOKIE_NAME] = held[who]
    return client
