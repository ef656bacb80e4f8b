"""Terms of agreements as plain data for JSON: ids and values as files have them, words beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ketju.core.terms.account import Account
from ketju.core.terms.comparison import TermsChange, ToTell
from ketju.core.terms.completeness import Met
from ketju.core.terms.layers import Layer, Statement
from ketju.core.terms.resolution import Effective, Stack
from ketju.core.terms.responsibilities import Owed
from ketju.core.terms.rule import TermsFinding
from ketju.core.terms.values import Value, written
from ketju.text.agreements import finding_sentence, parameter_name, step_words, value_words
from ketju.text.render import Phrasebook


def terms_data(stack: Stack, effective: Mapping[str, Effective], phrases: Phrasebook) -> dict[str, Any]:
    """What holds for somebody on a day; ``value`` is null where nothing is set."""
    return {
        "at": str(stack.on),
        "agreement": [_document(one) for one in stack.agreement],
        "policy": [_document(one) for one in stack.policy],
        "customer": [_document(one) for one in stack.customer],
        "terms": {key: effective_data(one, phrases) for key, one in effective.items()},
    }


def _document(layer: Layer) -> dict[str, Any]:
    return {
        "id": layer.id,
        "name": layer.name,
        "version": layer.version,
        "document": layer.rank,
        "file": layer.file,
    }


def effective_data(found: Effective, phrases: Phrasebook) -> dict[str, Any]:
    """One parameter: state, value, the layer that won, what was signed where that is below the floor, all steps."""
    return {
        "name": parameter_name(found.parameter, phrases),
        "state": found.state,
        "value": _value(found.value),
        "text": value_words(found.parameter, found.value, phrases),
        "layer": found.layer,
        "below_floor": found.is_below_floor,
        "signed": _value(found.signed),
        "rows": list(found.parameter.rows),
        "article": found.parameter.article or None,
        **_words(found.statement),
        "steps": [
            {
                "layer": one.layer,
                "outcome": one.why,
                "value": _value(one.value),
                "source": one.source.id if one.source else None,
                "text": step_words(one, found.parameter, phrases),
                **_words(one.statement),
            }
            for one in found.steps
        ],
    }


def _words(statement: Statement | None) -> dict[str, Any]:
    lines = [str(one) for one in statement.lines] if statement else []
    return {"clause": statement.clause if statement else None, "lines": lines}


def _value(value: Value | None) -> str | list[str] | None:
    return None if value is None else written(value)


def findings_data(findings: Iterable[TermsFinding], phrases: Phrasebook) -> list[dict[str, Any]]:
    """What the rules see, the gravest first."""
    return [_finding(one, phrases) for one in findings]


def _finding(found: TermsFinding, phrases: Phrasebook) -> dict[str, Any]:
    sentence, fix = finding_sentence(found, phrases)
    at = found.statement.at if found.statement else None
    return {
        "rule": found.rule.id,
        "slug": found.rule.slug,
        "level": found.level,
        "parameters": list(found.seen.parameters),
        "entry": found.seen.entry or None,
        "text": sentence,
        "fix": fix,
        "basis": list(found.rule.basis),
        "file": found.source.file if found.source else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
        **_words(found.statement),
    }


def completeness_data(found: Iterable[Met], phrases: Phrasebook) -> list[dict[str, Any]]:
    """How far each provision is met."""
    return [
        {
            "row": one.requirement.row,
            "article": one.requirement.article,
            "text": phrases(f"terms.requirement.{one.requirement.row.replace(' ', '-')}"),
            "degree": one.degree,
            "optional": one.requirement.is_optional,
            "clauses": list(dict.fromkeys(step.statement.clause for step in one.stated if step.statement)),
            "missing": list(one.missing),
            "open": list(one.open),
            "below_floor": list(one.below),
        }
        for one in found
    ]


def responsibilities_data(found: Iterable[Owed], phrases: Phrasebook) -> list[dict[str, Any]]:
    """Who owes what; ``refused`` where the processor refuses the task."""
    return [
        {
            "task": one.task,
            "text": phrases(f"terms.task.{one.task}"),
            "owed_by": one.owed_by or None,
            "refused": one.owed_by == "controller",
            "row": one.row,
            "article": one.article,
            "layer": one.effective.layer,
            **_words(one.effective.statement),
        }
        for one in found
    ]


def comparison_data(
    before: Stack, after: Stack, changes: Iterable[TermsChange], told: Iterable[ToTell], phrases: Phrasebook
) -> dict[str, Any]:
    """What changed between two versions, whom it helps, who has to be told."""
    return {
        "old": [_document(one) for one in before.agreement],
        "new": [_document(one) for one in after.agreement],
        "changes": [
            {
                "parameter": one.parameter.id,
                "name": parameter_name(one.parameter, phrases),
                "kind": one.kind,
                "old": _value(one.old),
                "new": _value(one.new),
                "old_holds": _value(one.was.value),
                "new_holds": _value(one.now.value),
                "helps": one.helps,
                "old_clause": one.was.statement.clause if one.was.statement else None,
                "new_clause": one.now.statement.clause if one.now.statement else None,
            }
            for one in changes
        ],
        "to_tell": [
            {
                "customer": one.customer,
                "accepted": one.version,
                "has_to_agree": one.is_asked,
                "own_terms": list(one.untouched),
            }
            for one in told
        ],
    }


def account_data(found: Account) -> dict[str, Any]:
    """Every line of an agreement's text and what it comes to."""
    return {
        "lines": [
            {
                "line": one.line,
                "text": one.text,
                "parameters": list(one.parameters),
                "rows": list(one.rows),
                "no_effect": one.no_effect or None,
            }
            for one in found.lines
        ],
        "unaccounted": [one.line for one in found.unaccounted],
        "astray": list(found.astray),
    }
