"""How far a draft was looked at before it is published, and what a document changes before anybody works on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ketju.core.model.change import Change
from ketju.core.model.finding import LEVELS
from ketju.core.model.register import Register as Content
from ketju.core.model.result import Provenance
from ketju.core.register.comparison.changes import changes_between
from ketju.web.apps.registers.checking import findings_in
from ketju.web.apps.registers.content import register_by_id
from ketju.web.apps.registers.models import Draft, Snapshot
from ketju.web.apps.registers.reads.staff import next_of, read_of
from ketju.web.apps.registers.writes.drafting import SURE, content_of


@dataclass(frozen=True, slots=True)
class Account:
    """What was looked at in a draft and what is left.

    ``entries`` of which ``accepted`` and ``corrected``; ``fields`` that were read from a document, ``seen`` those of
    entries that somebody looked at; ``guessed`` fields of low confidence, ``guessed_left`` those that nobody looked
    at. ``changed``: records that people changed here. ``open_findings``: how many by level; ``waived`` ones.
    """

    entries: int
    accepted: int
    corrected: int
    fields: int
    seen: int
    guessed: int
    guessed_left: int
    changed: int
    open_findings: tuple[tuple[str, int], ...]
    waived: int

    @property
    def done(self) -> int:
        """Entries that somebody looked at."""
        return self.accepted + self.corrected

    @property
    def unseen(self) -> int:
        """Entries that nobody looked at."""
        return self.entries - self.done


def account_of(draft: Draft) -> Account:
    """The account of a draft by its last check."""
    rows = dict(draft.records.filter(kind="entries").values_list("slug", "review"))
    counted = Counter(rows.values())
    found = read_of(draft.snapshot)
    read = found[0].result.provenance if found else ()
    per_entry, guesses = _per_entry(read), _per_entry([one for one in read if one.confidence < SURE])
    seen = {slug for slug, review in rows.items() if review}
    findings = findings_in(draft.findings) if draft.checked_revision >= 0 else ()
    levels = Counter(one.level for one, is_waived in findings if not is_waived)
    changed = draft.changes.filter(undone=None).exclude(act="undo").order_by()
    return Account(
        len(rows), counted["accepted"], counted["corrected"], per_entry.total(),
        sum(per_entry[slug] for slug in seen), guesses.total(),
        sum(count for slug, count in guesses.items() if slug not in seen),
        changed.values_list("kind", "slug").distinct().count(),
        tuple((level, levels[level]) for level in LEVELS if levels[level]), sum(is_waived for _, is_waived in findings),
    )  # fmt: skip


def _per_entry(read: Sequence[Provenance]) -> Counter[str]:
    paths = (one.path.split("/") for one in read)
    return Counter(path[1] for path in paths if path[0] == "entries" and len(path) > 2)


def earlier_of(snapshot: Snapshot) -> Snapshot | None:
    """The document with the very same bytes that was brought in for the register before."""
    same = Snapshot.objects.filter(register=snapshot.register_id, sha256=snapshot.sha256, pk__lt=snapshot.pk)
    return same.only("public_id", "name", "received_at").order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Coming:
    """What a document says other than the newest version: the number of that version, both contents, the changes."""

    number: int
    before: Content
    content: Content
    changes: tuple[Change, ...]


def coming_of(snapshot: Snapshot) -> Coming | None:
    """What bringing a document in as the next version changes; None where there is no list or no version yet."""
    newest = snapshot.register.versions.defer("content", "changes").order_by("-number").first()
    if newest is None or not snapshot.entries or snapshot.read_at is None:
        return None
    return _coming(snapshot.pk, snapshot.read_at.isoformat(), newest.public_id, newest.number)


@lru_cache(maxsize=4)
def _coming(snapshot: int, read_at: str, version: str, number: int) -> Coming:
    """Kept in memory: neither a reading nor a version ever changes."""
    found, before = Snapshot.objects.select_related("register").get(pk=snapshot), register_by_id(version)
    content = content_of(found, "next", before)[0]
    content = replace(content, tlp=content.tlp or before.tlp)
    return Coming(number, before, content, tuple(changes_between(before, content)))


def says_nothing_new(draft: Draft) -> bool:
    """Whether a draft of a document, on which nobody has worked yet, says the same as the version before it."""
    is_fresh = draft.snapshot_id is not None and draft.revision == 0 and draft.kind == "next"
    return is_fresh and draft.base_id is not None and not next_of(draft).changes
