"""What has to hold for each customer of a case at an instant, and from when the change may take effect for it.

Silence after notice and window frees a customer under a general authorisation, and never under a specific one. An open
objection holds; one that was upheld, or a customer that leaves, is never freed and nobody waits for it. What took effect
stays. Source: Art. 28(2); D-189 to D-203; X-7, X-8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from clocks import day_at, start_of
from delivering import Given, earliest_of, given_of, window_of
from reaching import Touch, touch_of
from widening import first_that_counts, first_touch, widened_at, wider
from world import Row, Terms, World, day, terms_of, when

FOR_GOOD, HOLD = ("upheld", "exit"), ("to-confirm", "open", "upheld", "exit")


@dataclass(frozen=True)
class Standing:
    """Where a customer stands: from when it is free by its own gates and the companies', whether it is out for good."""

    free: datetime | None
    is_out: bool
    given: Given | None
    window: datetime | None


class Case:
    """One case of the world."""

    def __init__(self, world: World, data: dict[str, Any]) -> None:
        self.world, self.data, self.id = world, data, str(data["id"])
        self.processor = next(one for one in world.plan["processors"] if one["slug"] == data["processor"])
        self.listed = world.plan["lists"][data["list"]]
        self.agreements = {
            name: terms_of(said, self.processor) for name, said in world.plan["agreements"].items()
        }
        (announced,) = world.events("announced", case=self.id)
        self.announced = when(announced["at"])
        self.planned = when(data["planned_at"])
        self.corrections = [
            (when(one["at"]), one["number"]) for one in world.events("corrected", case=self.id)
        ]
        withdrawn = world.events("withdrawn", case=self.id)
        self.withdrawn = when(withdrawn[0]["at"]) if withdrawn else None
        self.withdrawal = withdrawn[0]["number"] if withdrawn else None
        self.customers = {
            one["id"]: one for one in world.plan["customers"] if one["processor"] == data["processor"]
        }
        self.for_everybody: dict[datetime, bool] = {}

    @cached_property
    def first_day(self) -> date:
        """The day on which it was announced."""
        assert self.announced
        return day_at(self.announced, self.processor["zone"])

    @cached_property
    def _by_customer(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self.world.log:
            if one.get("customer") and one.get("case") in (None, self.id):
                found.setdefault(one["customer"], []).append(one)
        return found

    def _happened(self, customer: str, kind: str, at: datetime) -> Iterator[dict[str, Any]]:
        for one in self._by_customer.get(customer, ()):
            if one["kind"] == kind and (when(one["at"]) or at) <= at:
                yield one

    def agreement_of(self, customer: dict[str, Any]) -> Terms:
        """What holds for a customer."""
        return self.agreements[customer["agreement"]]

    def moments(self, customer: str, since: datetime, end: datetime) -> list[datetime]:
        """When something happened that is about a customer, from one instant to another."""
        times = [when(one["at"]) for one in self._by_customer.get(customer, ())]
        return sorted({one for one in times if one and since <= one < end})

    def last_before(self, end: datetime) -> datetime:
        """When the last thing happened before an instant."""
        return max(one for one in self._times if one < end)

    @cached_property
    def _times(self) -> list[datetime]:
        return [one for event in self.world.log if (one := when(event["at"]))]

    def came_at(self, customer: str, at: datetime) -> datetime | None:
        """When somebody became a customer, or began to use more, after the case was announced; None for neither."""
        assert self.announced
        came = [when(one["at"]) for one in self._happened(customer, "came", at)]
        return next((one for one in came if one and one >= self.announced), None)

    def touched(self, at: datetime) -> dict[str, Touch]:
        """The customers of the case at an instant: those of the day it was announced, and who came since."""
        found = ((name, self.touch(name, at)) for name in self.customers)
        return {name: touch for name, touch in found if touch is not None}

    def touch(self, name: str, at: datetime) -> Touch | None:
        """What of the case a customer has to be told at an instant: what it was told of first, and what came since."""
        at = min(at, self.withdrawn or at)
        touch, came = first_touch(self, name), self.came_at(name, at)
        if touch is None:
            return self.touch_at(name, came) if came else None
        since = widened_at(self, name, at)
        more = self.touch_at(name, since) if since else None
        return wider(touch, more) if more else touch

    def has_come(self, name: str, at: datetime) -> bool:
        """Whether somebody came, or began to use more, by an instant."""
        return any(self._happened(name, "came", at))

    @cached_property
    def later_notices(self) -> list[tuple[datetime, str, str]]:
        """The notices after the first: when, which kind, which number."""
        kinds = ("told-later", "corrected", "withdrawn")
        held = ((kind, one) for kind in kinds for one in self.world.events(kind, case=self.id))
        return sorted((at, kind, str(one["number"])) for kind, one in held if (at := when(one["at"])))

    def touch_at(self, name: str, at: datetime) -> Touch | None:
        """What of the case touches a customer as it was at an instant."""
        customer = self.customers[name]
        as_it_was = dict(customer)
        if self.has_come(name, at):
            as_it_was["services"] = customer["services"] + customer.get("more_services", [])
        ended = [one["on"] for one in self._happened(name, "ended", at)]
        as_it_was["ended_on"] = ended[0] if ended else customer.get("ended_on")
        on = day_at(at, self.processor["zone"])
        return touch_of(self.data, self.listed, as_it_was, on, self.agreement_of(customer))

    def company(self, touch: Touch) -> datetime | None:
        """From when everything that has to be known of the companies is there."""
        zone, firsts = (
            self.processor["zone"],
            [when(one["at"]) for one in self.world.events("approved", case=self.id)],
        )
        for entry in touch.entries:
            shown = self.data["evidence"].get(entry)
            if shown is None:
                continue
            firsts += [start_of(date.fromisoformat(one), zone) for one in shown]
        return max(filter(None, firsts), default=None)

    def standing(self, name: str, touch: Touch, at: datetime) -> Standing:
        """Where a customer stands at an instant."""
        terms = self.agreement_of(self.customers[name])
        given = given_of(list(self._counting(name, terms, at)), terms, at)
        own = list(self._own(name, touch, terms, given, at))
        window = window_of(given, terms)
        states = [self._state(one["objection"], at) for one in self._holding(name, touch, at)]
        if self.has_left(name, at) or any(one in FOR_GOOD for one in states):
            return Standing(None, True, given, window)
        if states or None in own:
            return Standing(None, False, given, window)
        opens = [*own, self.company(touch), self.planned]
        return Standing(max(filter(None, opens)), False, given, window)

    def has_left(self, name: str, at: datetime) -> bool:
        """Whether somebody is no customer any longer at an instant."""
        ended = [day(one["on"]) for one in self._happened(name, "ended", at)]
        return any(one is not None and one <= day_at(at, self.processor["zone"]) for one in ended)

    def _counting(self, name: str, terms: Terms, at: datetime) -> Iterator[Row]:
        """The messages by which notice is given: those of the newest correction and after it, where it starts anew."""
        made = [number for since, number in self.corrections if since and since <= at]
        of_all = first_that_counts(self, name, at)
        if of_all is None:
            return
        first = max([*(made if terms.is_restarted else ()), of_all])
        for row in self.world.deliveries.get((self.id, name), []):
            if int(row["number"]) >= first and int(row["number"]) != self.withdrawal:
                yield row

    def _own(
        self, name: str, touch: Touch, terms: Terms, given: Given | None, at: datetime
    ) -> Iterator[datetime | None]:
        """From when each gate of the customer is open, None for one of which that is not known."""
        joined, since = self.joined_at(name, at), widened_at(self, name, at)

        def own(kind: str) -> datetime | None:
            days = (when(one["at"]) for one in self._happened(name, kind, at))
            return next((one for one in days if one and (since is None or one >= since)), None)

        if touch.has_condition:
            yield own("condition")
        if joined:
            yield joined
        elif terms.mode == "specific":
            yield own("consent")
        elif terms.is_open:
            yield None
        else:
            yield given.received if given else None
            yield earliest_of(given, terms)

    def joined_at(self, name: str, at: datetime) -> datetime | None:
        """When a new customer accepted the annex with the planned entry, so that it has no window of its own: only once
        the list shows it.
        """
        came = self.came_at(name, at) if self.customers[name].get("comes") else None
        shown = [when(one["at"]) for one in self.world.events("published", case=self.id)]
        return came if came and any(one and one <= came for one in shown) else None

    def _holding(self, name: str, touch: Touch, at: datetime) -> Iterable[dict[str, Any]]:
        """The objections that hold: none does where they leave one of the customer's services alone."""
        said = [
            one for one in self._happened(name, "objection", at) if self._state(one["objection"], at) in HOLD
        ]
        for service in touch.services:
            if not any(not one["services"] or service in one["services"] for one in said):
                return []
        return said

    def is_talked_about(self, at: datetime) -> bool:
        """Whether an objection waits for its outcome."""
        said = (
            one["objection"]
            for one in self.world.events("objection", case=self.id)
            if (when(one["at"]) or at) <= at
        )
        return any(self._state(one, at) in ("to-confirm", "open") for one in said)

    def _state(self, objection: str, at: datetime) -> str:
        return [state for since, state in self._states[objection] if since <= at][-1]

    @cached_property
    def _states(self) -> dict[str, list[tuple[datetime, str]]]:
        found: dict[str, list[tuple[datetime, str]]] = {}
        for one in self.world.log:
            since = when(one["at"])
            if one["kind"] in ("objection", "objection-state") and since:
                found.setdefault(one["objection"], []).append((since, one["state"]))
        return found

    def free_dates(self, at: datetime) -> dict[str, Standing]:
        """Where each customer stands, with the way the case takes effect; as it was when the change was given up."""
        at = min(at, self.withdrawn or at)
        found = {name: self.standing(name, touch, at) for name, touch in self.touched(at).items()}
        if self.data["rollout"] == "per customer":
            return found
        waiting = [one for one in found.values() if not one.is_out]
        last = (
            None
            if any(one.free is None for one in waiting)
            else max((one.free for one in waiting if one.free), default=None)
        )
        return {
            name: Standing(None if one.is_out else last, one.is_out, one.given, one.window)
            for name, one in found.items()
        }


def effects(case: Case, ticks: list[datetime]) -> tuple[list[dict[str, datetime]], dict[str, datetime]]:
    """For each tick of the clock, for whom the change is in effect by then, and since when it may have been; and for
    whom it was, of less, before it began to use more.

    What was free when the clock moved, or when a customer did something, took effect; nothing that is learnt later
    takes that back. What was given up takes effect for nobody any longer.
    """
    taken: dict[str, datetime] = {}
    before: dict[str, datetime] = {}
    after = []
    for number, at in enumerate(ticks):
        assert case.announced
        end = ticks[number + 1] if number + 1 < len(ticks) else at + timedelta(days=1)
        end = min(end, case.withdrawn or end)
        if case.announced <= at < end:
            _take(taken, case.free_dates(at), at)
            before |= {one: taken.pop(one) for one in _wider_by(case, at, end) if one in taken}
            if case.data["rollout"] == "per customer":
                _take_one_by_one(case, taken, at, end)
            else:
                moment = case.last_before(end)
                _take(taken, case.free_dates(moment), moment)
        after.append(dict(taken))
    return after, before


def _wider_by(case: Case, at: datetime, end: datetime) -> list[str]:
    """Who begins to use more than it was told of from one instant to another."""
    since = {name: widened_at(case, name, end - timedelta(microseconds=1)) for name in case.customers}
    return [name for name, one in since.items() if one is not None and at <= one < end]


def _take(taken: dict[str, datetime], found: dict[str, Standing], at: datetime) -> None:
    for name, one in found.items():
        if name not in taken and one.free is not None and one.free <= at:
            taken[name] = one.free


def _take_one_by_one(case: Case, taken: dict[str, datetime], at: datetime, end: datetime) -> None:
    """What takes effect for a customer by something that it does, or that is done for it, before the clock moves on."""
    touched = case.touched(case.last_before(end))
    for name, touch in touched.items():
        for moment in () if name in taken else case.moments(name, at, end):
            if name not in taken:
                _take(taken, {name: case.standing(name, touch, moment)}, moment)
