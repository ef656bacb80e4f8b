"""The changes between two registers as plain data for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ketju.core.model.change import Change
from ketju.core.model.register import Register
from ketju.core.register.comparison.kinds import kind_of
from ketju.text.changes import ChangeWords, counts
from ketju.text.render import Phrasebook

FORMAT = 1
"""The number of the form, under ``ketju_diff``."""


def changes_data(
    changes: Sequence[Change], old: Register, new: Register, phrases: Phrasebook
) -> dict[str, Any]:
    """Every change with its values, the reason for notice, and both in words of one language.

    Shape: ``{"ketju_diff": 1, "old": release, "new": release, "counts": {section: number}, "changes": [change]}``;
    members of a change that say nothing are left out. "changes" is an iterator: no more than one need be in memory.
    """
    words = ChangeWords(old, new, phrases)
    return {
        "ketju_diff": FORMAT,
        "old": _release(old),
        "new": _release(new),
        "counts": dict(counts(changes)),
        "changes": (_change(change, words) for change in changes),
    }


def _release(register: Register) -> dict[str, Any]:
    return {
        "publisher": register.publisher or None,
        "version": register.version or None,
        "version_on": str(register.version_on) if register.version_on else None,
        "entries": len(register.entries),
    }


def _change(change: Change, words: ChangeWords) -> dict[str, Any]:
    told = {
        "name": change.name,
        "field": change.field,
        "old_id": change.old_id,
        "new_id": change.new_id,
        "before": list(change.before),
        "after": list(change.after),
        "services": list(change.services),
        "regions": list(change.regions),
        "matched_by": change.matched_by,
    }
    notice = change.notice
    return {
        "kind": change.kind,
        "theme": kind_of(change.kind).theme,
        **{name: value for name, value in told.items() if value},
        "words": words.what(change),
        "notice": {
            "owed": notice.owed,
            "reason": notice.reason,
            "basis": list(notice.basis),
            "words": words.reason(notice),
        },
    }
