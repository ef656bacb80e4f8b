"""Answers about places and transfers for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ketju.cli.render.facts import labelled
from ketju.cli.render.reading import heading, section
from ketju.cli.render.style import Style
from ketju.cli.render.table import Table, table_lines, without_empty_columns
from ketju.cli.render.width import wrap
from ketju.core.territory.facts import Adequacy
from ketju.core.territory.flows import JudgedFlow
from ketju.core.territory.transfers import Answer
from ketju.text.render import Phrasebook
from ketju.text.territory import cover_words, name_in, place_called, reason_words, unverified
from ketju.text.values import answer_words, date_words, place_name


def answer_lines(answer: Answer, phrases: Phrasebook, style: Style) -> list[str]:
    """What holds for a place, and why."""
    title = phrases("territory.title", place=place_called(answer, phrases), on=date_words(answer.on, phrases))
    facts = [
        ("outside", answer_words(answer.outside, phrases)),
        ("transfer", answer_words(answer.transfer, phrases)),
        ("cover", cover_words(answer, phrases)),
        ("missing", ", ".join(answer.missing)),
    ]
    lines = [*heading(title, style), ""]
    lines += labelled([(phrases(f"territory.{key}"), text) for key, text in facts if text], style)
    lines += section(phrases("territory.why"), style)
    for number, one in enumerate(answer.reasons, 1):
        first, *rest = wrap(reason_words(one, answer, phrases), max(style.columns - 6, 20))
        lines += [f"  {number:>2}. {first}", *(f"      {line}" for line in rest)]
    if doubts := unverified(answer):
        lines += ["", *wrap(phrases("territory.unverified", found=", ".join(doubts)), style.columns)]
    return [*lines, ""]


def flow_lines(
    decision: Adequacy, on: date, flows: Sequence[JudgedFlow], phrases: Phrasebook, style: Style
) -> list[str]:
    """What of a register rests on a decision, and what covers each place with the decision and without it."""
    lines = [*heading(phrases("territory.flows", decision=decision.decision), style), ""]
    lines += wrap(_force_words(decision, on, phrases), style.columns)
    lines += ["", *wrap(phrases("territory.flows.count", count=len(flows)), style.columns)]
    if flows:
        lines += ["", *table_lines(without_empty_columns(_flow_table(flows, phrases)), style)]
    return [*lines, ""]


def _force_words(decision: Adequacy, on: date, phrases: Phrasebook) -> str:
    """Whether a decision holds on the day, else since or until when."""
    key = "holds" if decision.holds(on) else "later" if on < decision.first else "ended"
    return phrases(
        f"territory.flows.{key}",
        place=name_in(decision.destination, phrases),
        on=date_words(on, phrases),
        first=date_words(decision.first, phrases),
        last=date_words(decision.last, phrases) if decision.last else "",
    )


def _flow_table(flows: Sequence[JudgedFlow], phrases: Phrasebook) -> Table:
    headers = (
        *(phrases(f"table.{name}") for name in ("company", "place", "kind")),
        *(phrases(f"territory.flows.{name}") for name in ("tools", "with", "without")),
    )
    rows = tuple(
        (
            one.flow.name,
            place_name(one.flow.code, phrases),
            phrases("place-kind." + one.flow.kind.replace(" ", "-")),
            ", ".join(one.flow.tools),
            _briefly(one.with_decision, phrases),
            _briefly(one.without, phrases),
        )
        for one in flows
    )
    return Table(headers, rows)


def _briefly(answer: Answer, phrases: Phrasebook) -> str:
    return phrases(f"territory.briefly.{answer.cover}", missing=", ".join(answer.missing))
