"""Where customers of a case stand, computed by the core once for each class of facts.

Customers for whom the same facts hold on the same days share an answer. A day is enough where periods are counted in
days: the facts of a customer keep their order within the day. Where a period is counted in hours, or a waiver can make
the notice itself the last gate, each instant counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

from ketju.core.cases.effect import Effect, Standing, customer_gates, effects
from ketju.core.cases.gates import Gate
from ketju.core.cases.objections import Objection, rest
from ketju.core.notices.delivery import Delivery, Fact, FactKind, delivery_of
from ketju.core.notices.earliest import Earliest, earliest_for
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant, day_start
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.models import Group
from ketju.web.apps.cases.owed_json import owed_in

Raw = tuple[str, datetime, str, bool]
"""What is known of a message: the kind of the fact, when, the message, whether its recipient is a main user."""


class Acts(NamedTuple):
    """What a customer did itself: it accepted the change as it joined, consented, gave what the entry asks for; its
    objections; its public id where a gate was opened for it alone; that it has left.
    """

    joined: datetime | None = None
    consented: datetime | None = None
    condition: datetime | None = None
    objections: tuple[Objection, ...] = ()
    customer: str = ""
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the facts of delivery come to, in representative instants (``Standings.real`` gives the true ones)."""

    delivery: Delivery
    earliest: Earliest


NOTHING = Acts()
_Key = tuple[int, tuple[Any, ...], Acts, str]


class Standings:
    """Computes where customers stand. Ask ``key_of`` for each, then ``settled`` for all keys, then ``of``."""

    def __init__(self, gating: Gating, groups: Iterable[Group]) -> None:
        self.gating = gating
        self.groups = {one.pk: one for one in groups}
        self.owed: dict[int, Owed] = {pk: owed_in(one.owed) for pk, one in self.groups.items()}
        has_waivers = bool(gating.waivers)
        self._exact = {pk: has_waivers or _is_exact(one) for pk, one in self.owed.items()}
        self._company = {pk: gating.of_entries(one.entries) for pk, one in self.groups.items()}
        self._told: dict[tuple[Owed, tuple[Any, ...]], Told] = {}
        self._gates: dict[_Key, tuple[Gate, ...]] = {}
        self._effects: dict[_Key, Effect] = {}

    def key_of(
        self, group: int, facts: Sequence[Raw], acts: Acts = NOTHING, service: str | None = None
    ) -> _Key:
        """The class of a customer, or of one of its services; its gates are computed where the class is new."""
        if service is None:
            service = rest(self.groups[group].services, acts.objections)
        key = group, self._shape(group, facts), acts, service
        if key not in self._gates:
            self._gates[key] = self._gates_of(key)
        return key

    def settle(self) -> None:
        """Compute the effects of all classes, each as if it waited for no other."""
        names = {str(at): key for at, key in enumerate(self._gates)}
        found = effects(
            (), {name: self._gates[key] for name, key in names.items()},
            rollout="per customer",
            planned=self.gating.instant(self.gating.change.planned_at),
            gone={name for name, key in names.items() if key[2].is_gone},
        )  # fmt: skip
        self._effects = {names[name]: effect for name, effect in found.items()}

    def effect(self, key: _Key) -> Effect:
        """From when the change takes effect for a class, if it waits for no other."""
        return self._effects[key]

    def company(self, group: int) -> tuple[Gate, ...]:
        """The gates of the companies that touch a group."""
        return self._company[group]

    def gates(self, key: _Key) -> tuple[Gate, ...]:
        """The gates of a class: of the companies, then its own."""
        return self._gates[key]

    def told(self, key: _Key) -> Told:
        """What the facts of delivery come to for a class."""
        owed = self.owed[key[0]]
        if (owed, key[1]) not in self._told:
            facts = [
                Fact(cast(FactKind, kind), at, message, is_main)
                for kind, at, message, is_main in self._facts(owed, key[1])
            ]
            delivery = delivery_of(facts, owed)
            self._told[owed, key[1]] = Told(delivery, earliest_for(owed, delivery))
        return self._told[owed, key[1]]

    def real(self, key: _Key, facts: Sequence[Raw], at: Instant | None) -> datetime | None:
        """The true instant of a representative one."""
        if at is None or self._exact[key[0]]:
            return at.utc if at else None
        owed = self.owed[key[0]]
        shown = self._facts(owed, key[1])
        true = {one[1].utc: fact[1] for one, fact in zip(shown, _ordered(facts), strict=True)}
        return true.get(at.utc, at.utc)

    def _shape(self, group: int, facts: Sequence[Raw]) -> tuple[Any, ...]:
        if not facts:
            return ()
        ordered, zone = _ordered(facts), self.owed[group].zone
        names = {name: at for at, name in enumerate(dict.fromkeys(one[2] for one in ordered))}
        if self._exact[group]:
            return tuple((kind, at, names[name], is_main) for kind, at, name, is_main in ordered)
        found, place, last = [], 0, None
        for kind, at, name, is_main in ordered:
            place = place + 1 if last is not None and at != last else place
            last = at
            found.append((kind, at.astimezone(zone).date(), place, names[name], is_main))
        return tuple(found)

    def _facts(self, owed: Owed, shape: tuple[Any, ...]) -> list[tuple[str, Instant, str, bool]]:
        if shape and len(shape[0]) == 4:
            return [(kind, Instant(at, owed.zone), str(name), is_main) for kind, at, name, is_main in shape]
        return [
            (
                kind,
                Instant(day_start(day, owed.zone) + timedelta(seconds=place), owed.zone),
                str(name),
                is_main,
            )
            for kind, day, place, name, is_main in shape
        ]

    def _gates_of(self, key: _Key) -> tuple[Gate, ...]:
        group, _, acts, service = key
        told, owed, row = self.told(key), self.owed[group], self.groups[group]

        def instant(at: datetime | None) -> Instant | None:
            return Instant(at, owed.zone) if at else None

        one = Standing(
            owed, told.delivery, told.earliest, acts.objections, instant(acts.joined), instant(acts.consented),
            "condition" in row.doubts, instant(acts.condition),
        )  # fmt: skip
        own = self.gating.opened(customer_gates(one, service), acts.customer)
        return (*self._company_for(group, acts.customer), *own)

    def _company_for(self, group: int, customer: str) -> tuple[Gate, ...]:
        gates = self._company[group]
        return self.gating.opened(gates, customer) if customer else gates


def _is_exact(owed: Owed) -> bool:
    lengths = (owed.notice, owed.window, owed.bounce, owed.letter, owed.pass_on)
    return any(one is not None and one.unit == "hours" for one in lengths)


def _ordered(facts: Sequence[Raw]) -> list[Raw]:
    return sorted(facts, key=lambda one: (one[1], one[2], one[0]))


def waits_of(effect: Effect) -> str:
    """The kinds of gates of which nobody knows when they open, as a row keeps them."""
    return ",".join(dict.fromkeys(one.kind for one in effect.shut))[:200]


def shown_gates(gates: Iterable[Gate], true: Mapping[datetime, datetime]) -> tuple[Gate, ...]:
    """Gates with true instants in place of representative ones."""
    found = []
    for one in gates:
        opens = one.opens
        if opens is not None and opens.utc in true:
            opens = Instant(true[opens.utc].astimezone(UTC), opens.zone)
        found.append(replace(one, opens=opens))
    return tuple(found)
