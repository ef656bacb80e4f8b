"""Answers about places and transfers for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ketju.cli.render.facts import labelled
from ketju.cli.render.reading import heading, section
from ketju.cli.render.style import Style
from ketju.cli.render.table import Table, table_lines
from ketju.cli.render.width import wrap
from ketju.core.territory.facts import Adequacy
from ketju.core.territory.transfers import Answer, Flow
from ketju.text.render import Phrasebook
from ketju.text.territory import place_called, reason_words
from ketju.text.values import answer_words, date_words, place_name


def answer_lines(answer: Answer, phrases: Phrasebook, style: Style) -> list[str]:
    """What holds for a place, and why."""
    title = phrases(
        "territory.title", place=place_called(answer.code, phrases), on=date_words(answer.on, phrases)
    )
    facts = [
        ("outside", answer_words(answer.outside, phrases)),
        ("transfer", answer_words(answer.transfer, phrases)),
        ("cover", phrases(f"territory.cover.{answer.cover}")),
        ("missing", ", ".join(answer.missing)),
    ]
    lines = [*heading(title, style), ""]
    lines += labelled([(phrases(f"territory.{key}"), text) for key, text in facts if text], style)
    lines += section(phrases("territory.why"), style)
    for number, one in enumerate(answer.reasons, 1):
        first, *rest = wrap(reason_words(one, answer, phrases), max(style.columns - 6, 20))
        lines += [f"  {number:>2}. {first}", *(f"      {line}" for line in rest)]
    return [*lines, ""]


def flow_lines(
    decision: Adequacy, on: date, flows: Sequence[Flow], phrases: Phrasebook, style: Style
) -> list[str]:
    """What of a register rests on a decision."""
    key = "holds" if decision.holds(on) else "not-in-force"
    when = date_words(on, phrases)
    place = place_name(decision.destination, phrases)
    lines = [*heading(phrases("territory.flows", decision=decision.decision), style), ""]
    lines += wrap(phrases(f"territory.flows.{key}", place=place, on=when), style.columns)
    lines += ["", *wrap(phrases("territory.flows.count", count=len(flows)), style.columns)]
    if flows:
        headers = tuple(phrases(f"table.{name}") for name in ("company", "place", "kind"))
        rows = tuple(
            (one.name, place_name(one.code, phrases), phrases("place-kind." + one.kind.replace(" ", "-")))
            for one in flows
        )
        lines += ["", *table_lines(Table(headers, rows), style)]
    return [*lines, ""]
