"""Forms: fields by name, with what is wrong beside them. What a field may hold is checked where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from ketju.core.problems import Problem
from ketju.core.territory.authorities import authorities
from ketju.core.territory.facts import country_codes
from ketju.text.render import LANGUAGES
from ketju.text.values import place_name
from ketju.web.apps.parties.checking import RELATIONS, ROLES, Fault, Refused
from ketju.web.apps.parties.writes import told
from ketju.web.apps.services.checking import TENANCIES
from ketju.web.sites.staff.acting import sentences, words

Choices = Sequence[tuple[str, str]]

_KINDS = {
    "lines": ("postal_address", "billing_address", "terms", "data_categories", "data_subjects"),
    "long": tuple(f"text_{code}" for code in LANGUAGES),
    "date": ("signed_up_on", "ended_on", "away_until", "started_on", "valid_from", "valid_to", "since", "accepted_on",
        "expires_on", "first", "last", "signed_on"),
    "email": ("email",),
    "tel": ("phone",),
    "number": ("pass_on_days", "months_after", "year_end_month", "year_end_day"),
    "flag": ("is_role_address", "is_main_user", "may_instruct", "is_sensitive", "ends_missing",
        "is_named"),
    "file": ("file", *(f"file_{code}" for code in LANGUAGES)),
}  # fmt: skip
SUGGESTED = ("authority", "slug")
"""Fields with a line of text in which choices are suggested and others may be written."""
KINDS = {name: kind for kind, names in _KINDS.items() for name in names}
"""How a field is filled in, where it is not a line of text."""
_CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "role": ("web.role.", ROLES),
    "relation": ("web.relation.", RELATIONS),
    "tenancy": ("web.tenancy.", ("", *TENANCIES)),
    "security_level": ("web.security-level.", ("", "basic", "raised", "high")),
    "language": ("web.language.", LANGUAGES),
}
"""What keys of choices begin with, and the choices."""


@dataclass(slots=True)
class Line:
    """A field of a form as a page shows it."""

    name: str
    label: str
    kind: str
    value: str = ""
    hint: str = ""
    choices: Choices = ()
    errors: list[str] = field(default_factory=list)
    is_needed: bool = False

    @property
    def about(self) -> str:
        """The ids of what describes the field."""
        ids = [f"hint-{self.name}"] if self.hint else []
        return " ".join([*ids, *([f"error-{self.name}"] if self.errors else [])])


class Form:
    """Fields in their order, with values from a row of a table or from what was sent."""

    def __init__(
        self,
        names: Iterable[str],
        thing: object | None = None,
        *,
        needed: Sequence[str] = (),
        choices: Mapping[str, Choices] | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self.errors: list[str] = []
        self.lines = [
            self._line(name, thing, needed, (choices or {}).get(name), (labels or {}).get(name, ""))
            for name in names
        ]

    def _line(
        self, name: str, thing: object | None, needed: Sequence[str], given: Choices | None, label: str
    ) -> Line:
        phrases, key = words(), label or f"web.field.{name.replace('_', '-')}"
        choices = given if given is not None else _choices(name)
        hint = f"{key}.hint"
        return Line(
            name,
            phrases(key),
            _kind(name, choices),
            _shown(name, thing) if thing is not None else "",
            phrases(hint) if phrases.has(hint) else "",
            choices,
            is_needed=name in needed,
        )

    def given(self, sent: QueryDict) -> dict[str, str]:
        """What was sent, by field; it is shown again where something is wrong."""
        for line in self.lines:
            if line.kind == "flag":
                line.value = "yes" if sent.get(line.name) else "no"
            elif line.kind != "file":
                line.value = str(sent.get(line.name, ""))
        return {line.name: line.value for line in self.lines if line.kind != "file"}

    def refuse(self, problem: Problem) -> None:
        """Put each fault beside its field, and above the form what belongs to none."""
        if not isinstance(problem, Refused):
            self.errors += sentences(problem)
            return
        lines = {line.name: line for line in self.lines}
        for fault in problem.faults:
            place = lines[fault.field].errors if fault.field in lines else self.errors
            place.append(sentence(fault))


def _kind(name: str, choices: Choices) -> str:
    if choices:
        return "suggest" if name in SUGGESTED else "choice"
    return KINDS.get(name, "text")


def _shown(name: str, thing: object) -> str:
    found = getattr(thing, name, "")
    if isinstance(found, list) and KINDS.get(name) == "lines":
        return "\n".join(map(str, found))
    value = told(found)
    return authority_words(value) if name == "authority" else value


def authority_words(value: str) -> str:
    """The name of a supervisory authority for its id, with the country; any other text as it is."""
    one = authorities().get(value)
    return f"{one.name_in(words().language)}, {one.country}" if one else value


def sentence(fault: Fault | Any) -> str:
    """What is wrong, in words."""
    return words()(fault.key, **fault.params)


def _choices(name: str) -> Choices:
    phrases = words()
    if name in ("country", "backup_country", "to_country"):
        return countries()
    if name == "authority":
        named = sorted(authority_words(one) for one in authorities())
        return [(one, one) for one in named]
    begins, values = _CHOICES.get(name, ("", ()))
    return [(value, phrases(begins + value) if value else "–") for value in values]


def countries() -> Choices:
    """Every country, in the reader's language and its order."""
    phrases = words()
    named = ((code, place_name(code, phrases)) for code in country_codes())
    return [("", "–"), *sorted(named, key=lambda one: one[1])]
