"""The comparison of two registers: what changed, whom it touches, and whether notice is owed.

Entries are matched first (``matching``), then each pair is compared member by member. A pair whose entries are equal
costs nothing more. No day is asked for: what is planned, current or over is no matter of comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain

from ketju.core.model.change import Change
from ketju.core.model.register import Entry, Register
from ketju.core.register.comparison.difference import Difference, stated
from ketju.core.register.comparison.kinds import CONTROLLER_SIDE, rank_of
from ketju.core.register.comparison.listwide import list_differences, structure_differences
from ketju.core.register.comparison.matching import pairing
from ketju.core.register.comparison.merging import Match, Matches, matches_of
from ketju.core.register.comparison.particulars import (
    condition_differences,
    date_differences,
    name_differences,
    number_differences,
    other_differences,
    role_differences,
)
from ketju.core.register.comparison.recognition import Row
from ketju.core.register.comparison.scopes import Scopes
from ketju.core.register.comparison.structure import names_between
from ketju.core.register.comparison.successors import Candidate, is_other_use, successions
from ketju.core.register.comparison.uses import (
    access_differences,
    data_differences,
    function_differences,
    people_differences,
    purpose_differences,
)
from ketju.core.register.comparison.whereabouts import (
    declared_differences,
    leaves_eea,
    place_differences,
    transfer_differences,
)
from ketju.core.register.parties import identity


def changes_between(old: Register, new: Register) -> tuple[Change, ...]:
    """Every change from the old register to the new one, the weightiest kinds first, then in the list's order.

    Registers that say the same in another order, layout or language have none, or changes of wording only.
    Source: D-134, D-135.
    """
    return _Comparison(old, new).changes()


class _Comparison:
    def __init__(self, old: Register, new: Register) -> None:
        self.old, self.new = old, new
        rows = [Row(entry) for entry in old.entries], [Row(entry) for entry in new.entries]
        self.found: Matches = matches_of(pairing(*rows), *rows)
        pairs = [(match.old[0].entry, match.new[0].entry) for match in self.found.matches]
        self.names = names_between(old, new, pairs)
        self.scopes = Scopes(old, new, self.names, pairs)
        self.comparable = _share_a_language(old, new)
        self.new_id = {
            row.entry.id: match.new[0].entry.id for match in self.found.matches for row in match.old
        }

    def changes(self) -> tuple[Change, ...]:
        """All changes in order."""
        placed = [*self._of_matches(), *self._of_the_rest()]
        place = {entry.id: at for at, entry in enumerate(self.new.entries)}
        gone = {entry.id: at for at, entry in enumerate(self.old.entries)}
        far = len(place) + len(gone)
        placed.sort(
            key=lambda change: (
                rank_of(change.kind),
                place.get(change.new_id, far + gone.get(change.old_id, 0)),
            )
        )
        return tuple(placed)

    def _of_matches(self) -> Iterator[Change]:
        for match in self.found.matches:
            is_one_row = len(match.old) == len(match.new) == 1
            if is_one_row and match.old[0].entry == match.new[0].entry and self.scopes.are_equal:
                continue
            before, after = match.before, match.after
            if _is_another(match):
                yield self._replaced(before, after)
                continue
            for difference in chain(self._differences(before, after), _rows(match)):
                yield self._change(difference, before, after, match.reason)
            yield from self.scopes.changes(before, after)

    def _differences(self, old: Entry, new: Entry) -> Iterable[Difference]:
        comparable = self.comparable
        return chain(
            name_differences(old, new),
            role_differences(old, new),
            place_differences(old, new, comparable=comparable),
            declared_differences(old, new),
            transfer_differences(old, new, comparable=comparable),
            purpose_differences(old, new),
            data_differences(old, new, comparable=comparable),
            people_differences(old, new, comparable=comparable),
            function_differences(old, new, comparable=comparable),
            access_differences(old, new),
            condition_differences(old, new, comparable=comparable),
            number_differences(old, new),
            date_differences(old, new),
            self._chain(old, new),
            other_differences(old, new, comparable=comparable),
        )

    def _chain(self, old: Entry, new: Entry) -> Iterator[Difference]:
        """Who engages the company: an entry of either register."""
        before = self.new_id.get(old.engaged_by, old.engaged_by)
        if before != new.engaged_by:
            was, now = ((one,) if one else () for one in (before, new.engaged_by))
            yield stated("engaged_by", was, now) or Difference("chain", "engaged_by", was, now)

    def _of_the_rest(self) -> Iterator[Change]:
        """What came, went and followed, and what changed in the list itself."""
        going = [
            Candidate(row.entry, self.scopes.old_reach(row.entry), row.entry.until) for row in self.found.gone
        ]
        ended = [
            Candidate(match.old[0].entry, self.scopes.old_reach(match.old[0].entry), match.new[0].entry.until)
            for match in self.found.matches
            if match.new[0].entry.until and not match.old[0].entry.until
        ]
        coming = [Candidate(row.entry, self.scopes.new_reach(row.entry)) for row in self.found.came]
        leaving = [*going, *ended]
        followed = successions(leaving, coming)
        has_successor = set(followed.values())
        for at, row in enumerate(self.found.came):
            if at in followed:
                yield self._replaced(leaving[followed[at]].entry, row.entry)
            else:
                yield self._change(Difference("added", ""), None, row.entry)
            yield from self._first_third_country(row.entry)
        for at, row in enumerate(self.found.gone):
            if at not in has_successor:
                yield self._change(Difference("removed", ""), row.entry, None)
        for difference in list_differences(self.old, self.new, self.names, comparable=self.comparable):
            yield self._of_list(difference)
        for old_id, new_id, difference in structure_differences(self.old, self.new, self.names):
            yield replace(self._of_list(difference), old_id=old_id, new_id=new_id)
        yield from map(self._of_list, self.scopes.headings(comparable=self.comparable))

    def _replaced(self, old: Entry, new: Entry) -> Change:
        return replace(
            self._change(Difference("replaced", "", (old.name,), (new.name,)), old, new), matched_by=""
        )

    def _first_third_country(self, entry: Entry) -> Iterator[Change]:
        """A new entry by which data leave the EEA, where nothing did before."""
        if leaves_eea(entry) and self._was_within_eea:
            codes = tuple(dict.fromkeys(place.code for place in entry.places))
            yield self._change(Difference("first-third-country", "places", (), codes), None, entry)

    @cached_property
    def _was_within_eea(self) -> bool:
        """Whether the old register says of some entry that data stay in the EEA, and of none that they leave it."""
        known = {leaves_eea(one) for one in self.old.entries}
        return False in known and True not in known

    def _change(
        self, difference: Difference, old: Entry | None, new: Entry | None, reason: str = ""
    ) -> Change:
        entry = new or old
        assert entry is not None
        touched = self.scopes.touched(old, new)
        is_outside = all(one is None or one.role != "processor" for one in (old, new))
        notice = difference.notice
        return Change(
            difference.kind,
            CONTROLLER_SIDE if is_outside and notice.owed != "no" else notice,
            entry.name,
            difference.field,
            old.id if old else "",
            new.id if new else "",
            difference.before,
            difference.after,
            touched.services,
            touched.regions,
            reason,
        )

    def _of_list(self, difference: Difference) -> Change:
        return Change(
            difference.kind,
            difference.notice,
            field=difference.field,
            before=difference.before,
            after=difference.after,
        )


def _is_another(match: Match) -> bool:
    """Whether an entry that kept its id is another company now, and no renamed one: nothing but the id is left."""
    one, other = match.old[0], match.new[0]
    if match.reason != "id" or identity(one.party, other.party):
        return False
    if one.party.numbers and other.party.numbers:
        return True
    return is_other_use(one.entry, other.entry) or bool(
        one.codes and other.codes and not one.codes & other.codes
    )


def _rows(match: Match) -> Iterator[Difference]:
    if len(match.old) != len(match.new):
        yield Difference("wording-only", "rows", (str(len(match.old)),), (str(len(match.new)),))


def _share_a_language(old: Register, new: Register) -> bool:
    """Whether texts of the two registers may be held against each other."""
    before, after = (_languages(register) for register in (old, new))
    return not before or not after or bool(before & after)


def _languages(register: Register) -> set[str]:
    codes = {code for entry in register.entries for code, _ in (*entry.purpose.texts, *entry.function.texts)}
    found = {code.partition("-")[0].lower() for code in (*register.languages, *codes)}
    return set() if "und" in found else found
