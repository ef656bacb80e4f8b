"""Findings of a draft in words: What, Why, Fix; by rule, and by the record that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from ketju.core.lint.engine import all_rules
from ketju.core.model.finding import LEVELS, Finding
from ketju.text.findings import finding_words
from ketju.text.law import article_words
from ketju.text.render import Phrasebook
from ketju.web.apps.registers.checking import findings_in
from ketju.web.apps.registers.content import KINDS
from ketju.web.apps.registers.models import Draft
from ketju.web.sites.staff.acting import words
from ketju.web.sites.staff.registers.telling import Names

BADGES = {"error": "bad", "warning": "warn", "info": ""}
MOST_RELATED = 12
"""So many other places of a finding are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words. ``number`` is its place in the list of the draft; ``places`` what else it is about."""

    number: int
    finding: Finding
    title: str
    sentence: str
    fix: str
    is_waived: bool
    places: tuple[tuple[str, str, str], ...] = ()
    more: int = 0

    @property
    def level(self) -> str:
        """How grave it is."""
        return self.finding.level

    @property
    def badge(self) -> str:
        """The colour of its level."""
        return BADGES[self.finding.level]


@dataclass(slots=True)
class Rule:
    """The findings of one rule."""

    slug: str
    level: str
    title: str
    fix: str
    why: str = ""
    findings: list[Told] = field(default_factory=list)

    @property
    def badge(self) -> str:
        """The colour of its level."""
        return BADGES[self.level]

    @property
    def is_waived(self) -> bool:
        """Whether somebody answers for all of them."""
        return all(one.is_waived for one in self.findings)


def told_findings(draft: Draft, names: Names) -> list[Told]:
    """The findings of the last check of a draft in words, the gravest first."""
    book = words()
    found = [
        _told(number, finding, is_waived, names, book)
        for number, (finding, is_waived) in enumerate(findings_in(draft.findings))
    ]
    return sorted(found, key=lambda one: (one.is_waived, LEVELS.index(one.finding.level), one.number))


def _told(number: int, finding: Finding, is_waived: bool, names: Names, book: Phrasebook) -> Told:
    said = finding_words(finding, book)
    places = list(
        dict.fromkeys(filter(None, (place_in(path, names) for path in (finding.path, *finding.related))))
    )
    return Told(
        number, finding, said.title, said.sentence, said.fix, is_waived, tuple(places[:MOST_RELATED]),
        max(len(places) - MOST_RELATED, 0),
    )  # fmt: skip


def place_in(path: str, names: Names) -> tuple[str, str, str] | None:
    """(kind, id, name) of the record that a path leads to; None for none of the draft."""
    kind, _, rest = path.partition("/")
    slug = rest.partition("/")[0]
    if kind not in KINDS or (kind, slug) not in names:
        return None
    return kind, slug, names[kind, slug]


def by_rule(findings: Iterable[Told]) -> list[Rule]:
    """Findings under their rules, in the order of the first of each."""
    found: dict[str, Rule] = {}
    for one in findings:
        slug = one.finding.slug
        if slug not in found:
            found[slug] = Rule(slug, one.level, one.title, one.fix, _why(slug))
        found[slug].findings.append(one)
    return list(found.values())


def by_record(findings: Iterable[Told]) -> dict[tuple[str, str], list[Told]]:
    """Findings by the kind and the id of the record that they are about."""
    found: dict[tuple[str, str], list[Told]] = {}
    for one in findings:
        for kind, slug, _ in one.places:
            found.setdefault((kind, slug), []).append(one)
    return found


def _why(slug: str) -> str:
    """The articles of the law that a rule rests on."""
    book = words()
    return "; ".join(article_words(one, book) for one in _articles().get(slug, ()))


@cache
def _articles() -> dict[str, tuple[str, ...]]:
    law = "GDPR Art. "
    return {
        rule.slug: tuple(one.removeprefix(law) for one in rule.basis if one.startswith(law))
        for rule in all_rules()
    }


@cache
def _slugs() -> dict[str, str]:
    return {rule.id: rule.slug for rule in all_rules()}


def rule_title(rule: str) -> str:
    """The title of a rule that is named by its id or its slug."""
    key = f"rule.{_slugs().get(rule, rule)}.title"
    book = words()
    return book(key) if book.has(key) else rule
