"""Running rules: order, places, waivers, and registers in which there is nothing to find."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketju.core.lint.engine import all_rules, check
from ketju.core.lint.subject import Subject
from ketju.core.model.span import TextSpan
from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.formats.registerfile.places import places_in
from ketju.formats.registerfile.reading import read_register

ON = date(2026, 11, 1)
CORRECT = Path(__file__).parents[2] / "data" / "lint"

LIST = """# Sub-processors

| Company | Business ID | Purpose | Location |
|---|---|---|---|
| Vadelma Oy | FIXME | Invoicing | |
| Mustikka Oy | 2272745-5 | Hosting | Finland |
"""


def subject_of(text: str, name: str = "list.md") -> Subject:
    document = read_document(Source(text.encode(), name), None)
    result = read(document)
    return Subject(result.register, ON, result=result, document=document)


def test_findings_come_in_the_order_of_the_entries() -> None:
    found = [(f.rule, f.entry) for f in check(subject_of(LIST)) if f.level == "error"]

    assert found == [
        ("REG004", "vadelma-oy"),
        ("REG001", "vadelma-oy"),
        ("REG030", "mustikka-oy"),
    ]


def test_a_finding_stands_at_the_value_that_is_wrong() -> None:
    subject = subject_of(LIST)
    span = next(f.span for f in check(subject) if f.rule == "REG030")

    assert isinstance(span, TextSpan)
    assert LIST[span.start : span.end] == "2272745-5"


def test_a_finding_about_a_value_that_is_missing_stands_at_the_name() -> None:
    span = next(f.span for f in check(subject_of(LIST)) if f.rule == "REG004")

    assert isinstance(span, TextSpan)
    assert LIST[span.start : span.end] == "Vadelma Oy"


def test_only_the_rules_that_are_asked_for_run() -> None:
    rules = [rule for rule in all_rules() if rule.id == "REG030"]

    assert {finding.rule for finding in check(subject_of(LIST), rules)} == {"REG030"}


def test_a_register_without_entries_is_checked_without_error() -> None:
    check(subject_of("Nothing here.\n", "list.txt"))


@pytest.mark.parametrize("file", sorted(CORRECT.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_rule_is_silent_on_a_correct_register(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    register, problems = read_register(text, file.name)

    assert register is not None
    assert problems == ()
    result = None
    assert [(f.rule, f.path) for f in check(Subject(register, ON, result=result))] == []
    assert places_in(text)


@pytest.mark.parametrize("file", sorted(CORRECT.glob("*.md")), ids=lambda file: file.stem)
def test_no_rule_but_infos_speaks_on_a_correct_list(file: Path) -> None:
    found = check(subject_of(file.read_text(encoding="utf-8"), file.name))

    assert [(f.rule, f.path, f.params) for f in found if f.level != "info"] == []
