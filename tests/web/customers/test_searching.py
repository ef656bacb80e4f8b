"""A search finds what a slow reading of the whole register finds."""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import date

import pytest

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.searching import search
from ketju.web.apps.parties.writes import (
    add_contact,
    correct_customer,
    create_customer,
    end_contact,
)
from ketju.web.base.access.models import Processor

from .conftest import NOON, STAFF

pytestmark = pytest.mark.django_db

SYLLABLES = ("ka", "ri", "mö", "ta", "ca", "é", "x")
Pairs = list[tuple[int, int | None]]


def plain(text: str) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one)
    )


def words(*texts: str) -> set[str]:
    return {word for text in texts for word in re.split(r"\W|_", plain(text)) if len(word) > 1}


def has_all(asked: set[str], own: set[str]) -> bool:
    return all(any(one.startswith(word) for one in own) for word in asked)


class Slow:
    """A register read whole: what each customer is called, and each of its current contacts."""

    def __init__(self, processor: Processor) -> None:
        rows = Customer.objects.filter(processor=processor).order_by("pk")
        self.names = dict(rows.values_list("pk", "name"))
        self.people: dict[int, list[tuple[int, set[str]]]] = {number: [] for number in self.names}
        for one in Contact.objects.filter(processor=processor, ended_on=None).order_by("pk"):
            own = words(one.first_name, one.last_name, one.email.split("@")[0])
            self.people[one.customer_id].append((one.pk, own))

    def by_whom(self, asked: set[str], number: int) -> tuple[int, int | None] | None:
        """The customer, where it has every word, and the first contact by whom if not by its name."""
        own = words(self.names[number])
        if has_all(asked, own):
            return number, None
        return next(
            ((number, person) for person, more in self.people[number] if has_all(asked, own | more)), None
        )

    def search(self, text: str, most: int) -> Pairs:
        """Same names first, then those that have every word; a word has to have three letters for any to be found."""
        same = [number for number, name in self.names.items() if name.lower() == text.lower()]
        asked = words(text)
        found = [self.by_whom(asked, number) for number in self.names if number not in same]
        known = [one for one in found if one] if any(len(word) > 2 for word in asked) else []
        known = known[: max(most - len(same), 0)]
        known.sort(key=lambda one: plain(self.names[one[0]]) != plain(text))
        return ([(number, None) for number in same] + known)[:most]


def quickly(processor: Processor, text: str, most: int) -> Pairs:
    found = search(processor, text, most=most)
    return [(one.customer.pk, one.contact.pk if one.contact else None) for one in found]


def name(dice: random.Random) -> str:
    parts = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(dice.randint(1, 2))]
    return " ".join(parts).title()


def fill(processor: Processor, dice: random.Random, count: int) -> None:
    for number in range(count):
        customer = create_customer(by=STAFF, at=NOON, processor=processor, given={"name": name(dice)})
        for person in range(dice.randint(0, 3)):
            mail = f"{plain(name(dice)).replace(' ', '.')}@c{number}-{person}.example"
            given = {"first_name": name(dice), "last_name": name(dice), "email": mail}
            contact = add_contact(by=STAFF, at=NOON, customer=customer, given=given)
            if dice.random() < 0.2:
                end_contact(by=STAFF, at=NOON, contact=contact, on=date(2026, 11, 28))
        if dice.random() < 0.2:
            correct_customer(by=STAFF, at=NOON, customer=customer, given={"name": name(dice)})


@pytest.mark.parametrize("seed", range(4))
def test_a_search_finds_what_a_slow_reading_finds(kite: Processor, other: Processor, seed: int) -> None:
    dice = random.Random(seed)
    fill(kite, dice, 40)
    fill(other, dice, 10)
    names = list(Customer.objects.values_list("name", flat=True))
    asked = [name(dice)[: dice.randint(2, 9)].strip() for _ in range(40)]
    asked += [f"{name(dice)[:3].strip()} {name(dice)[:4].strip()}" for _ in range(40)] + dice.choices(
        names, k=10
    )
    slow, wrong = Slow(kite), {}
    for text in asked:
        for most in (3, 20):
            found, expected = quickly(kite, text, most), slow.search(text, most)
            if found != expected:
                wrong[text, most] = (found, expected)
    assert wrong == {}


def test_one_is_found_behind_hundreds_that_begin_alike(kite: Processor) -> None:
    for number in range(450):
        create_customer(by=STAFF, at=NOON, processor=kite, given={"name": f"Kartano {number}"})
    last = create_customer(by=STAFF, at=NOON, processor=kite, given={"name": "Karimo Mota"})
    assert quickly(kite, "kari", 20) == quickly(kite, "kari mota", 20) == [(last.pk, None)]
