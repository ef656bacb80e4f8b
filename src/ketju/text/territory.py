"""Answers about places and transfers in words."""

from __future__ import annotations

from ketju.core.territory.facts import Part
from ketju.core.territory.names import name_of
from ketju.core.territory.transfers import Answer, Reason
from ketju.text.render import Phrasebook
from ketju.text.values import date_words, place_name


def place_called(answer: Answer, phrases: Phrasebook) -> str:
    """A place with its code, after the part of it that was asked about: "Finland (FI)", "Ceuta, Spain (ES)"."""
    name = name_in(answer.code, phrases)
    whole = f"{name} ({answer.code})" if name != answer.code else name
    return f"{part_name(answer.part, phrases)}, {whole}" if answer.part else whole


def name_in(code: str, phrases: Phrasebook) -> str:
    """The name of a country, a bloc or an organisation, and the code itself where there is none."""
    name = place_name(code, phrases)
    return name if name != code else name_of(code, phrases.language) or code


def part_name(part: Part, phrases: Phrasebook) -> str:
    """The name of a part of a country."""
    return part.names[phrases.language][0]


def cover_words(answer: Answer, phrases: Phrasebook) -> str:
    """What covers a place, with the article of the law of the day."""
    if answer.law == "directive" and answer.cover not in ("inside", "none-needed"):
        return phrases(f"territory.cover-directive.{answer.cover}")
    return phrases(f"territory.cover.{answer.cover}")


def unverified(answer: Answer) -> tuple[str, ...]:
    """The decisions and provisions that an answer rests on and that were not compared with the primary text."""
    doubtful = (one for one in answer.reasons if one.verify and one.key not in ("ended", "later"))
    return tuple(dict.fromkeys(one.decision.decision if one.decision else one.basis for one in doubtful))


def reason_words(reason: Reason, answer: Answer, phrases: Phrasebook) -> str:
    """One step of an answer as a sentence, with its source."""
    decision, last = reason.decision, reason.last
    words = phrases(
        f"territory.reason.{reason.key}",
        place=name_in(answer.code, phrases),
        part=part_name(answer.part, phrases) if answer.part else "",
        on=date_words(answer.on, phrases),
        decision=decision.decision if decision else "",
        condition=phrases(f"territory.fact.{decision.fact}") if decision and decision.fact else "",
        first=date_words(decision.first, phrases) if decision else "",
        last=date_words(last, phrases) if last else "",
    )
    return f"{words} [{reason.basis}]"
