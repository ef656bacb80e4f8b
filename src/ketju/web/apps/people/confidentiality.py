"""The promise of confidentiality: its text, and that somebody made it (D-52, D-126 to D-129, D-172 to D-174)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Final

from django.db import transaction

from ketju.text.render import phrasebook
from ketju.web.apps.people.problems import NameMissing
from ketju.web.base.access.models import Processor, Undertaking
from ketju.web.base.access.zones import day_at
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor, audited

VERSION: Final = "1"
"""Goes up when the meaning of the text changes."""
PROMISES: Final = ("instructions", "secrecy", "purpose", "access", "report", "stays")
BRIEFING: Final = ("why", "look", "incident", "request", "leave")


def document(language: str) -> dict[str, list[str]]:
    """The text in a language: what is promised, and what the briefing says."""
    words = phrasebook(language)
    return {
        "promises": [words(f"web.confidentiality.promise.{one}") for one in PROMISES],
        "briefing": [words(f"web.confidentiality.briefing.{one}") for one in BRIEFING],
    }


def document_name(language: str) -> str:
    """What names the text for ever: version, language, hash."""
    text = "\n".join(line for part in document(language).values() for line in part)
    return f"confidentiality {VERSION} {language} sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def a_year_after(day: date) -> date:
    """The same day of the next year; 1 March after 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def sign_undertaking(
    *, by: Actor, processor: Processor, user: User, name: str, language: str, at: datetime
) -> Undertaking:
    """Note the promise and the briefing of a person, who made both themselves. Raises NameMissing."""
    signed = " ".join(name.split())
    if not signed:
        raise NameMissing
    today = day_at(processor, at)
    with transaction.atomic():
        undertaking = Undertaking.objects.create(
            user=user, processor=processor, name=signed, signed_on=today, briefed_on=today,
            document=document_name(language), renew_on=a_year_after(today), recorded_by=user,
        )  # fmt: skip
        if not user.name:
            user.name = signed
            user.save(update_fields=["name"])
        audited(
            by, "confidentiality.sign", "undertaking", at=at, processor=processor, subject=user.public_id,
            fields=["signed_on", "briefed_on", "document"],
        )  # fmt: skip
    return undertaking


def newest_of(user: User, processor: Processor) -> Undertaking | None:
    """The last promise that a person made to a processor."""
    return Undertaking.objects.filter(user=user, processor=processor).first()
