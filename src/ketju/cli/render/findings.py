"""Findings on the terminal: level, rule, place, sentence, the line of the source, and once a rule how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ketju.cli.render.excerpt import excerpt
from ketju.cli.render.places import place_name
from ketju.cli.render.style import Style
from ketju.cli.render.width import wrap
from ketju.core.model.document import Document
from ketju.core.model.finding import LEVELS, Finding, Level
from ketju.text.findings import finding_words
from ketju.text.render import Phrasebook


def finding_lines(
    findings: Sequence[Finding],
    least: Level,
    document: Document | None,
    file: str,
    phrases: Phrasebook,
    style: Style,
) -> Iterator[str]:
    """The findings of at least a level, then a count of all."""
    told: set[str] = set()
    shown = LEVELS[: LEVELS.index(least) + 1]
    for finding in findings:
        if finding.waiver is None and finding.level in shown:
            yield from _finding(finding, finding.rule not in told, document, file, phrases, style)
            yield ""
            told.add(finding.rule)
    yield from wrap(summary(findings, shown, phrases), style.columns)


def _finding(
    finding: Finding,
    with_fix: bool,
    document: Document | None,
    file: str,
    phrases: Phrasebook,
    style: Style,
) -> Iterator[str]:
    words = finding_words(finding, phrases)
    place = place_name(finding.span, document, file, phrases) if finding.span and document else file
    label = f"{phrases('severity.' + finding.level)}[{finding.rule} {finding.slug}]"
    yield f"{style.bold(label)} {style.dim(place)}"
    yield from (f"  {line}" for line in wrap(words.sentence, style.columns - 2))
    yield from (style.dim(f" {line}") for line in excerpt(finding.span, document, style.columns - 1))
    if with_fix:
        yield from (f"  {line}" for line in wrap(f"{phrases('finding.fix')}: {words.fix}", style.columns - 2))


def summary(findings: Sequence[Finding], shown: Sequence[Level], phrases: Phrasebook) -> str:
    """How many there are of each level, and how many are waived or not shown."""
    counted = Counter(finding.level for finding in findings if finding.waiver is None)
    waived = sum(finding.waiver is not None for finding in findings)
    if not counted and not waived:
        return phrases("finding.none")
    words = [phrases(f"finding.count-{level}", count=counted[level]) for level in LEVELS if counted[level]]
    if waived:
        words.append(phrases("finding.count-waived", count=waived))
    text = " · ".join(words)
    hidden = [level for level in LEVELS if counted[level] and level not in shown]
    return f"{text}. {phrases('finding.hidden', level=hidden[-1])}" if hidden else f"{text}."


def rule_lines(findings: Sequence[Finding], phrases: Phrasebook, style: Style) -> Iterator[str]:
    """The errors and warnings by rule: how many, what the rule finds, and the first of them; then a count of all."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.level != "info" and finding.waiver is None:
            by_rule.setdefault(finding.rule, []).append(finding)
    order = sorted(by_rule.values(), key=lambda found: (LEVELS.index(found[0].level), found[0].rule))
    for found in order:
        words = finding_words(found[0], phrases)
        level = phrases(f"severity.{found[0].level}")
        yield f"  {style.bold(f'{len(found):>3} × {words.title}')} {style.dim(f'({level}, {found[0].rule})')}"
        yield from (f"        {line}" for line in wrap(words.sentence, style.columns - 8))
    yield ""
    yield from (f"  {line}" for line in wrap(summary(findings, LEVELS, phrases), style.columns - 2))
