"""Changes between two registers in words: what changed, why notice is owed or not, and what it applies to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ketju.core.model.change import Change, PriorNotice
from ketju.core.model.date import PartialDate, first_day, partial_date_from_iso
from ketju.core.model.register import Register
from ketju.text.law import article_words
from ketju.text.render import Phrasebook
from ketju.text.values import date_words, place_name

NOTHING = "–"
_DATES = frozenset({"since", "until", "notified"})
_KEYED = {"role": "role-name", "access": "access-name", "transfer": "tool", "condition": "condition"}
"""Fields whose values may be keys of words: role "joint controller" → "role-name.joint-controller"."""

_CODE = re.compile(r"(?P<code>[A-Z]{2,6})(?P<rest> .*)?")
_TERMS = frozenset({"notice", "objection"})
_PERIOD = re.compile(r"(?P<count>\d+) (?P<unit>days|working days|weeks|months)")
_ARTICLE = re.compile(r"GDPR Art\. (.+)")


def coming_words(told: str, since: PartialDate | None, at: date, on: date, phrases: Phrasebook) -> str:
    """What is told of a company that came to a list on the day ``at``, with its first day of use where that lay ahead:
    from when it is planned, or since when it is in use on the day ``on``.
    """
    if since is None or first_day(since) <= (at.year, at.month, at.day):
        return told
    is_planned = first_day(since) > (on.year, on.month, on.day)
    key = "change.planned" if is_planned else "change.begun"
    return phrases(key, told=told, day=date_words(since, phrases))


class ChangeWords:
    """Words for the changes between two registers, in one language."""

    def __init__(self, old: Register, new: Register, phrases: Phrasebook) -> None:
        self.phrases = phrases
        self._names = {
            (home, record.id): str(record.name) or record.id
            for register in (old, new)
            for home in ("services", "regions")
            for record in getattr(register, home)
        }

    def what(self, change: Change) -> str:
        """What changed, without the name of the company."""
        phrases = self.phrases
        key = "added-controller" if is_controller_side(change) and change.kind == "added" else change.kind
        params = {name: self._values(change, name) or NOTHING for name in ("before", "after")}
        told = phrases(f"change.{key}", field=self.field(change.field), **params)
        if change.kind == "renamed" and change.matched_by:
            told = f"{told} ({phrases(f'matched-by.{change.matched_by}')})"
        return told

    def field(self, field: str) -> str:
        """The name of a member of an entry or a register."""
        return self.phrases(f"change-field.{field}") if field else ""

    def name(self, change: Change) -> str:
        """The company, or that it is the list as a whole."""
        return change.name or self.phrases("diff.whole-list")

    def reason(self, notice: PriorNotice) -> str:
        """Why notice is owed or not, as a sentence."""
        return self.phrases(f"notice-reason.{notice.reason}")

    def basis(self, notice: PriorNotice) -> str:
        """The articles of the law that say so; rows of requirements are for programs."""
        found = (_ARTICLE.fullmatch(one) for one in notice.basis)
        return "; ".join(article_words(one[1], self.phrases) for one in found if one)

    def touched(self, change: Change) -> str:
        """The products and regions that the change touches; nothing where it is all of them."""
        groups = (
            [self._names.get((home, id), id) for id in ids]
            for home, ids in (("services", change.services), ("regions", change.regions))
        )
        return " · ".join(", ".join(names) for names in groups if names)

    def _values(self, change: Change, side: str) -> str:
        values: Sequence[str] = getattr(change, side)
        return ("; " if any("," in value for value in values) else ", ").join(
            self._value(change.field, value) for value in values
        )

    def _value(self, field: str, value: str) -> str:
        if field == "places":
            found = _CODE.fullmatch(value)
            return place_name(found["code"], self.phrases) + (found["rest"] or "") if found else value
        if field in _TERMS and (period := _PERIOD.fullmatch(value)):
            unit = period["unit"].replace(" ", "-")
            return self.phrases(f"period.length.{unit}", count=int(period["count"]))
        if field in _DATES:
            return date_words(partial_date_from_iso(value), self.phrases)
        if field in ("outside_eea", "varies_by_customer"):
            return self.phrases(value)
        key = f"{_KEYED.get(field, '')}.{value.replace(' ', '-')}"
        return self.phrases(key) if field in _KEYED and self.phrases.has(key) else value


def is_controller_side(change: Change) -> bool:
    """Whether the company is a controller, so that nobody is owed notice."""
    return change.notice.reason == "controller-side"


def counts(changes: Sequence[Change]) -> Mapping[str, int]:
    """How many changes there are by whether notice is owed; those of wording apart, under "form"."""
    found = {"yes": 0, "by-agreement": 0, "no": 0, "form": 0}
    for change in changes:
        found[section_of(change)] += 1
    return found


def section_of(change: Change) -> str:
    """Where a change is told: by whether notice is owed, changes of wording last."""
    return "form" if change.kind == "wording-only" else change.notice.owed.replace(" ", "-")
