"""Whom a change touches, and who has to be told how, by the plan of the world alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from world import Terms, day

EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
ALWAYS_TOLD = frozenset({"addition", "replacement", "legal-entity"})
"""Another processor comes, or comes in the place of one, or another legal person carries on under its name: Art. 28(2).
Of what else changes with a company, and of one that goes, customers are told as their terms say (D-134).
"""
LANGUAGES = ("en", "fi", "sv")
Message = tuple[str, str, bool, str]
"""Contact ("" for the organisation), channel, whether notice to it is notice to the customer, language."""


@dataclass(frozen=True)
class Touch:
    """What of a case a customer has to be told: entries, the services they touch, whether a condition is open."""

    entries: tuple[str, ...]
    services: tuple[str, ...]
    has_condition: bool


def _region(listed: dict[str, Any], country: str) -> str:
    """The region of a list that names a country, else the one of the bloc it is in, else the rest of the world."""
    for wanted in ([country], ["EU"] if country in EU else [], ["GLOBAL"]):
        for name, places in listed["regions"].items():
            if set(wanted) & set(places):
                return str(name)
    return ""


def _groups(listed: dict[str, Any], product: str) -> set[str]:
    """The groups that a product uses: those of every product, those it refers to, and what these refer to."""
    found = {name for name, one in listed["groups"].items() if one.get("all")}
    found |= set(listed["services"][product])
    todo = list(found)
    while todo:
        for name in listed["groups"][todo.pop()].get("groups", ()):
            if name not in found:
                found.add(name)
                todo.append(name)
    return found


def _applies(entry: dict[str, Any], listed: dict[str, Any], service: dict[str, Any]) -> bool:
    """Whether an entry has data of a service: by its products, regions and groups, and by what was ordered."""
    regions, services, groups = entry.get("regions"), entry.get("services"), entry.get("groups")
    if regions and _region(listed, service["country"]) not in regions:
        return False
    if services or groups:
        by_service = service["product"] in (services or ())
        by_group = bool(set(groups or ()) & _groups(listed, service["product"]))
        if not by_service and not by_group:
            return False
    option = entry.get("option")
    return not option or option in service.get("options", ())


def touch_of(
    case: dict[str, Any], listed: dict[str, Any], customer: dict[str, Any], on: date, terms: Terms
) -> Touch | None:
    """What of a case a customer is told under its terms; None for nothing (Art. 28(2), D-134)."""
    ended = day(customer.get("ended_on"))
    if ended and ended <= on:
        return None
    using = [one for one in customer["services"] if not day(one.get("ended_on")) or day(one["ended_on"]) > on]  # type: ignore[operator]
    entries, services, has_condition = [], set(), False
    for change in case["changes"]:
        name = change["entry"]
        met = [one for one in using if _applies(change["shape"], listed, one)]
        if not met or name in customer.get("excepted", ()):
            continue
        if change["sort"] not in ALWAYS_TOLD and change["sort"] not in terms.changes:
            continue
        entries.append(name)
        services |= {one["product"] for one in met}
        has_condition |= bool(change["shape"].get("when_used"))
    return Touch(tuple(entries), tuple(sorted(services)), has_condition) if entries else None


def _is_named(one: dict[str, Any], named: list[str]) -> bool:
    """Whether a contact is one of those whom terms name: main users, contacts for privacy, all who can sign in."""
    ways = {"main-users": "main", "privacy-contact": "privacy", "all-users": "user"}
    return any(one.get(ways[name]) for name in named)


def recipients_of(
    customer: dict[str, Any], on: date, dead: set[str]
) -> list[tuple[dict[str, Any], bool, bool]]:
    """Whom the customer's terms name, else main users and privacy contacts, with deputies of those who are away:
    (contact, whether notice to it is notice to the customer, has an address). Where nobody is there whom the terms
    name, the others are told, and that is no notice: the agreement says to whom it is (D-196).
    """
    people = {
        one["id"]: one
        for one in customer["contacts"]
        if not day(one.get("ended_on")) or day(one["ended_on"]) > on
    }  # type: ignore[operator]
    named = customer.get("recipients", ())
    wanted = [one for one in people.values() if _is_named(one, named)]
    is_agreed = bool(wanted)
    if not is_agreed:
        wanted = [one for one in people.values() if one.get("main") or one.get("privacy")]
    has_main = any(one.get("main") for one in wanted)
    found: dict[str, bool] = {}
    for one in wanted:
        is_main = is_agreed or (not named and (bool(one.get("main")) or not has_main))
        away = day(one.get("away_until"))
        deputy = people.get(one.get("deputy", "")) if away and away >= on else None
        for name in [one["id"], *([deputy["id"]] if deputy else [])]:
            found[name] = found.get(name, False) or is_main
    return [
        (people[name], is_main, bool(people[name]["email"]) and name not in dead)
        for name, is_main in found.items()
    ]


def language_of(*wanted: str) -> str:
    """The first language that notices are written in."""
    return next((one for one in wanted if one in LANGUAGES), "en")


def messages_to(customer: dict[str, Any], terms: Terms, on: date, dead: set[str]) -> Iterator[Message]:
    """The messages of a notice to a customer when it goes out: by the channels of its terms, in the application where
    mail cannot go, by letter where that is agreed or no main user is reached.
    """
    ways = set(terms.channels)
    by_mail = "e-mail" in ways or not ways & {"in-app", "letter"}
    reached = False
    for person, is_main, has_address in recipients_of(customer, on, dead):
        language = language_of(person.get("language", ""), customer["language"])
        if has_address and by_mail:
            reached |= is_main
            yield person["id"], "e-mail", is_main, language
        if person.get("user") and ("in-app" in ways or not has_address):
            reached |= is_main
            yield person["id"], "in-app", is_main, language
    if not reached or "letter" in ways:
        yield "", "letter", True, language_of(customer["language"])
