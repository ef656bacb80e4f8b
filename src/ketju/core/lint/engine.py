"""Run the rules over a subject, put findings in the order of the source, and apply the register's waivers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from ketju.core.discovery import declared_below
from ketju.core.lint import rules as packages
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.lint.waiving import Waivers
from ketju.core.model.finding import LEVELS, Finding
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in order of id."""
    return tuple(sorted(declared_below(packages, "RULE", Rule), key=lambda rule: rule.id))


def check(subject: Subject, rules: Sequence[Rule] | None = None) -> tuple[Finding, ...]:
    """What ``rules`` (all of them where None) find, in the order of the source; waived findings carry their waiver."""
    waivers = Waivers(subject.register.waivers, subject.on)
    found = [
        waivers.applied(finding)
        for rule in (all_rules() if rules is None else rules)
        for finding in findings_of(rule, subject)
    ]
    places = {entry: number for number, entry in enumerate(subject.entries)}
    return tuple(sorted(found, key=lambda finding: _order(finding, places)))


def findings_of(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """What one rule finds; nothing where it needs a source, or other documents, and there are none."""
    if (rule.needs_source and subject.result is None) or (rule.needs_others and not subject.others):
        return
    for seen in rule.check(subject):
        yield Finding(
            rule=rule.id,
            slug=rule.slug,
            level=seen.level or rule.level,
            path=seen.path,
            params=tuple(sorted(_params(seen, subject))),
            span=seen.span or subject.span(seen.path),
            related=seen.related,
            variant=seen.variant,
        )


def _params(seen: Observation, subject: Subject) -> Iterable[tuple[str, str]]:
    """The parameters, with the name of the entry that it is about."""
    given = dict(seen.params)
    _, _, rest = seen.path.partition("entries/")
    if rest and "name" not in given:
        given["name"] = subject.entries[rest.partition("/")[0]].name
    return given.items()


def _order(finding: Finding, places: dict[str, int]) -> tuple[object, ...]:
    """Findings about the whole first, then by place in the register, gravest first."""
    entry = places.get(finding.entry, -1)
    return (
        entry,
        _position(finding.span),
        LEVELS.index(finding.level),
        finding.rule,
        finding.path,
        finding.params,
    )


def _position(span: Span | None) -> tuple[float, ...]:
    match span:
        case TextSpan(start, end):
            return (start, end)
        case CellSpan(_, row, column):
            return (row, column)
        case BoxSpan(page, x0, y0, _, _):
            return (page, y0, x0)
        case NodeSpan(_, _, start, end):
            return (start, end)
        case _:
            return ()
