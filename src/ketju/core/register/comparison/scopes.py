"""Differences in what an entry applies to, measured by whom it reaches, and whom a change touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ketju.core.model.change import Change, ChangeKind
from ketju.core.model.register import Entry, Register
from ketju.core.register.comparison.difference import Difference
from ketju.core.register.comparison.kinds import CONTROLLER_SIDE
from ketju.core.register.comparison.structure import (
    HOMES,
    Names,
    Pairs,
    Reach,
    Territory,
    Touched,
    translated,
)
from ketju.core.vocabulary.fold import folded

Heading = tuple[str, ...]


class Scopes:
    """Whom the entries of two registers reach, in terms of the new one."""

    def __init__(self, old: Register, new: Register, names: Names, pairs: Pairs) -> None:
        self.names = names
        self._old, self._new = Territory(old), Territory(new)
        self._labels = {
            home: {record.id: str(record.name) or record.id for record in getattr(new, home)}
            for home in HOMES
        }
        structure = [
            (one.services, one.regions, one.groups, [option.id for option in one.options])
            for one in (old, new)
        ]
        self.are_equal = structure[0] == structure[1]
        self._shared = translated(self._old.everything, names)
        self._headings = Counter(
            (_heading(a), _heading(b)) for a, b in pairs if a.applies_to.sections != b.applies_to.sections
        )

    def old_reach(self, entry: Entry) -> Reach:
        """Whom an entry of the old register reaches, as far as it is there still."""
        return translated(self._old.reach(entry), self.names)

    def new_reach(self, entry: Entry) -> Reach:
        """Whom an entry of the new register reaches, of what was there before."""
        return self._new.reach(entry) & self._shared

    def touched(self, old: Entry | None, new: Entry | None) -> Touched:
        """Whom a change of the entry touches: by the new register, by the old one for what is gone."""
        if new is not None:
            return self._new.touched(self._new.reach(new))
        return self._old.touched(self._old.reach(old)) if old is not None else Touched()

    def changes(self, old: Entry, new: Entry) -> Iterator[Change]:
        """What of the products and regions that both registers have is reached now and was not, or the reverse."""
        before, after = self.old_reach(old), self.new_reach(new)
        gained, lost = after - before, before - after
        if gained:
            yield self._change("applies-to-widened", old, new, gained)
        if lost:
            yield self._change("applies-to-narrowed", old, new, lost)
        if not gained and not lost and self._refers_otherwise(old, new):
            yield self._change("structure", old, new, after)

    def _refers_otherwise(self, old: Entry, new: Entry) -> bool:
        """Whether the scope names other things without reaching others; told only where all names are known."""
        for home in HOMES:
            ids = getattr(old.applies_to, home)
            named = [self.names.new(home, id) for id in ids]
            if None not in named and set(named) != set(getattr(new.applies_to, home)):
                return True
        return False

    def _change(self, kind: ChangeKind, old: Entry, new: Entry, reach: Reach) -> Change:
        touched = self._new.touched(reach)
        difference = Difference(kind, "applies_to")
        is_outside = old.role != "processor" and new.role != "processor"
        notice = CONTROLLER_SIDE if is_outside and difference.notice.owed != "no" else difference.notice
        shown = tuple(dict.fromkeys(self._label(service, region) for service, region in sorted(reach)))
        return Change(
            kind, notice, new.name, "applies_to", old.id, new.id,
            () if kind == "applies-to-widened" else shown, () if kind == "applies-to-narrowed" else shown,
            touched.services, touched.regions,
        )  # fmt: skip

    def _label(self, service: str, region: str) -> str:
        parts = (self._labels["services"].get(service, service), self._labels["regions"].get(region, region))
        return " · ".join(part for part in parts if part)

    def headings(self, *, comparable: bool) -> Iterator[Difference]:
        """Headings above entries that are other ones now; what they mean for scopes is told apart."""
        if not comparable:
            return
        for before, after in self._headings:
            if folded(" ".join(before)) != folded(" ".join(after)):
                yield Difference(
                    "wording-only", "sections", tuple(filter(None, before)), tuple(filter(None, after))
                )


def _heading(entry: Entry) -> Heading:
    return entry.applies_to.sections
