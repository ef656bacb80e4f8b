"""Cases in words: what changes, gates with what they wait for, how a date was computed; and the curve as a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString, mark_safe

from ketju.core.cases.gates import WAIVABLE, Gate
from ketju.core.model.change import Change
from ketju.core.notices.earliest import Earliest
from ketju.core.notices.forecast import Step
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length
from ketju.core.periods.period import Period
from ketju.core.periods.working import working_of
from ketju.formats.writers.site.markup import Markup, el
from ketju.text.changes import ChangeWords
from ketju.text.law import article_words
from ketju.text.periods import instant_words, length_words, step_words
from ketju.text.render import Phrasebook
from ketju.text.values import date_words, place_name
from ketju.web.apps.cases.matter import Matter

GATE_PARAMS = ("clauses", "fields", "parameters", "objections")
"""What can fill in the words of what a gate waits for."""
_ARTICLE = re.compile(r"GDPR Art\. (.+)")


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: the company, what changes, why notice is owed or not, what it applies to."""

    name: str
    what: str
    why: str
    touched: str


def told_in(matter: Matter, phrases: Phrasebook, some: Sequence[Change] | None = None) -> tuple[Told, ...]:
    """The changes of a case in words, or some of them."""
    book = ChangeWords(matter.old, matter.new, phrases)
    return tuple(
        Told(book.name(one), book.what(one), book.reason(one.notice), book.touched(one))
        for one in (matter.changes if some is None else some)
    )


@dataclass(frozen=True, slots=True)
class GateShown:
    """A gate in words. ``state`` is "open", "later" with the day ``opens``, "shut" or "over"."""

    kind: str
    name: str
    state: str
    opens: str
    waits: str
    basis: str
    opener: str
    ends: str
    place: str
    is_waivable: bool
    waived_by: str


def gates_in(
    gates: Iterable[Gate], here: Instant, phrases: Phrasebook, people: Mapping[str, str] | None = None
) -> tuple[GateShown, ...]:
    """Gates in words, as they stand at an instant; ``people`` are the names of those who opened one, by their ids."""
    return tuple(_shown(one, here, phrases, people or {}) for one in gates)


def _shown(gate: Gate, here: Instant, phrases: Phrasebook, people: Mapping[str, str]) -> GateShown:
    params = {**dict.fromkeys(GATE_PARAMS, ""), **dict(gate.params)}
    country = params.get("country", "")
    for name in ("clauses", "parameters"):
        params[name] = _named(params[name], "terms.parameter.", phrases)
    params["fields"] = _named(params["fields"], "web.desk.missing.", phrases)
    state = state_of(gate, here)
    return GateShown(
        gate.kind,
        phrases(f"web.cases.gate.{gate.kind}"),
        state,
        instant_words(gate.opens, phrases) if gate.opens and state == "later" else "",
        phrases(f"web.cases.waits.{gate.waits}", **params) if gate.waits else "",
        basis_of(gate.basis, phrases),
        phrases(f"web.cases.opener.{gate.opener}"),
        date_words(gate.ends.local.date(), phrases) if gate.ends else "",
        place_name(country, phrases) if country else "",
        gate.kind in WAIVABLE and state != "open",
        people.get(gate.waiver.by, gate.waiver.by) if gate.waiver else "",
    )


MOST_NAMED = 3
"""So many of what a gate waits for are named; the others are counted."""


def _named(ids: str, begins: str, phrases: Phrasebook) -> str:
    """Ids in words, with a comma between them: the first of them, and how many more."""
    found = [one for one in ids.split(", ") if one]
    keys = [(begins + one, one) for one in found]
    names = [phrases(key) if phrases.has(key) else one for key, one in keys]
    if len(names) <= MOST_NAMED + 1:
        return ", ".join(names)
    some = ", ".join(names[:MOST_NAMED])
    return phrases("web.desk.and-more", some=some, count=len(names) - MOST_NAMED)


def state_of(gate: Gate, here: Instant) -> str:
    """How a gate stands at an instant."""
    if gate.is_open(here):
        return "open"
    if gate.opens is None:
        return "shut"
    return "later" if here.utc < gate.opens.utc else "over"


def basis_of(basis: Iterable[str], phrases: Phrasebook) -> str:
    """The articles of the law that a gate rests on; rows of requirements are for programs."""
    found = (_ARTICLE.fullmatch(one) for one in basis)
    return "; ".join(article_words(one[1], phrases) for one in found if one)


