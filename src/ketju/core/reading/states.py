"""Headings and cells that tell the state of an entry; it follows from dates, so only what they do not tell is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ketju.core.model.register import Entry
from ketju.core.reading.draft import Draft
from ketju.core.reading.grouping import clean_heading
from ketju.core.vocabulary.states import State, state_of


def with_state(entry: Entry, draft: Draft, languages: Collection[str]) -> Entry:
    """The entry with the status as printed, in its own cell or else in the innermost heading that names a state.

    One that dates tell as well is left out, as is that of an entry in use: a list is of those in use unless it says
    otherwise. What is printed is kept where it is the only sign, as "Planned" without a day.
    """
    printed = entry.status or next(iter(_headings(draft, languages)), "")
    state = state_of(printed, languages)
    if state is not None and _is_told(state, entry):
        printed = ""
    return entry if printed == entry.status else replace(entry, status=printed)


def _headings(draft: Draft, languages: Collection[str]) -> list[str]:
    found = (clean_heading(text.text) for text in reversed(draft.path))
    return [heading for heading in found if state_of(heading, languages)]


def _is_told(state: State, entry: Entry) -> bool:
    """Whether the dates of an entry give its state."""
    return {"current": True, "planned": entry.since is not None, "ended": entry.until is not None}[state]
