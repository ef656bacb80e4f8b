"""What pages about a customer's sub-processors show, as the parts of an address ask: portal, staff, link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator

from ketju.core.model.change import BEGINNING
from ketju.core.model.date import PartialDate
from ketju.core.model.register import Register as Content
from ketju.text.changes import ChangeWords, coming_words
from ketju.text.render import Phrasebook
from ketju.text.values import date_words
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.customer_words import (
    SHELVES,
    Row,
    notes_of,
    places_counted,
    rows_of,
    service_name,
    without_labels,
    without_place,
)
from ketju.web.apps.registers.drawing import Moment, map_of, timeline
from ketju.web.apps.registers.reads_changes import Happened, first_step, history_of
from ketju.web.apps.registers.reads_customers import Line, View, view_of
from ketju.web.apps.registers.safeguards import safeguard_at
from ketju.web.base.access.policy import day_at

PAGE = 50
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
"""Days that may be asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked for: the day, one service or "", the shelf, the page."""

    on: date
    today: date
    service: str
    shelf: str
    page: int

    def query(self, **other: object) -> str:
        """The parts of an address for the same with something else."""
        given = {
            "on": "" if self.on == self.today else str(self.on),
            "service": self.service,
            "shelf": self.shelf,
        }
        given |= {name: str(value) for name, value in other.items()}
        return "?" + urlencode({name: value for name, value in given.items() if value and value != "current"})


def asked_in(given: Mapping[str, str], today: date) -> Asked:
    """What the parts of an address ask for; what cannot be is left out."""
    page, shelf = given.get("page", ""), given.get("shelf", "")
    return Asked(
        _day(given.get("on", ""), today), today, given.get("service", "")[:40],
        shelf if shelf in SHELVES else "current", int(page) if page.isdecimal() and len(page) < 6 else 1,
    )  # fmt: skip


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if EARLIEST <= found <= LATEST else today


def view_for(customer: Customer, on: date, now: datetime) -> View:
    """What touches a customer on a day: now, or at the end of an earlier day where the processor is."""
    if on >= day_at(customer.processor):
        return view_of(customer, on, now)
    end = datetime.combine(on, time.max, ZoneInfo(customer.processor.zone))
    return view_of(customer, on, end)


def context_of(
    view: View, asked: Asked, phrases: Phrasebook, address: Callable[[Row], str], *, has_labels: bool = True
) -> dict[str, Any]:
    """What the parts ``touched/*.html`` show. ``address`` is where a row leads, "" for nowhere."""
    view = view if has_labels else without_labels(view)
    lines = view.on_shelf(asked.shelf, asked.service)
    page = Paginator(lines, PAGE).get_page(asked.page)
    rows = rows_of(list(page.object_list), view.on, phrases, has_labels=has_labels)
    counted = places_counted(lines, view.on, phrases)
    return {
        "view": view,
        "asked": asked,
        "page": page,
        "keep": asked.query()[1:] + "&" if asked.query() != "?" else "",
        "rows": [(one, address(one)) for one in rows],
        "tabs": _tabs(view, asked),
        "choices": _choices(view, phrases, has_labels),
        "counted": counted,
        "map": map_of(counted, view.on, phrases),
        "placeless": without_place(lines),
        "notes": notes_of(view, phrases, has_label=has_labels),
        "figures": _figures(lines, view.on),
        "is_past": asked.on < asked.today,
        "is_later": asked.on > asked.today,
    }


def _tabs(view: View, asked: Asked) -> list[tuple[str, int, str, bool]]:
    """Each shelf with the number of its lines and its address; those with nothing but the first are left out."""
    found = [(shelf, len(view.on_shelf(shelf, asked.service))) for shelf in SHELVES]
    return [
        (shelf, count, asked.query(shelf=shelf), shelf == asked.shelf)
        for shelf, count in found
        if count or shelf in ("current", asked.shelf)
    ]


def _choices(view: View, phrases: Phrasebook, has_labels: bool) -> list[tuple[str, str]]:
    """The services to choose from; those that look alike are one where their labels are not shown."""
    if has_labels:
        return [(one.public_id, service_name(one, phrases)) for one in view.services]
    names = {service_name(one, phrases, has_label=False): one.public_id for one in reversed(view.services)}
    return [(public_id, name) for name, public_id in reversed(names.items())]


def _figures(lines: tuple[Line, ...], on: date) -> dict[str, int]:
    """How many lines there are, outside the EEA, with nothing stated that covers a place, with something open."""
    own = [one for one in lines if one.codes != one.found.codes]
    covered = [[safeguard_at(code, one.entry.transfer, on) for code in one.codes] for one in own]
    usual = [one.found for one in lines if one.codes == one.found.codes]
    return {
        "all": len(lines),
        "outside": sum(one.is_outside for one in usual)
        + sum(any(one.zone != "inside" for one in held) for held in covered),
        "missing": sum(one.is_missing for one in usual)
        + sum(any(one.is_missing for one in held) for held in covered),
        "open": sum(bool(one.doubts) for one in lines),
    }


@dataclass(frozen=True, slots=True)
class News:
    """A change in words: the company, what happened, the version and its day; ``owed``: notice had to be given."""

    name: str
    what: str
    on: date
    number: int
    register: str
    entry: str
    version: str
    is_owed: bool
    is_new: bool
    published_at: datetime
    kind: str


def news_of(found: tuple[Happened, ...], phrases: Phrasebook, since: datetime | None = None) -> list[News]:
    """Changes in words."""
    words = ChangeWords(Content(), Content(), phrases)
    return [
        News(
            words.name(one.change), _what(one, words), one.step.on, one.step.number, one.register.slug,
            one.change.new_id or one.change.old_id, one.step.version, one.change.notice.owed != "no",
            since is not None and one.step.published_at > since, one.step.published_at, one.change.kind,
        )
        for one in found
    ]  # fmt: skip


def _what(one: Happened, words: ChangeWords) -> str:
    """What changed; of a company that came, from when it is planned for the customer, or since when it is in use."""
    told = words.what(one.change)
    if one.line is None or one.change.kind not in BEGINNING:
        return told
    if one.line.status == "planned" and one.line.entry.since is None:
        return words.phrases("change.planned-some-day", told=told)
    return coming_words(told, one.line.entry.since, one.step.on, one.on, words.phrases)


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the life of an engagement: its day in words, and what it was."""

    day: str
    what: str


def life_of(line: Line, today: date, phrases: Phrasebook) -> tuple[list[Event], Any]:
    """The events of an engagement, oldest first, and their picture."""
    words = ChangeWords(Content(), Content(), phrases)
    found: list[tuple[date, str, str]] = []
    entry = line.entry
    for name, when in (("notified", entry.notified), ("since", entry.since), ("until", entry.until)):
        if when is not None:
            found.append((_first(when), date_words(when, phrases), phrases(f"web.touch.event.{name}")))
    came = first_step(line.held, entry.id)
    found.append((came.on, date_words(came.on, phrases), phrases("web.touch.listed-in", number=came.number)))
    for step, change in history_of(line.held, entry.id):
        if step is came and change.kind in ("added", "replaced"):
            continue
        said = phrases("web.touch.event.version", number=step.number, what=words.what(change))
        found.append((step.on, date_words(step.on, phrases), said))
    found.sort(key=lambda one: one[0])
    moments = [Moment(on, what) for on, _, what in found]
    picture = timeline(moments, today, phrases, [day for _, day, _ in found])
    return [Event(day, what) for _, day, what in found], picture


def _first(when: PartialDate) -> date:
    return date(when.year, when.month or 1, when.day or 1)


def chain_of(line: Line) -> tuple[list[str], list[str]]:
    """The companies above an entry, the outermost first, and those that it engages itself, by name."""
    entries = {one.id: one for one in line.held.content.entries}
    above: list[str] = []
    seen = {line.entry.id}
    at = line.entry.engaged_by
    while at in entries and at not in seen:
        seen.add(at)
        above.insert(0, entries[at].name)
        at = entries[at].engaged_by
    below = [one.name for one in line.held.content.entries if one.engaged_by == line.entry.id]
    return above, below
