"""Hold what was found in the database against what has to be there, customer by customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clocks import day_at
from delivering import Given, earliest_of
from judging import Case, Standing, effects
from reaching import Message, messages_to
from widening import told_by
from world import Row, World, when

NEAR = timedelta(seconds=1)
"""By so much the clocks of two processes may note the same thing apart. A message is taken between the first command of
its sender and the answer; the clock of the world may be moved in between.
"""

END = datetime.max.replace(tzinfo=UTC)
UNSEEN = timedelta(days=7)
"""So long a message in the application waits for somebody who looks, where no agreement says otherwise; none does here."""


@dataclass(frozen=True)
class Difference:
    """What was found where something else was to be there."""

    case: str
    customer: str
    what: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.case} {self.customer} {self.what}: expected {self.expected}, found {self.found}"


def _text(found: datetime | None) -> str:
    return found.isoformat() if found else ""


def _told(rows: list[Row], number: str) -> Counter[Message]:
    return Counter(
        (one["contact"], one["channel"], one["is_main_user"] == "true", one["language"])
        for one in rows if one["number"] == number and one["added"] != "true"
    )  # fmt: skip


def _is_look(row: Row) -> bool:
    """Whether nobody sent it: somebody who can sign in looked at the notice, which may be the first that is known."""
    return row["added"] == "true" and row["channel"] == "in-app"


class Comparison:
    """One case, held against the database at every tick of the clock."""

    def __init__(self, world: World, case: Case) -> None:
        self.world, self.case = world, case
        self.checked: Counter[str] = Counter()

    def differences(self) -> Iterator[Difference]:
        """All of them."""
        ticks = [at for one in self.world.events("tick") if (at := when(one["at"]))]
        yield from self._recipients()
        yield from self._forecast()
        yield from self._deliveries()
        yield from self._facts()
        taken, before = effects(self.case, ticks)
        for number, in_effect in enumerate(taken):
            at = when(self.world.events("looked")[number]["at"])
            assert at and self.case.announced
            if at >= self.case.announced:
                yield from self._standings(number, at, in_effect)
        yield from self._late()
        yield from self._before(before)

    def _before(self, before: dict[str, datetime]) -> Iterator[Difference]:
        """What had taken effect for somebody that began to use more afterwards."""
        found = {name: at for (case, name), at in self.world.before.items() if case == self.case.id}
        yield from self._found("", "in effect before more", sorted(before), sorted(found))
        for name in before.keys() & found.keys():
            yield from self._found(
                name, "effect before more not too early", True, found[name] >= before[name]
            )

    def _found(self, customer: str, what: str, expected: object, found: object) -> Iterator[Difference]:
        self.checked[what] += 1
        if expected != found:
            yield Difference(self.case.id, customer, what, expected, found)

    def _recipients(self) -> Iterator[Difference]:
        """Who was told by which channel in which language, by each notice: the first, those for who came later, the
        corrections and the withdrawal.
        """
        for name, customer in self.case.customers.items():
            rows, terms = (
                self.world.deliveries.get((self.case.id, name), []),
                self.case.agreement_of(customer),
            )
            told = {number: at for at, number in told_by(self.case, name, END)}
            for number, told_at in told.items():
                on, dead = day_at(told_at, self.case.processor["zone"]), self._dead(name, told_at)
                expected = Counter(messages_to(customer, terms, on, dead))
                yield from self._found(name, "recipients", expected, _told(rows, number))
                mine = [one for one in rows if one["number"] == number]
                what = "letters where nobody was left"
                yield from self._found(name, what, self._lost(mine), self._fallen(mine))
                for one in mine:
                    if one["channel"] == "in-app" and (given_up := when(one["failed_at"])):
                        due = told_at + UNSEEN
                        yield from self._found(name, "time to look in the application", True, given_up >= due)
            others = sum(one["number"] not in told for one in rows if not _is_look(one))
            yield from self._found(name, "messages of other notices", 0, others)

    def _dead(self, name: str, at: datetime) -> set[str]:
        """Contacts of whom mail had come back by then, or had been refused for good."""
        mails = [one for one in self.world.by_customer.get(name, []) if one["channel"] == "e-mail"]
        ends = ((one["contact"], when(one["bounced_at"]) or when(one["failed_at"])) for one in mails)
        return {contact for contact, back in ends if back and back < at} - {""}

    @staticmethod
    def _lost(rows: list[Row]) -> int:
        """Letters that are owed as every mail to main users came back before anybody had seen the notice. Where it stood
        in the application alone, and nobody looked in time, mail was tried first where there was an address.
        """
        mine = [one for one in rows if one["is_main_user"] == "true"]
        first = [one for one in mine if one["added"] != "true"]
        if not first or any(one["channel"] == "letter" for one in first):
            return 0
        ways = [one for one in mine if one["channel"] == "e-mail"]
        if all(one["channel"] == "in-app" for one in first):
            ways += first
        back = [when(one["bounced_at"]) or when(one["failed_at"]) for one in ways]
        if not back or None in back:
            return 0
        last = max(filter(None, back))
        seen = [at for one in mine for name in ("displayed_at", "acknowledged_at") if (at := when(one[name]))]
        return 0 if any(one < last for one in seen) else 1

    @staticmethod
    def _fallen(rows: list[Row]) -> int:
        return sum(one["added"] == "true" and one["channel"] == "letter" for one in rows)

    def _forecast(self) -> Iterator[Difference]:
        """What was promised before anything left: from when each is free if notice arrives at once."""
        case = self.case
        assert case.announced
        for name, touch in case.touched(case.announced).items():
            terms, row = case.agreement_of(case.customers[name]), self.world.forecast.get((case.id, name))
            asked = when(row["sent_at"]) if row else None
            expected = None
            if asked and terms.mode == "general":
                expected = earliest_of(Given(asked, asked, asked), terms)
            yield from self._found(
                name, "earliest date", _text(expected), row["earliest"] if row else "no row"
            )
            services, entries = " ".join(touch.services), " ".join(sorted(touch.entries))
            yield from self._found(name, "services", services, row["services"] if row else "no row")
            yield from self._found(name, "entries", entries, row["entries"] if row else "no row")

    def _deliveries(self) -> Iterator[Difference]:
        """What the database says of mail is what the mail server saw."""
        addresses = {
            one["id"]: one["email"]
            for customer in self.case.customers.values()
            for one in customer["contacts"]
        }
        for (case, name), rows in self.world.deliveries.items():
            if case != self.case.id:
                continue
            for one in (one for one in rows if one["channel"] == "e-mail"):
                seen = self.world.arrived.get(one["id"])
                taken = when(one["accepted_at"])
                yield from self._found(name, "taken by the mail server", seen is not None, taken is not None)
                if seen is None or taken is None:
                    continue
                to = addresses[one["contact"]]
                yield from self._found(name, "address", to, seen["to"])
                yield from self._found(name, "language of the mail", one["language"], seen["language"])
                began = when(one["sent_at"]) or taken
                is_then = any(began - NEAR <= (when(at) or taken) <= taken + NEAR for at in seen["at"])
                yield from self._found(name, "when it was taken", True, is_then)

    def _facts(self) -> Iterator[Difference]:
        """What came back, was shown or posted is what people and mail systems did, and nothing else."""
        rows = [
            one for (case, _), held in self.world.deliveries.items() if case == self.case.id for one in held
        ]
        for kind, column in (
            ("bounced", "bounced_at"),
            ("displayed", "displayed_at"),
            ("posted", "posted_at"),
        ):
            done = {one["message"] for one in self.world.events(kind, case=self.case.id)}
            noted = {one["id"] for one in rows if one[column]}
            for message in sorted(done | noted):
                yield from self._found(message, kind, message in done, message in noted)

    def _standings(self, number: int, at: datetime, taken: dict[str, datetime]) -> Iterator[Difference]:
        """Where everybody stands after a tick."""
        found = {
            customer: row
            for (case, customer), row in self.world.found[number].items()
            if case == self.case.id
        }
        expected = self.case.free_dates(at)
        yield from self._found(f"tick {number}", "customers", sorted(expected), sorted(found))
        for name, one in expected.items():
            row = found.get(name)
            if row is None:
                continue
            yield from self._found(name, f"free date at tick {number}", _text(one.free), row["free_at"])
            yield from self._found(name, f"out at tick {number}", one.is_out, row["is_excluded"] == "true")
            yield from self._in_effect(name, number, row, taken.get(name))
            yield from self._received(name, number, row, one)

    def _in_effect(self, name: str, number: int, row: Row, since: datetime | None) -> Iterator[Difference]:
        began = when(row["effective_at"])
        yield from self._found(name, f"in effect at tick {number}", since is not None, began is not None)
        if began and since:
            yield from self._found(name, f"effect not too early at tick {number}", True, began >= since)

    def _received(self, name: str, number: int, row: Row, one: Standing) -> Iterator[Difference]:
        given = one.given.received if one.given else None
        yield from self._found(name, f"received at tick {number}", _text(given), row["delivered_at"])

    def _late(self) -> Iterator[Difference]:
        """Objections that came after the window had closed."""
        for one in self.world.events("objection", case=self.case.id):
            at, name = when(one["at"]), one["customer"]
            touch = self.case.touched(at).get(name) if at else None
            row = self.world.objections.get(one["objection"])
            if at is None or touch is None or row is None:
                yield Difference(self.case.id, name, "objection", one["objection"], row)
                continue
            ends = self.case.standing(name, touch, at).window
            yield from self._found(name, "late", ends is not None and at >= ends, row["is_late"] == "true")
