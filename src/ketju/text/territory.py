"""Answers about places and transfers in words."""

from __future__ import annotations

from ketju.core.territory.transfers import Answer, Reason
from ketju.text.render import Phrasebook
from ketju.text.values import date_words, place_name


def place_called(code: str, phrases: Phrasebook) -> str:
    """A place with its code: "Finland (FI)"."""
    name = place_name(code, phrases)
    return f"{name} ({code})" if name != code else name


def reason_words(reason: Reason, answer: Answer, phrases: Phrasebook) -> str:
    """One step of an answer as a sentence, with its source."""
    decision = reason.decision
    words = phrases(
        f"territory.reason.{reason.key}",
        place=place_name(answer.code, phrases),
        on=date_words(answer.on, phrases),
        decision=decision.decision if decision else "",
        condition=phrases(f"territory.fact.{decision.fact}") if decision and decision.fact else "",
        first=date_words(decision.first, phrases) if decision else "",
        last=date_words(decision.last, phrases) if decision and decision.last else "",
    )
    return f"{words} [{reason.basis}]"
