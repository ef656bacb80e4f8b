"""The staff's first page: what waits for me, what is due with others, how the machine is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.web.base.access.permission import Standing
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.addresses import address_of
from ketju.web.base.pages.templatetags.words import words
from ketju.web.base.pages.today import CHECKS, MOST, counted, declared, looked, owners
from ketju.web.base.pages.work import Check, Day, State, Work


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page: what, why, whose, and the one next action (no address: no page yet)."""

    id: str
    title: str
    why: str
    owner: str
    names: str
    action: str
    address: str
    kind: str = ""
    since: datetime | None = None


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The first page."""
    standing: Standing = request.standing  # type: ignore[attr-defined]
    now = timezone.now()
    day = Day(standing, day_at(standing.processor, now), now)
    people = owners(day)
    found = list(declared())
    work = [one for one in found if isinstance(one, Work) and standing.may(one.may)]
    checks = {one.id: one for one in found if isinstance(one, Check)}
    counts = counted(_queries(day, work, checks))
    rows = [_work_row(day, one, counts[one.id], people) for one in work if counts[one.id]]
    context = {
        "mine": [one for one in rows if one.owner in standing.staff_roles],
        "others": [one for one in rows if one.owner not in standing.staff_roles],
        "machine": _machine_rows(day, checks, counts, people),
        "on": day.on,
    }
    return render(request, "staff/today.html", context)


def _queries(day: Day, work: list[Work], checks: dict[str, Check]) -> dict[str, QuerySet[Any]]:
    wrong = {name: one.wrong(day) for name, one in checks.items() if one.wrong}
    return {**{one.id: one.rows(day) for one in work}, **wrong}


def _work_row(day: Day, one: Work, count: int, people: dict[str, tuple[str, ...]]) -> Row:
    said, key = words(), f"web.today.{one.id}"
    number = said("web.today.many", most=f"{MOST:,}") if count > MOST else str(count)
    title = said(key, count=count, number=number)
    address = address_of(one.page, processor=day.processor.slug)
    names = _names(people.get(one.owner, ()))
    return Row(one.id, title, said(f"{key}.why"), one.owner, names, said(f"{key}.next"), address)


def _machine_rows(
    day: Day, checks: dict[str, Check], counts: dict[str, int], people: dict[str, tuple[str, ...]]
) -> list[Row]:
    order = [*CHECKS, *(name for name in checks if name not in CHECKS)]
    states = {name: looked(day, checks.get(name), counts.get(name)) for name in order}
    return [_machine_row(day, name, checks.get(name), state, people) for name, state in states.items()]


def _machine_row(
    day: Day, name: str, check: Check | None, state: State, people: dict[str, tuple[str, ...]]
) -> Row:
    said, key = words(), f"web.today.{name}"
    how = {True: "good", False: "bad", None: "unknown"}[state.is_good]
    count = {"count": state.count} if state.count else {}
    why = said("web.today.unknown") if state.is_good is None else said(f"{key}.{how}", **count)
    owner = check.owner if check else "owner"
    action = said(f"{key}.next") if state.is_good is not True else ""
    is_theirs = check is not None and (check.owner in day.standing.staff_roles or check.owner != "owner")
    address = address_of(check.page, processor=day.processor.slug) if check and is_theirs else ""
    kind = {"good": "good", "bad": "bad", "unknown": ""}[how]
    return Row(name, said(key), why, owner, _names(people.get(owner, ())), action, address, kind, state.since)


def _names(names: Iterable[str]) -> str:
    shown = list(names)[:3]
    return ", ".join(shown) or words()("web.today.nobody")
