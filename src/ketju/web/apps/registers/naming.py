"""Ids of new records: the one that is asked for, or one made from the name that no other record has."""

from __future__ import annotations

from typing import Any

from ketju.core.register.slugs import is_slug
from ketju.core.register.slugs import slug as slug_of
from ketju.web.apps.registers.content import Record
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.problems import RecordWrong

_LONGEST = 56
"""Letters of a name in an id that gets a number, so that the number fits."""


def id_for(draft: Draft, kind: str, asked: str, data: dict[str, Any]) -> str:
    """The id of a new record of a kind. Raises RecordWrong where the one that is asked for is none, or is taken."""
    taken = set(draft.records.filter(kind=kind).values_list("slug", flat=True))
    if asked:
        if not is_slug(asked):
            raise RecordWrong([("id", "web.registers.wrong.id", {"found": asked})])
        if asked in taken:
            raise RecordWrong([("id", "web.registers.wrong.id-taken", {"found": asked})])
        return asked
    made = slug_of(Record(kind, "", data).name)
    numbered = (f"{made[:_LONGEST]}-{number}" for number in range(2, 10_000))
    return made if made not in taken else next(one for one in numbered if one not in taken)
