"""What is judged, as data: the plan of the world, what happened in it and when, what was found in the database."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from counting import Length, Rules

Row = dict[str, str]


def when(text: str | None) -> datetime | None:
    """An instant of ISO 8601, None for nothing."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def day(text: str | None) -> date | None:
    """A day of ISO 8601, None for nothing."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Terms:
    """What an agreement says of notices; what it does not say is what the law and the product's promise give."""

    mode: str
    notice: Length | None
    window: Length | None
    notice_from: str
    window_from: str
    rules: Rules
    changes: tuple[str, ...]
    channels: tuple[str, ...]
    bounce: Length
    letter: Length
    is_restarted: bool

    @property
    def is_open(self) -> bool:
        """Whether it names no period at all, so that no date follows from it."""
        return self.mode == "general" and self.notice is None and self.window is None


def terms_of(said: dict[str, Any], processor: dict[str, Any]) -> Terms:
    """The terms of an agreement; the processor's calendar and clocks where it is silent."""

    def length(name: str, default: list[Any] | None = None) -> Length | None:
        given = said.get(name, default)
        return Length(given[0], int(given[1])) if given else None

    bounce, letter = length("bounce", ["days", 5]), length("letter", ["days", 7])
    assert bounce and letter
    return Terms(
        said.get("mode", "general"), length("notice"), length("window"),
        said.get("notice_from", "delivery"), said.get("window_from", "delivery"),
        Rules(said.get("regime", "contract"), said.get("calendar", processor["country"]),
              said.get("zone", processor["zone"])),
        tuple(said.get("changes", ("addition", "replacement"))), tuple(said.get("channels", ("e-mail",))),
        bounce, letter, said.get("resent", "restarts") == "restarts",
    )  # fmt: skip


@dataclass
class World:
    """Everything that is known. ``deliveries`` are by case and customer."""

    plan: dict[str, Any]
    log: list[dict[str, Any]]
    arrived: dict[str, dict[str, Any]]
    deliveries: dict[tuple[str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    by_customer: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    found: dict[int, dict[tuple[str, str], Row]] = field(default_factory=lambda: defaultdict(dict))
    objections: dict[str, Row] = field(default_factory=dict)
    forecast: dict[tuple[str, str], Row] = field(default_factory=dict)
    before: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def events(self, kind: str, **wanted: str) -> list[dict[str, Any]]:
        """What happened of a kind, in order."""
        found = self._by_kind.get(kind, ())
        return [one for one in found if all(one.get(name) == value for name, value in wanted.items())]

    @cached_property
    def _by_kind(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in self.log:
            found[one["kind"]].append(one)
        return found


def read(folder: Path) -> World:
    """The world that a folder holds."""

    def rows(name: str) -> list[Row]:
        with (folder / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def data(name: str) -> Any:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    world = World(data("plan.json"), data("log.json"), data("arrived.json"))
    for one in rows("deliveries.csv"):
        world.deliveries[one["case"], one["customer"]].append(one)
        world.by_customer[one["customer"]].append(one)
    for one in rows("touched.csv"):
        world.found[int(one["tick"])][one["case"], one["customer"]] = one
    world.objections = {one["id"]: one for one in rows("objections.csv")}
    world.forecast = {(one["case"], one["customer"]): one for one in rows("forecast.csv")}
    for one in rows("before.csv"):
        since = when(one["since"])
        assert since
        world.before[one["case"], one["customer"]] = since
    return world
