"""The named safeguard does not fit the place.

What: the EU-US Data Privacy Framework is named and no place lies in the United States, or an adequacy decision and
none is in force for a place.
Why: the framework covers listed organisations in the United States only, a decision its own country only.
Fix: name the tool that covers each country: an adequacy decision in force, or standard contractual clauses.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.territory.adequacy import adequacy
from ketju.core.territory.membership import is_country, is_third_country


def check(subject: Subject) -> Iterator[Observation]:
    """Entries whose only tool rests on a decision that does not speak of any of their third countries."""
    for entry in subject.register.entries:
        tools = set(entry.transfer.tools) if entry.transfer else set()
        codes = [place.code for place in entry.places if place.kind != "seat" and is_country(place.code)]
        outside = list(dict.fromkeys(code for code in codes if is_third_country(code, subject.on)))
        if not outside or not tools or tools - {"DPF", "ADEQUACY"}:
            continue
        unfit = [code for code in outside if not _fits(code, tools, subject.on)]
        if unfit:
            params = {"tool": "DPF" if "DPF" in tools else "ADEQUACY", "places": ", ".join(unfit)}
            yield Observation(f"entries/{entry.id}/transfer", params)


def _fits(code: str, tools: set[str], on: date) -> bool:
    if code == "US":
        return True
    return "ADEQUACY" in tools and bool(adequacy(code, on))


RULE = Rule("REG024", "transfer-tool-unfit", "warning", ("G-27", "GDPR Art. 45"), check)
