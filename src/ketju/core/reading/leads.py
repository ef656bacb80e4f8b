"""What the sentence before a list says of all companies of it: where they are."""

from __future__ import annotations

import re

from ketju.core.model.document import Text
from ketju.core.reading.draft import Found
from ketju.core.reading.evidence import names_subprocessors, names_suppliers
from ketju.core.reading.texts import cut
from ketju.core.vocabulary.dates import find_dates
from ketju.core.vocabulary.phrases import has, phrases
from ketju.core.vocabulary.places import is_place_only

_BREAK = re.compile(r"[.!?]\s+")
PLACES = ("place", "storage_place", "backup_place", "access_place", "region", "seat")
"""Fields that tell of one company where it is."""


def place_in_lead(lead: Text) -> Text | None:
    """The place that the last sentence of ``lead`` gives for its sub-processors, when it says no more than that.

    "These sub-processors are all located in Ireland:" → "Ireland"
    """
    ends = [mark.end() for mark in _BREAK.finditer(lead.text.rstrip())]
    start = ends[-1] if ends else 0
    sentence = lead.text[start:]
    if not (names_subprocessors(sentence) or names_suppliers(sentence)):
        return None
    located = [m for m in phrases(lead.text) if m.meaning == "joiner.located" and m.start >= start]
    if not located:
        return None
    place = cut(lead, located[-1].end, len(lead.text.rstrip(" :.\n")))
    return place if is_place_only(place.text) else None


def start_in_lead(lead: Text) -> Text | None:
    """The last sentence of ``lead``, when it leads to sub-processors and names one day from which they are used.

    "We will engage these sub-processors from 1 March 2026:" holds for each of them.
    """
    printed = lead.text.rstrip()
    ends = [mark.end() for mark in _BREAK.finditer(printed) if not printed[mark.start() - 1].isdigit()]
    sentence = cut(lead, ends[-1] if ends else 0, len(printed))
    if not sentence.text.endswith((":", "：")) or not names_subprocessors(sentence.text):
        return None
    if not has(sentence.text, "time.since") or has(sentence.text, "time.until", "time.updated"):
        return None
    return sentence if len(find_dates(sentence.text)) == 1 else None


def give_start(found: Found, lead: Text) -> None:
    """Add the day of ``lead`` to the drafts of ``found`` that have none of their own."""
    start = start_in_lead(lead)
    for draft in found.drafts if start else ():
        if start and not draft.first("since", "until", "engagement"):
            draft.add("since", start, confidence=0.8, reason="guess.lead")


def give_place(found: Found, lead: Text) -> None:
    """Add the place of ``lead`` to the drafts of ``found`` that have none of their own."""
    place = place_in_lead(lead)
    for draft in found.drafts if place else ():
        if place and not draft.first(*PLACES):
            draft.add("place", place, confidence=0.8, reason="guess.lead")
