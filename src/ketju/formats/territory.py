"""Answers about places and transfers as plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ketju.core.territory.facts import Adequacy
from ketju.core.territory.membership import is_in_eea, is_in_eu
from ketju.core.territory.transfers import Answer, Flow
from ketju.text.render import Phrasebook
from ketju.text.territory import reason_words
from ketju.text.values import place_name


def answer_data(answer: Answer, phrases: Phrasebook) -> dict[str, Any]:
    """One answer: ``cover`` is one of inside, none-needed, adequacy, depends, safeguard, derogation."""
    return {
        "place": answer.code,
        "name": place_name(answer.code, phrases),
        "at": str(answer.on),
        "in_eu": is_in_eu(answer.code, answer.on),
        "in_eea": is_in_eea(answer.code, answer.on),
        "outside_eea": answer.outside,
        "transfer": answer.transfer,
        "cover": answer.cover,
        "missing": list(answer.missing),
        "decisions": [decision_data(one.decision) for one in answer.reasons if one.decision],
        "reasons": [
            {"key": one.key, "basis": one.basis, "text": reason_words(one, answer, phrases)}
            for one in answer.reasons
        ],
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
        "source": decision.source,
        "checked_at": str(decision.checked_on),
        "verify": decision.verify,
    }


def flows_data(decision: Adequacy, on: date, flows: Sequence[Flow]) -> dict[str, Any]:
    """What rests on a decision."""
    return {
        "decision": decision_data(decision),
        "at": str(on),
        "holds": decision.holds(on),
        "flows": [
            {"entry": one.entry, "name": one.name, "place": one.code, "kind": one.kind} for one in flows
        ],
    }
