"""The plan of a world to be judged: processors, agreements, customers, changes, and what everybody will do. Pure data.

The same seed gives the same plan. Nothing of it is computed by the product; who judges reads it as it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

LISTS: dict[str, Any] = {
    "main": {
        "regions": {"fi": ["FI"], "eu": ["EU"], "us": ["US"]},
        "groups": {"base": {"all": True}, "mailing": {"groups": ["antispam"]}, "antispam": {}},
        "services": {"hosting": [], "mail": ["mailing"], "shop": ["antispam"]},
        "entries": {
            "cloudberry": {"name": "Cloudberry Hosting Oy", "place": "FI", "groups": ["base"]},
            "larch": {"name": "Larch Mail GmbH", "place": "DE", "groups": ["mailing"]},
            "sieve": {"name": "Sieve Filters AS", "place": "NO", "groups": ["antispam"]},
            "mango": {"name": "Mango Analytics BV", "place": "NL", "services": ["hosting"]},
        },
    },
}
LISTS |= dict.fromkeys(("second", "third", "fourth"), LISTS["main"])
_ENTRIES = LISTS["main"]["entries"]
NEW: dict[str, dict[str, Any]] = {
    "spruce": {"name": "Spruce Deliverability SAS", "place": "FR", "services": ["mail"], "regions": ["eu"]},
    "aspen": {"name": "Aspen Storage GmbH", "place": "DE", "groups": ["antispam"], "varies": True},
    "elm": {"name": "Elm Post BV", "place": "NL", "services": ["mail"], "option": "dedicated-mta"},
    "fjord": {"name": "Fjord Cloud AS", "place": "NO"},
    "willow": {"name": "Willow Helpdesk OÜ", "place": "EE", "services": ["shop"], "when_used": True},
    "hazel": {"name": "Hazel Backup AB", "place": "SE", "regions": ["fi", "eu"]},
    "rowan": {"name": "Rowan Mail SAS", "place": "FR", "groups": ["mailing"], "replaces": "larch"},
    "alder": {"name": "Alder Filters OÜ", "place": "EE", "groups": ["antispam"], "replaces": "sieve"},
}
_SHOWN = ["2026-11-02", "2026-11-02"]
"""Evidence of a company that is there before anything is announced: looked at, under contract."""
CASES: tuple[dict[str, Any], ...] = (
    {
        "id": "kite-1", "processor": "kite", "list": "main", "rollout": "per customer", "tick": 1, "correct": 5,
        "planned_at": "2026-12-04T00:00:00+02:00",
        "changes": [{"entry": one, "sort": "addition", "shape": NEW[one]} for one in ("spruce", "aspen", "elm")],
        "evidence": {"spruce": ["2026-11-02", "2026-11-02"], "aspen": ["2026-11-02", "2027-01-04"],
                     "elm": ["2026-11-02", "2026-12-21"]},
    },
    {
        "id": "heron-1", "processor": "heron", "list": "main", "rollout": "all at once", "tick": 2,
        "planned_at": "2027-05-03T00:00:00+02:00",
        "changes": [{"entry": "fjord", "sort": "addition", "shape": NEW["fjord"]}],
        "evidence": {"fjord": ["2026-11-02", "2026-12-01"]},
    },
    {
        "id": "kite-2", "processor": "kite", "list": "second", "rollout": "per customer", "tick": 9,
        "planned_at": "2027-03-08T00:00:00+02:00",
        "changes": [
            {"entry": "larch", "sort": "alteration", "shape": _ENTRIES["larch"], "more_place": "FI"},
            {"entry": "cloudberry", "sort": "alteration", "shape": _ENTRIES["cloudberry"], "more_data": True},
            {"entry": "mango", "sort": "removal", "shape": _ENTRIES["mango"]},
        ],
        "evidence": {},
    },
    {
        "id": "kite-3", "processor": "kite", "list": "third", "rollout": "per customer", "tick": 3, "withdraw": 7,
        "planned_at": "2026-12-04T00:00:00+02:00",
        "changes": [{"entry": "rowan", "sort": "replacement", "shape": NEW["rowan"]}],
        "evidence": {"rowan": _SHOWN},
    },
    {
        "id": "heron-3", "processor": "heron", "list": "third", "rollout": "all at once", "tick": 3, "correct": 6,
        "planned_at": "2027-05-03T00:00:00+02:00",
        "changes": [
            {"entry": "sieve", "sort": "legal-entity", "shape": _ENTRIES["sieve"] | {"name": "Sieve Filters AB"}},
            {"entry": "larch", "sort": "alteration", "shape": _ENTRIES["larch"], "more_data": True},
            {"entry": "mango", "sort": "removal", "shape": _ENTRIES["mango"]},
        ],
        "evidence": {"sieve": _SHOWN},
    },
    {
        "id": "heron-4", "processor": "heron", "list": "fourth", "rollout": "per customer", "tick": 4,
        "planned_at": "2027-01-04T00:00:00+01:00",
        "changes": [
            {"entry": "alder", "sort": "replacement", "shape": NEW["alder"]},
            {"entry": "larch", "sort": "legal-entity", "shape": _ENTRIES["larch"] | {"name": "Larch Mail AG"}},
        ],
        "evidence": {"alder": ["2026-11-02", "2027-01-11"], "larch": _SHOWN},
    },
    {
        "id": "heron-2", "processor": "heron", "list": "second", "rollout": "per customer", "tick": 9,
        "planned_at": "2027-03-08T00:00:00+01:00",
        "changes": [{"entry": one, "sort": "addition", "shape": NEW[one]} for one in ("willow", "hazel")],
        "evidence": {"willow": ["2026-11-02", "2026-11-02"], "hazel": ["2027-03-01", "2027-03-15"]},
    },
)  # fmt: skip
TICKS = (
    "2026-11-26T07:05:00+00:00", "2026-11-26T09:05:00+00:00", "2026-11-27T09:05:00+00:00", "2026-11-30T10:05:00+00:00",
    "2026-12-03T08:05:00+00:00", "2026-12-11T08:05:00+00:00", "2026-12-28T08:05:00+00:00", "2027-01-12T08:05:00+00:00",
    "2027-02-05T08:05:00+00:00", "2027-02-26T08:05:00+00:00", "2027-03-02T08:05:00+00:00", "2027-03-25T08:05:00+00:00",
    "2027-04-16T06:05:00+00:00", "2027-05-10T06:05:00+00:00", "2027-06-24T06:05:00+00:00",
)  # fmt: skip
"""When the clock moves on: for Christmas, Epiphany, the change of clocks, Easter, the first and the 17th of May."""
PROCESSORS = (
    {"slug": "kite", "name": "Kite Hosting Oy", "country": "FI", "zone": "Europe/Helsinki"},
    {"slug": "heron", "name": "Heron Cloud AB", "country": "SE", "zone": "Europe/Stockholm"},
)
_LENGTHS: tuple[tuple[Any, Any], ...] = (
    (["days", 14], ["days", 14]), (["days", 30], ["days", 30]), (["days", 45], ["days", 30]), (["days", 60], None),
    (["working-days", 20], ["working-days", 10]), (["months", 1], ["months", 1]), (["weeks", 6], ["weeks", 4]),
    (["hours", 72], ["hours", 72]), (None, ["days", 30]), (["days", 10], ["months", 1]), (["days", 30], ["hours", 96]),
    (["months", 2], ["working-days", 15]),
)  # fmt: skip
_PLACES = (
    ("FI", "Europe/Helsinki"), ("SE", "Europe/Stockholm"), ("EE", "Europe/Tallinn"), ("DE", "Europe/Berlin"),
    ("NO", "Europe/Oslo"), ("NL", "Europe/Amsterdam"), ("PL", "Europe/Warsaw"),
)  # fmt: skip
_WAYS = (
    ["e-mail"],
    ["e-mail"],
    ["e-mail"],
    ["e-mail"],
    ["e-mail", "in-app"],
    ["in-app"],
    ["letter"],
    ["e-mail", "letter"],
    ["web-page"],
)
_CHANGES = (
    None,
    ["addition", "replacement", "alteration"],
    ["addition", "replacement", "alteration", "removal"],
)


_RECIPIENTS: tuple[tuple[str, ...], ...] = (
    (), (), ("main-users",), (), ("privacy-contact",), (), ("privacy-contact", "main-users"), (), ("all-users",), (), (),
)  # fmt: skip
"""Whom customers agreed besides to be told; those with none have what their agreement says."""
ENDS = 11
"""The tick by which everything is cleared up in a case that takes effect for all at once."""


def agreements(chance: random.Random, count: int) -> dict[str, dict[str, Any]]:
    """Agreements that count in different ways; those of a world of any size hold every length."""
    found: dict[str, dict[str, Any]] = {}
    for number in range(count):
        notice, window = _LENGTHS[number % len(_LENGTHS)]
        place, zone = _PLACES[number % len(_PLACES)]
        said = {
            "notice": notice, "window": window, "regime": chance.choice(("contract", "contract", "eu")),
            "calendar": place, "zone": zone, "channels": chance.choice(_WAYS), "changes": chance.choice(_CHANGES),
            "notice_from": chance.choice(("sending", "delivery", None)),
            "window_from": chance.choice(("sending", "delivery", None)),
            "bounce": chance.choice((None, None, ["days", 3], ["hours", 48])), "letter": chance.choice((None, ["days", 10])),
            "resent": chance.choice((None, "restarts", "stands")),
        }  # fmt: skip
        if number % 9 == 8:
            said = {"mode": "specific", "channels": said["channels"]}
        elif number % 7 == 6:
            said |= {"calendar": None, "zone": None}
        found[f"a{number}"] = {name: value for name, value in said.items() if value is not None}
    found["silent"] = {"changes": ["addition", "replacement"]}
    return found


def plan_of(seed: int, customers: int, kinds: int, cases: tuple[str, ...] = ()) -> dict[str, Any]:
    """A world with so many customers under so many agreements."""
    chance = random.Random(seed)
    terms = agreements(chance, kinds)
    made = list(_customers(chance, customers, list(terms)))
    running = [one for one in CASES if not cases or one["id"] in cases]
    return {
        "seed": seed, "processors": list(PROCESSORS), "lists": LISTS, "agreements": terms, "customers": made,
        "cases": running, "ticks": list(TICKS), "acts": list(_acts(chance, made, running)),
    }  # fmt: skip


def combinations(plan: dict[str, Any]) -> int:
    """How many combinations of terms, language, services and country a plan holds."""
    return len(
        {
            (
                one["processor"],
                one["agreement"],
                one["language"],
                *((s["product"], s["country"]) for s in one["services"]),
            )
            for one in plan["customers"]
        }
    )


def _customers(chance: random.Random, count: int, terms: list[str]) -> Iterator[dict[str, Any]]:
    more = random.Random(count)
    places = list(product(("hosting", "mail", "shop"), ("FI", "SE", "DE", "EE", "US")))
    for number in range(count):
        services = [_service(chance, *chance.choice(places)) for _ in range(chance.choice((1, 1, 2, 3)))]
        name = f"c{number}"
        one: dict[str, Any] = {
            "id": name, "processor": PROCESSORS[number % 2]["slug"],
            "agreement": "silent" if number % 2 == 0 and chance.random() < 0.02 else terms[(number // 2) % (len(terms) - 1)],
            "language": chance.choice(("en", "fi", "sv", "de")), "services": services,
            "contacts": list(_contacts(chance, name)),
        }  # fmt: skip
        if named := _RECIPIENTS[number % len(_RECIPIENTS)]:
            one["recipients"] = list(named)
        draw = chance.random()
        if draw < 0.02:
            one["ended_on"] = "2026-11-20"
        elif draw < 0.05:
            one["excepted"] = ["aspen"]
        elif draw < 0.08:
            one["comes"] = chance.randrange(3, 8)
        elif draw < 0.10:
            one |= {"moves_in": chance.randrange(3, 8), "services": [_service(chance, "hosting", "US")],
                    "more_services": [_service(chance, "mail", "SE"), _service(chance, "shop", "FI")]}  # fmt: skip
        elif "ended_on" not in one and more.random() < 0.12:
            begun = [_service(more, *more.choice(places)) for _ in range(more.choice((1, 1, 2)))]
            one |= {"moves_in": more.randrange(3, 8), "more_services": begun}
        yield one


def _service(chance: random.Random, name: str, country: str) -> dict[str, Any]:
    found: dict[str, Any] = {"product": name, "country": country}
    if chance.random() < 0.2:
        found["options"] = ["dedicated-mta"]
    if chance.random() < 0.04:
        found["ended_on"] = "2026-11-01"
    return found


def _contacts(chance: random.Random, customer: str) -> Iterator[dict[str, Any]]:
    roles = chance.choice(("m", "m", "m", "mm", "mm", "mp", "mp", "p", "mmp", "md", "o", ""))
    for number, role in enumerate(roles):
        name = f"{customer}-{number}"
        draw = chance.random()
        start = "gone" if draw < 0.05 else "back" if draw < 0.13 else "p"
        one: dict[str, Any] = {
            "id": name, "email": "" if draw > 0.96 else f"{start}-{name}@d{number % 7}.example.net",
            "main": role == "m", "privacy": role == "p", "language": chance.choice(("", "", "en", "fi", "sv")),
            "user": chance.random() < 0.2,
        }  # fmt: skip
        if start == "back":
            one["back_after"] = chance.choice((1, 1, 3))
        if role == "m" and roles.endswith("d") and chance.random() < 0.7:
            one |= {"deputy": f"{customer}-1", "away_until": chance.choice(("2026-11-25", "2026-12-20"))}
        if chance.random() < 0.03:
            one["ended_on"] = "2026-10-01"
        yield one


def _acts(
    chance: random.Random, customers: list[dict[str, Any]], cases: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """What people do, tick by tick; whoever does nothing is silent."""
    last = len(TICKS) - 1
    for one in customers:
        for case in (each for each in cases if each["processor"] == one["processor"]):
            first = case["tick"] + 1
            act = {"customer": one["id"], "case": case["id"]}
            is_for_all = case["rollout"] == "all at once"
            for tick in range(first, last):
                if chance.random() < 0.5 or (is_for_all and tick in (5, ENDS)):
                    yield act | {"tick": tick, "kind": "post"}  # a letter that waits is posted
            if chance.random() < 0.08 or is_for_all:
                yield act | {"tick": chance.randrange(first, ENDS if is_for_all else last), "kind": "look"}
            if is_for_all and "correct" in case:
                yield act | {"tick": ENDS, "kind": "look"}
            if chance.random() < 0.5 or is_for_all:
                yield act | {"tick": chance.randrange(first, ENDS if is_for_all else last), "kind": "consent"}
            asked = {
                name
                for each in case["changes"]
                if each["shape"].get("when_used")
                for name in each["shape"]["services"]
            }
            if asked & {each["product"] for each in one["services"]} and chance.random() < 0.7:
                yield act | {"tick": chance.randrange(first, last), "kind": "condition"}
            if chance.random() < 0.06:
                yield from _objection(chance, act, first, ENDS if is_for_all else last, one)
        if not one.get("comes") and chance.random() < 0.03:
            yield {"customer": one["id"], "case": "", "tick": chance.randrange(3, last), "kind": "leave"}
    for case in cases:
        yield {
            "customer": "",
            "case": case["id"],
            "tick": min(case["tick"] + 5, last - 1),
            "kind": "tell-later",
        }


def _objection(
    chance: random.Random, act: dict[str, Any], first: int, last: int, customer: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    tick = chance.randrange(first, last - 1)
    products = sorted({one["product"] for one in customer["services"]})
    services = [products[0]] if chance.random() < 0.3 else []
    channel = chance.choice(("e-mail", "e-mail", "portal", "letter", "oral"))
    ends = ("withdrawn", "settled", "settled", "upheld", "exit", *([""] if last > ENDS else []))
    end = chance.choice(ends)
    yield act | {
        "tick": tick, "kind": "object", "channel": channel, "services": [] if channel == "e-mail" else services,
        "end": end, "end_tick": chance.randrange(tick + 1, last + 1),
    }  # fmt: skip
