"""Data go to a third country, and no safeguard is named.

What: an entry names a third country that has no adequacy decision for every recipient, and no transfer tool.
Why: such a transfer is lawful only with a tool of Chapter V; the customer must be able to see which (Art. 44 to 49).
Fix: name the tool, such as the standard contractual clauses or the listing under the Data Privacy Framework.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.finding import Level
from ketju.core.model.register import Entry
from ketju.core.territory.adequacy import adequacy
from ketju.core.territory.membership import is_country, is_third_country
from ketju.core.vocabulary.transfers import transfer_tools


def check(subject: Subject) -> Iterator[Observation]:
    """Entries with a third country and without a transfer tool; a note where the text around names one for all."""
    level: Level | None = "info" if _is_told_for_all(subject) else None
    concerned = absent(
        subject, "transfer", lambda entry: entry.transfer, among=lambda entry: _needs_tool(entry, subject.on)
    )
    return (replace(seen, level=level) for seen in concerned)


def _is_told_for_all(subject: Subject) -> bool:
    """Whether the prose of the source names a transfer tool."""
    prose = (part.text for part in subject.parts if part.kind in ("prose", "note", "other list"))
    return any(transfer_tools(text) for text in prose)


def _needs_tool(entry: Entry, on: date) -> bool:
    """Whether a place lies in a country whose adequacy decision, if any, does not cover every recipient."""
    return any(
        place.kind != "seat"
        and is_country(place.code)
        and is_third_country(place.code, on)
        and not any(decision.scope == "all" for decision in adequacy(place.code, on))
        for place in entry.places
    )


RULE = Rule("REG010", "transfer-missing", "warning", ("L-15", "L-12", "GDPR Art. 44", "GDPR Art. 46"), check)
