"""The terms on which customers are told of changes and may object to them, in words."""

from __future__ import annotations

from ketju.core.model.register import NoticeTerms, ObjectionTerms, Parent
from ketju.text.render import Phrasebook

CHANNELS = ("e-mail", "in-app")
GROUNDS = ("security", "data-protection")


def notice_words(terms: NoticeTerms, phrases: Phrasebook) -> str:
    """What the terms of notice were read as: how long before use, to whom, how. "" when nothing was."""
    parts = []
    if terms.days is not None and terms.unit:
        parts.append(_period("notice.before", terms.days, terms.unit, phrases))
    if terms.recipients:
        parts.append(phrases("notice.recipients", recipients=terms.recipients))
    if terms.channels:
        channels = [phrases(f"channel.{name}") if name in CHANNELS else name for name in terms.channels]
        parts.append(phrases("list.or").join(channels))
    return ", ".join(parts)


def objection_words(terms: ObjectionTerms, phrases: Phrasebook) -> str:
    """What the terms of objection were read as: within which time, in which form, on which grounds."""
    parts = []
    if terms.days is not None and terms.unit:
        parts.append(_period("objection.within", terms.days, terms.unit, phrases))
    if terms.form:
        parts.append(phrases("form.written") if terms.form == "written" else terms.form)
    if terms.grounds:
        grounds = terms.grounds.replace(" ", "-")
        parts.append(phrases(f"grounds.{grounds}") if grounds in GROUNDS else terms.grounds)
    return ", ".join(parts)


def parent_words(parent: Parent, phrases: Phrasebook) -> str:
    """The agreement and the appendix that the list is, as far as it says."""
    if not parent.appendix:
        return parent.agreement
    key = "parent.of" if parent.agreement else "parent.appendix"
    return phrases(key, agreement=parent.agreement, appendix=parent.appendix)


def language_name(code: str, phrases: Phrasebook) -> str:
    """The name of a language, its code where there is none."""
    return phrases(f"language.{code}") if phrases.has(f"language.{code}") else code


def _period(key: str, count: int, unit: str, phrases: Phrasebook) -> str:
    return phrases(f"{key}.{unit.replace(' ', '-')}", count=count)