PARAMETERS = {"notice": "notice.length", "window": "objection.window"}
"""The parameter of terms that each of the two periods is."""


def owed_words(owed: Owed, phrases: Phrasebook) -> tuple[str, ...]:
    """What customers are owed, as sentences."""
    if owed.mode == "specific":
        return (phrases("web.changes.owed.consent"),)
    if owed.open:
        return (phrases("web.changes.owed.disputed" if owed.disputed else "web.changes.owed.open"),)
    found = []
    for name, key, length, begins in (
        ("notice", "web.changes.notice-from.", owed.notice, owed.notice_from),
        ("window", "web.changes.window-from.", owed.window, owed.window_from),
    ):
        if length is not None:
            said = phrases(key + begins, length=length_words(length, phrases))
            found.append(by_layer(said, owed, PARAMETERS[name], phrases))
    if owed.pass_on is not None:
        found.append(_pass_on_words(owed.pass_on, owed, phrases))
    return tuple(found)


def _pass_on_words(length: Length, owed: Owed, phrases: Phrasebook) -> str:
    said = phrases("web.changes.pass-on", length=length_words(length, phrases))
    return by_layer(said, owed, "notice.pass_on", phrases)


def by_layer(said: str, owed: Owed, parameter: str, phrases: Phrasebook) -> str:
    """A sentence about a value, with the layer of terms that it comes from."""
    layer = owed.layer(parameter)
    if not layer:
        return said
    stop, source = "." if said.endswith(".") else "", phrases(f"terms.layer.{layer}")
    return phrases("web.changes.by-layer", said=said.removesuffix("."), layer=source) + stop


@dataclass(frozen=True, slots=True)
class Working:
    """How an end was found: what was counted, step by step, and the end."""

    title: str
    steps: tuple[str, ...]
    end: str


def working_in(earliest: Earliest, phrases: Phrasebook) -> tuple[Working, ...]:
    """How the earliest date of a customer was found."""
    found = []
    for name, period, end in (
        ("notice", earliest.notice, earliest.use),
        ("window", earliest.window, earliest.window.safe("right") if earliest.window else None),
    ):
        if period is not None and end is not None:
            found.append(_working(name, period, end, earliest.owed, phrases))
    return tuple(found)


def _working(name: str, period: Period, end: Instant, owed: Owed | None, phrases: Phrasebook) -> Working:
    steps = tuple(step_words(one, phrases) for one in working_of(period))
    if owed is not None:
        length = length_words(period.question.length, phrases)
        passing = [_pass_on_words(owed.pass_on, owed, phrases)] if owed.pass_on and name == "notice" else []
        steps = (by_layer(length, owed, PARAMETERS[name], phrases), *passing, *steps)
    return Working(phrases(f"web.changes.working.{name}"), steps, instant_words(end, phrases))


WIDE, HIGH, EDGE = 260, 64, 4


def curve_of_steps(steps: Sequence[Step], total: int, phrases: Phrasebook) -> SafeString:
    """The curve of customers who are free by a day, as a small picture that says in words what it shows."""
    if not steps or not total:
        return SafeString("")
    first, last = steps[0].day - timedelta(days=1), steps[-1].day + timedelta(days=1)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return EDGE + (WIDE - 2 * EDGE) * (day - first).days / span

    def y(count: int) -> float:
        return HIGH - EDGE - (HIGH - 2 * EDGE) * count / total

    path = f"M{EDGE} {HIGH - EDGE}" + "".join(f"H{x(one.day):.1f}V{y(one.total):.1f}" for one in steps)
    label = "; ".join(
        phrases("web.changes.curve.point", day=date_words(one.day, phrases), number=one.total, total=total)
        for one in steps[:12]
    )
    lines = [
        Markup(f'<path class="base" d="M{EDGE} {HIGH - EDGE}H{WIDE - EDGE}"/>'),
        Markup(f'<path class="area" d="{path}H{WIDE - EDGE}V{HIGH - EDGE}Z"/>'),
        Markup(f'<path class="line" d="{path}H{WIDE - EDGE}"/>'),
    ]
    told = phrases("web.changes.curve", points=label)
    figure = el("svg", lines, viewBox=f"0 0 {WIDE} {HIGH}", role="img", aria_label=told, class_="curve")
    return mark_safe(str(figure))
