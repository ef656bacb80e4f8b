"""Findings as SARIF 2.1.0, which code hosts show beside the lines (OASIS standard, 27 March 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from ketju import __version__
from ketju.core.lint.rule import Rule
from ketju.core.model.document import Document
from ketju.core.model.finding import Finding
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan
from ketju.text.findings import finding_words
from ketju.text.render import Phrasebook

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def sarif_log(
    checked: Sequence[tuple[str, Document | None, Sequence[Finding]]],
    rules: Sequence[Rule],
    phrases: Phrasebook,
) -> dict[str, Any]:
    """A log with one run over all files, given as (name, document, findings).

    A waived finding is a suppressed result; a place that is no text is told in words. "runs" and "results" are
    iterators: of a long log no more than one result need be in memory.
    """
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    results = (
        _result(finding, numbers[finding.rule], document, file, phrases)
        for file, document, findings in checked
        for finding in findings
    )
    driver = {
        "name": "Ketju",
        "semanticVersion": __version__,
        "rules": [_rule(rule, phrases) for rule in rules],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": iter([run])}


def _rule(rule: Rule, phrases: Phrasebook) -> dict[str, Any]:
    key = f"rule.{rule.slug}"
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": phrases(f"{key}.title")},
        "help": {"text": phrases(f"{key}.fix")},
        "defaultConfiguration": {"level": LEVEL[rule.level]},
        "properties": {"basis": list(rule.basis)},
    }


def _result(
    finding: Finding, number: int, document: Document | None, file: str, phrases: Phrasebook
) -> dict[str, Any]:
    words = finding_words(finding, phrases)
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(file)}}
    region = _region(finding.span, document)
    place |= {"region": region} if region else {}
    location: dict[str, Any] = {"physicalLocation": place}
    if where := _elsewhere(finding.span):
        location["message"] = {"text": where}
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": LEVEL[finding.level],
        "message": {"text": words.sentence},
        "locations": [location],
        "partialFingerprints": {"ketjuFinding/v1": _fingerprint(finding)},
    }
    if finding.waiver:
        result["suppressions"] = [{"kind": "external", "justification": finding.waiver.reason}]
    return result


def _fingerprint(finding: Finding) -> str:
    """What stays the same when lines move: the rule, the path and what was found."""
    told = "\n".join(f"{name}={value}" for name, value in finding.params)
    return sha256(f"{finding.rule}\n{finding.path}\n{told}".encode()).hexdigest()[:32]


def _region(span: Span | None, document: Document | None) -> dict[str, Any] | None:
    match span:
        case TextSpan(start, end) if document is not None and document.source is not None:
            first = document.position(TextSpan(start, end))
            last = document.position(TextSpan(end, end))
            return {
                "startLine": first.line,
                "startColumn": first.column,
                "endLine": last.line,
                "endColumn": last.column,
            }
        case _:
            return None


def _elsewhere(span: Span | None) -> str:
    """Where a value stands in a file without lines: a region of SARIF has to have a line or an offset."""
    match span:
        case CellSpan(sheet, row, column):
            return f"{sheet}, row {row}, column {column}"
        case BoxSpan(page, _, _, _, _):
            return f"page {page}"
        case NodeSpan(part, path, _, _):
            return f"{part}#{path}"
        case _:
            return ""
