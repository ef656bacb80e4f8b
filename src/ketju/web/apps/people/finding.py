"""Find people of a processor's own staff by name or address."""

from __future__ import annotations

from datetime import date

from ketju.web.apps.parties.searching import folded
from ketju.web.base.access.models import Membership, Processor


def staff_named(processor: Processor, text: str, on: date, most: int = 20) -> list[Membership]:
    """Grants of staff whose name or address has every word of a text. Names are encrypted, so all of them are read."""
    words = folded(text).split()
    held = Membership.objects.holding(on).filter(processor=processor, customer="").select_related("user")
    found = (one for one in held if _has_all(words, folded(f"{one.user.name} {one.user.email}")))
    return sorted(found, key=lambda one: (one.user.get_full_name().casefold(), one.pk))[:most]


def _has_all(words: list[str], text: str) -> bool:
    return bool(words) and all(word in text for word in words)
