"""What a case is about: the register before and after, the changes that customers are owed notice of, their digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from ketju.core.model.change import Change
from ketju.core.model.register import Entry, Register
from ketju.core.notices.owed import Owed
from ketju.core.register.canonical import data_from_register
from ketju.core.register.comparison.changes import changes_between
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.registers.content import register_by_id, register_of_draft
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.reads_changes import changes_in

GONE = frozenset({"removed", "ended"})
"""Kinds of changes of which only some agreements ask for notice."""
COMING = frozenset({"added", "replaced", "legal-entity", "role"})
"""Kinds with which a company begins to have the data of customers."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The register as it is published and as it will be, and the changes that may have to be told of."""

    old: Register
    new: Register
    changes: tuple[Change, ...]

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries that the changes are about, as they will be."""
        known = {one.id for one in self.new.entries}
        return tuple(dict.fromkeys(one.new_id for one in self.changes if one.new_id in known))

    @property
    def coming(self) -> frozenset[str]:
        """The entries whose companies begin to have data."""
        return frozenset(one.new_id for one in self.changes if one.kind in COMING)

    def entry(self, id: str) -> Entry | None:
        """An entry as it will be."""
        return next((one for one in self.new.entries if one.id == id), None)


def matter_of_draft(draft: Draft) -> Matter:
    """What a draft changes."""
    old = register_by_id(draft.base.public_id) if draft.base else Register()
    new = _draft(draft.public_id, draft.revision)
    found = changes_between(old, new) if draft.base else ()
    return Matter(old, new, tuple(one for one in found if may_be_told(one)))


def matter_of(change: CaseChange) -> Matter:
    """What a case is about, with the changes as they were planned; once published with the version's register."""
    draft = change.draft
    base = draft.base if draft else None
    old = register_by_id(base.public_id) if base else Register()
    if change.version is not None:
        new = register_by_id(change.version.public_id)
    else:
        assert draft is not None
        new = _draft(draft.public_id, draft.revision)
    return Matter(old, new, changes_in(change.changes))


@lru_cache(maxsize=16)
def _draft(draft: str, revision: int) -> Register:
    return register_of_draft(Draft.objects.get(public_id=draft))


def may_be_told(change: Change) -> bool:
    """Whether some customer may be owed notice of a change."""
    return change.notice.owed != "no" or change.kind in GONE


def is_owed(change: Change, owed: Owed) -> bool:
    """Whether a customer is owed notice of a change: by law, or as its terms name this sort (D-134, D-135, D-194)."""
    return change.notice.owed == "yes" or sort_of(change) in owed.changes


def sort_of(change: Change) -> str:
    """What terms call a change."""
    if change.kind in ("added", "replaced"):
        return "addition" if change.kind == "added" else "replacement"
    return "removal" if change.kind in GONE else "alteration"


def text_of_changes(changes: Sequence[Change]) -> str:
    """Changes as the text that a case keeps."""
    return json.dumps([asdict(one) for one in changes], ensure_ascii=False)


def digest_of(matter: Matter) -> str:
    """The SHA-256 of what customers are told of: the changes, and all that the register says of these companies."""
    some = [one for one in map(matter.entry, matter.entries) if one is not None]
    data = [[asdict(one) for one in matter.changes], _records(some)]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _records(entries: Iterable[Entry]) -> object:
    return data_from_register(replace(Register(), entries=tuple(entries)), whole=True).get("entries", {})
