"""Addresses of pages that may not be there: each area brings its own, and none has to wait for another."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def address_of(name: str, **parts: object) -> str:
    """The address of a named page; "" where no page has that name."""
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return ""
