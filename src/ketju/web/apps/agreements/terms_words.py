"""A customer's terms in words: each value, the layer that it comes from, what it took the place of, its basis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from ketju.core.terms.parameters import Parameter
from ketju.core.terms.resolution import Effective
from ketju.formats.termsfile.reading import EXAMPLES
from ketju.text.agreements import effective_words, from_words, parameter_name, value_words, why_words
from ketju.text.law import article_words
from ketju.text.render import Phrasebook
from ketju.web.apps.agreements.models import Deviation
from ketju.web.apps.agreements.reading import parameter_in


@dataclass(frozen=True, slots=True)
class TermRow:
    """One parameter: its value in words, where it is from with clause, what the layers below say; ``layer`` is "" where
    nobody settled it.
    """

    id: str
    name: str
    value: str
    layer: str
    source: str
    document: str
    why: tuple[str, ...]
    article: str
    is_below_floor: bool
    is_contradictory: bool


def rows_of_terms(
    terms: Mapping[str, Effective], phrases: Phrasebook, *, whole: bool = False
) -> list[tuple[str, list[TermRow]]]:
    """The terms by part of the agreement; where not ``whole``, those that somebody settled."""
    shown = [one for one in terms.values() if whole or _is_told(one)]
    return [
        (phrases(f"terms.group.{group}"), [_row(one, phrases) for one in found])
        for group, found in groupby(shown, key=lambda one: one.parameter.group)
    ]


def _is_told(one: Effective) -> bool:
    return one.agreed is not None or one.state == "contradictory"


def unsettled(terms: Mapping[str, Effective], phrases: Phrasebook) -> list[tuple[str, str]]:
    """The terms that somebody has to settle and nobody did: id and name."""
    return [
        (one.parameter.id, parameter_name(one.parameter, phrases))
        for one in terms.values()
        if one.state == "unset" and (one.parameter.is_asked or any(step.why == "open" for step in one.steps))
    ]


def _row(one: Effective, phrases: Phrasebook) -> TermRow:
    statement = one.statement if one.layer == "customer" else None
    article = one.parameter.article
    return TermRow(
        one.parameter.id, parameter_name(one.parameter, phrases), effective_words(one, phrases), one.layer or "",
        from_words(one, phrases), statement.note if statement else "", tuple(why_words(one, phrases)),
        article_words(article, phrases) if article else "", one.is_below_floor,
        one.state == "contradictory",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeviationRow:
    """A deviation in words."""

    deviation: Deviation
    name: str
    value: str


def deviations_in_words(rows: Iterable[Deviation], phrases: Phrasebook) -> list[DeviationRow]:
    """Deviations with the names of what they are about, and their values."""
    found = []
    for one in rows:
        parameter = parameter_in(one.parameter)
        if isinstance(parameter, Parameter):
            said = value_words(parameter, parameter.value(one.value), phrases)
            found.append(DeviationRow(one, parameter_name(parameter, phrases), said))
    return found


def taken_words(parameter: Parameter, phrases: Phrasebook) -> str:
    """What a parameter takes: its choices with their words, or a value of its kind."""
    if not parameter.choices:
        return EXAMPLES.get(parameter.kind, "")
    named = ((one, value_words(parameter, one, phrases)) for one in parameter.choices)
    return "; ".join(one if one == words else f"{one} ({words})" for one, words in named)


def choices_of(parameter: Parameter, phrases: Phrasebook) -> list[tuple[str, str]]:
    """The values to choose one from, with their words; none where a value is written."""
    if parameter.kind == "flag":
        return [
            (written, value_words(parameter, is_yes, phrases))
            for written, is_yes in (("yes", True), ("no", False))
        ]
    if parameter.kind == "choice":
        return [(one, value_words(parameter, one, phrases)) for one in parameter.choices]
    return []
