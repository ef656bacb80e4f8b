"""Who of a customer's people is told of a change, and whose notice is notice to the customer.

The terms name sorts of people. Where nobody settled it, main users are told, with contacts for data protection beside
them, who stand for the customer where it has no main user. Source: D-196, D-135; GDPR Art. 28(2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

USUAL = ("main-users", "privacy-contact")
"""Who is told where no terms say it, and beside a letter where nobody is there whom they name."""
MAIN = "main-users"


class Person(NamedTuple):
    """Somebody at a customer, by a number: what they are, whether they can sign in, who stands in while they are away
    (up to and with ``away_until``).
    """

    number: int
    is_main_user: bool = False
    role: str = ""
    is_user: bool = False
    deputy: int | None = None
    away_until: date | None = None


class Told(NamedTuple):
    """Somebody who is told. ``counts``: notice to this person is notice to the customer.

    ``sorts`` are those of the values of ``notice.recipients`` that made it so, of the person or of whom it stands in
    for (``stands_in_for``, None for nobody). ``is_named``: it is the terms that name them, not the usual.
    """

    number: int
    sorts: tuple[str, ...]
    counts: bool
    is_named: bool
    stands_in_for: int | None = None


SORTS: Mapping[str, Callable[[Person], bool]] = MappingProxyType(
    {
        MAIN: lambda one: one.is_main_user,
        "privacy-contact": lambda one: one.role == "privacy",
        "contract-contact": lambda one: one.role == "contract",
        "all-users": lambda one: one.is_user,
    }
)
"""The values of ``notice.recipients``: which people each of them names."""


def told_of(people: Sequence[Person], named: Iterable[str], on: date) -> tuple[Told, ...]:
    """Who of a customer's people is told of a change on a day, each once; ``named`` is what its terms name.

    Where there is nobody whom they name, the usual people are told all the same, and a notice to them is none to the
    customer: it is in its favour that somebody hears of it and that no time runs from there (Q-10).
    """
    wanted = tuple(named)
    found = _sorted_out(people, wanted)
    is_named = bool(found)
    if not found:
        found = _sorted_out(people, USUAL)
    has_main = any(MAIN in sorts for _, sorts in found)
    chosen: dict[int, Told] = {}
    for number, sorts, whom in _with_deputies(people, found, on):
        counts = is_named or (not wanted and (MAIN in sorts or not has_main))
        held = chosen.get(number)
        if held is None or (counts and not held.counts):
            chosen[number] = Told(number, sorts, counts, is_named, whom)
    return tuple(chosen.values())


def usual_of(sorts: Sequence[str]) -> tuple[str, ...]:
    """Those of some sorts that are told as usual."""
    return tuple(sort for sort in USUAL if sort in sorts)


def _sorted_out(people: Iterable[Person], wanted: Sequence[str]) -> list[tuple[Person, tuple[str, ...]]]:
    """The people of some sorts, with those of them that each is of."""
    known = [(name, SORTS[name]) for name in wanted if name in SORTS]
    found = [(one, tuple([name for name, is_one in known if is_one(one)])) for one in people]
    return [each for each in found if each[1]]


def _with_deputies(
    people: Iterable[Person], found: Iterable[tuple[Person, tuple[str, ...]]], on: date
) -> Iterator[tuple[int, tuple[str, ...], int | None]]:
    """Each number of somebody who is told, with the sorts and whom it stands in for."""
    here = {one.number for one in people}
    for one, sorts in found:
        yield one.number, sorts, None
        is_away = one.away_until is not None and one.away_until >= on
        if is_away and one.deputy is not None and one.deputy in here:
            yield one.deputy, sorts, one.number
