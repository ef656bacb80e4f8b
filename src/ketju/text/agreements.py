"""Terms of agreements in words: parameters, values, layers, why a value holds, findings."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.periods.lengths import Length, OpenLength
from ketju.core.terms.layers import RANKS, Layer, LayerKind, Statement
from ketju.core.terms.parameters import RESPONSIBILITY, Parameter
from ketju.core.terms.resolution import Effective, Stack, Step
from ketju.core.terms.rule import TermsFinding
from ketju.core.terms.values import Rate, Value
from ketju.text.law import article_words
from ketju.text.periods import length_words
from ketju.text.render import Phrasebook
from ketju.text.values import answer_words, date_words, place_name

TOLD = ("open", "contradictory", "below-floor", "agreement-sets-it", "no-figure", "not-now", "lower-document")
"""What is told of the layers that did not win; the rest is plain from the one that did."""


def parameter_name(parameter: Parameter, phrases: Phrasebook) -> str:
    """What a parameter is called: "Length of the notice"."""
    if parameter.id.startswith(RESPONSIBILITY):
        return phrases(f"terms.task.{parameter.id.removeprefix(RESPONSIBILITY)}")
    return phrases(f"terms.parameter.{parameter.id}")


def value_words(parameter: Parameter, value: Value | None, phrases: Phrasebook) -> str:
    """A value in words; what says that none is set for None."""
    match value:
        case None:
            return phrases("terms.not-set")
        case bool():
            return answer_words(value, phrases)
        case Length() | OpenLength():
            return length_words(value, phrases)
        case Rate():
            return phrases("terms.rate", amount=f"{value.amount}", currency=value.currency)
        case tuple():
            return ", ".join(_choice(parameter, one, phrases) for one in value) or phrases("terms.value.none")
    return _choice(parameter, value, phrases) if isinstance(value, str) else str(value)


def effective_words(found: Effective, phrases: Phrasebook) -> str:
    """The value that holds, in words; that the documents disagree where they do and the law gives nothing."""
    if found.state == "contradictory" and found.value is None:
        return phrases("terms.contradictory")
    return value_words(found.parameter, found.value, phrases)


def _choice(parameter: Parameter, name: str, phrases: Phrasebook) -> str:
    if parameter.kind == "countries":
        return place_name(name, phrases)
    return phrases(f"terms.value.{name}") if name in parameter.choices else name


def layer_words(
    kind: LayerKind, source: Layer | None, statement: Statement | None, phrases: Phrasebook
) -> str:
    """Where a value comes from: "the agreement, § 12 (004:150)", or "§ 12 (004)" where no lines are given."""
    words = phrases(f"terms.layer.{kind}")
    if not statement:
        return words
    lines = ", ".join(str(one) for one in statement.lines)
    marked = ":".join(part for part in (source.mark, lines) if part) if source and source.mark else ""
    place = f"({marked})" if marked else ""
    return " ".join(
        part for part in (f"{words}, {statement.clause}" if statement.clause else words, place) if part
    )


def from_words(found: Effective, phrases: Phrasebook) -> str:
    """Which layer won: "the agreement, § 12"; of the law its article; "" where nothing is set."""
    if found.layer is None:
        return ""
    if found.layer == "statute":
        return article_words(found.parameter.article, phrases)
    return layer_words(found.layer, found.source, found.statement, phrases)


def why_words(found: Effective, phrases: Phrasebook) -> list[str]:
    """Why the value holds, a sentence for each layer that has a say in it beside the one that won."""
    told = [
        step for step in found.steps if step.why in TOLD or (step.why == "outdone" and step.value is not None)
    ]
    sentences = [step_words(step, found.parameter, phrases) for step in told]
    if found.layer == "statute" and not found.is_below_floor and found.state == "set":
        sentences.append(phrases("terms.why.statute"))
    if found.state == "unset" and not told:
        sentences.append(phrases("terms.why.silent"))
    return list(dict.fromkeys(sentences))


def step_words(step: Step, parameter: Parameter, phrases: Phrasebook) -> str:
    """What a layer says and what became of it."""
    layer = layer_words(step.layer, step.source, step.statement, phrases)
    return phrases(
        f"terms.why.{step.why}",
        layer=layer[:1].upper() + layer[1:],
        value=value_words(parameter, step.value, phrases),
        article=article_words(parameter.article, phrases),
    )


def stack_words(stack: Stack, phrases: Phrasebook) -> list[tuple[str, str]]:
    """Which documents apply: (what it is, which) pairs."""
    rows = [("agreement", _documents(stack.agreement)), ("policy", _documents(stack.policy))]
    rows.append(("customer", ", ".join(one.name or one.id for one in stack.customer)))
    rows.append(("at", date_words(stack.on, phrases)))
    return [(phrases(f"terms.applies.{key}"), text) for key, text in rows if text]


def _documents(layers: Sequence[Layer]) -> str:
    ranked = sorted(layers, key=lambda one: RANKS.index(one.rank))
    return "; ".join(f"{one.name or one.id} {one.version}".strip() for one in ranked)


def finding_sentence(found: TermsFinding, phrases: Phrasebook) -> tuple[str, str]:
    """What a rule sees, and what to do about it."""
    stem = f"terms.rule.{found.rule.slug}"
    key = f"{stem}.{found.seen.variant}" if found.seen.variant else stem
    params: dict[str, object] = {
        name: int(text) if name == "count" else _worded(name, text, phrases)
        for name, text in found.seen.params.items()
    }
    return phrases(key, **params, parameter=_first_name(found, phrases)), phrases(f"{stem}.fix")


def _first_name(found: TermsFinding, phrases: Phrasebook) -> str:
    from ketju.core.terms.parameters import parameters

    named = found.seen.parameters
    return parameter_name(parameters()[named[0]], phrases) if named else ""


def _worded(name: str, text: str, phrases: Phrasebook) -> str:
    """A parameter of a sentence in words: choices by their names, lengths in the reader's language."""
    from ketju.core.periods.lengths import parse_length

    if name in ("length", "notice", "window"):
        return length_words(parse_length(text), phrases)
    if name == "article":
        return article_words(text, phrases)
    if name == "missing":
        return ", ".join(phrases(f"terms.value.{one}") for one in text.split(", "))
    if name in ("countries", "found"):
        return ", ".join(place_name(one, phrases) for one in text.split(", "))
    if name == "uses":
        return ", ".join(phrases(f"purpose.{one}") for one in text.split(", "))
    return text
