"""Findings as one object for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from ketju.core.lint.rule import Rule
from ketju.core.model.document import Document
from ketju.core.model.finding import LEVELS, Finding
from ketju.core.model.register import Waiver
from ketju.formats.writers.reading import span_data
from ketju.text.findings import finding_words
from ketju.text.render import Phrasebook


def findings_data(
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    document: Document | None,
    file: str,
    on: date,
    phrases: Phrasebook,
) -> dict[str, Any]:
    """All findings with their words and places, the rules that ran, and counts by level; waived ones are marked.

    "findings" is an iterator: of a long list no more than one need be in memory.
    """
    open_ones = [finding for finding in findings if finding.waiver is None]
    counted = Counter(finding.level for finding in open_ones)
    basis = {rule.id: list(rule.basis) for rule in rules}
    return {
        "file": file,
        "on": on.isoformat(),
        "rules": [rule.id for rule in rules],
        "counts": {**{level: counted[level] for level in LEVELS}, "waived": len(findings) - len(open_ones)},
        "findings": (_finding(one, basis.get(one.rule, []), document, phrases) for one in findings),
    }


def _finding(
    finding: Finding, basis: list[str], document: Document | None, phrases: Phrasebook
) -> dict[str, Any]:
    words = finding_words(finding, phrases)
    return {
        "rule": finding.rule,
        "slug": finding.slug,
        "level": finding.level,
        "title": words.title,
        "message": words.sentence,
        "fix": words.fix,
        "basis": basis,
        "entry": finding.entry or None,
        "path": finding.path or None,
        "place": span_data(finding.span, document) if finding.span and document else None,
        "related": list(finding.related),
        "params": dict(finding.params),
        "waiver": waiver_data(finding.waiver) if finding.waiver else None,
    }


def waiver_data(waiver: Waiver) -> dict[str, str | None]:
    """A waiver for JSON."""
    return {
        "reason": waiver.reason,
        "owner": waiver.owner,
        "since": str(waiver.since) if waiver.since else None,
        "until": str(waiver.until),
    }
