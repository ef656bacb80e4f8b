"""What was changed, in words of the page's language: names of fields, and values that are codes."""

from __future__ import annotations

import re
from datetime import date

from ketju.core.territory.authorities import authorities
from ketju.text.values import date_words, place_name
from ketju.web.apps.selfservice.models import Correction
from ketju.web.apps.selfservice.services import CONSENTS
from ketju.web.base.pages.templatetags.words import words

_CODES = {
    "relation": "web.portal.relation.",
    "tenancy": "web.tenancy.",
    "security_level": "web.security-level.",
}
_ROLES = {
    "customer": "web.portal.organisation-role.",
    "contact": "web.portal.contact-role.",
    "membership": "web.role.",
}
"""What keys of words for a role begin with, by what has the role."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def correction_rows(one: Correction) -> list[tuple[str, str, str]]:
    """Each changed field with its values before and after."""
    return [
        (field_words(name), value_words(one.kind, name, before), value_words(one.kind, name, after))
        for name, (before, after) in one.values.items()
    ]


def field_words(name: str) -> str:
    """The name of a field."""
    return words()(f"web.portal.field.{name.replace('_', '-')}")


def value_words(kind: str, name: str, value: str) -> str:
    """A value as people read it."""
    said = words()
    if not value:
        return ""
    if value in ("yes", "no"):
        return said(f"web.answer.{value}")
    if name in ("data_categories", "data_subjects"):
        return ", ".join(data_words(part) for part in value.split(", "))
    if name in ("country", "backup_country"):
        return place_name(value, said)
    if name == "authority" and value in authorities():
        return authorities()[value].name_in(said.language)
    if _DAY.fullmatch(value):
        return date_words(date.fromisoformat(value), said)
    group = (
        "language."
        if name == "language"
        else _ROLES.get(kind, "")
        if name == "role"
        else _CODES.get(name, "")
    )
    return said(group + value) if group and said.has(group + value) else value


def data_words(code: str) -> str:
    """A category of data or of people."""
    said = words()
    for key in (f"data.{code}", f"web.portal.subjects.{code}"):
        if said.has(key):
            return said(key)
    return code


def consent_words(subject: str) -> str:
    """What a consent is for: words for the known ones, else the text as it was recorded."""
    return words()(f"web.portal.consent.{subject}") if subject in CONSENTS else subject
