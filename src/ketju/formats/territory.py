"""Answers about places and transfers as plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ketju.core.territory.facts import Adequacy, Part
from ketju.core.territory.flows import JudgedFlow
from ketju.core.territory.membership import is_in_eea, is_in_eu
from ketju.core.territory.transfers import Answer
from ketju.text.render import Phrasebook
from ketju.text.territory import name_in, part_name, reason_words


def answer_data(answer: Answer, phrases: Phrasebook) -> dict[str, Any]:
    """One answer: ``cover`` is one of inside, none-needed, adequacy, depends, safeguard, derogation.

    ``law`` is "gdpr" or "directive"; ``part`` is null unless a part of the place was asked about.
    """
    return {
        "place": answer.code,
        "name": name_in(answer.code, phrases),
        "part": part_data(answer.part, phrases) if answer.part else None,
        "at": str(answer.on),
        "law": answer.law,
        "in_eu": is_in_eu(answer.code, answer.on),
        "in_eea": is_in_eea(answer.code, answer.on),
        "outside_eea": answer.outside,
        "transfer": answer.transfer,
        "cover": answer.cover,
        "missing": list(answer.missing),
        "decisions": [decision_data(one.decision) for one in answer.reasons if one.decision],
        "reasons": [
            {
                "key": one.key,
                "basis": one.basis,
                "text": reason_words(one, answer, phrases),
                "verify": one.verify,
            }
            for one in answer.reasons
        ],
    }


def part_data(part: Part, phrases: Phrasebook) -> dict[str, Any]:
    """A part of a country; ``code`` is null unless one is reserved for it."""
    return {
        "name": part_name(part, phrases),
        "code": part.code or None,
        "country": part.country,
        "basis": part.basis,
        "verify": part.verify,
    }


def decision_data(decision: Adequacy) -> dict[str, Any]:
    """An adequacy decision; ``valid_to`` and ``eea_from`` are null where no day is known."""
    return {
        "decision": decision.decision,
        "destination": decision.destination,
        "scope": decision.scope,
        "fact": decision.fact or None,
        "condition": decision.condition or None,
        "valid_from": str(decision.first),
        "valid_to": str(decision.last) if decision.last else None,
        "eea_from": str(decision.eea_from) if decision.eea_from else None,
        "note": decision.note or None,
        "source": decision.source,
        "checked_at": str(decision.checked_on),
        "verify": decision.verify,
    }


def flows_data(
    decision: Adequacy, on: date, flows: Sequence[JudgedFlow], phrases: Phrasebook
) -> dict[str, Any]:
    """What rests on a decision, and for each flow the answer with the decision and the answer without it."""
    return {
        "decision": decision_data(decision),
        "at": str(on),
        "holds": decision.holds(on),
        "flows": [
            {
                "entry": one.flow.entry,
                "name": one.flow.name,
                "place": one.flow.code,
                "kind": one.flow.kind,
                "tools": list(one.flow.tools),
                "with_decision": answer_data(one.with_decision, phrases),
                "without_decision": answer_data(one.without, phrases),
            }
            for one in flows
        ],
    }
