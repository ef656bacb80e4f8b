"""A notice on paper: its text as it is kept, with the recipient's own parts, as tagged PDF to print and post."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ketju.formats.writers.typesetting import typeset
from ketju.text.render import phrasebook
from ketju.text.values import date_words
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reading_back import facts_block
from ketju.web.apps.notices.reads import paper_to


def letter_pdf(row: Delivery, at: datetime) -> bytes:
    """The letter of a message. Raises ValueMissing, WriterMissing."""
    phrases, processor = phrasebook(row.text.language), row.notice.processor
    day = at.astimezone(ZoneInfo(processor.zone)).date()
    data = {
        "title": row.text.subject,
        "sender": processor.name,
        "day": date_words(day, phrases),
        "address": list(address_lines(row)),
        "language": row.text.language,
        "blocks": [_block(one) for one in paper_to(row).strip().split("\n\n")],
    }
    return typeset("letter", json.dumps(data, ensure_ascii=False), "pdf")


def address_lines(row: Delivery) -> tuple[str, ...]:
    """The lines of a letter's address, with the name of the customer once: many addresses begin with it."""
    name = str(row.customer.name)
    lines = [part.strip() for part in row.address.replace("\n", ",").split(",")]
    rest = [line for line in lines if line]
    return tuple(rest if rest and rest[0].casefold() == name.casefold() else [name, *rest])


def _block(text: str) -> dict[str, Any]:
    """A block of the plain text: a company with its facts, a heading, a paragraph."""
    facts = facts_block(text)
    if facts is not None:
        title, what, pairs = facts
        return {"kind": "facts", "title": title, "what": what, "pairs": pairs}
    is_heading = text == text.upper() and "\n" not in text
    return {"kind": "heading" if is_heading else "paragraph", "text": text}
