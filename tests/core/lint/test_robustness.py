"""No rule raises, whatever stands in a register or a document; findings are the same each time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ketju.core.lint.engine import all_rules, check
from ketju.core.lint.subject import Companion, Subject
from ketju.core.model.register import Register
from ketju.core.model.result import ReadResult
from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.text.findings import finding_words
from ketju.text.render import LANGUAGES, phrasebook
from tests.core.register.registers import registers

ON = date(2026, 11, 1)
EXAMPLES = Path(__file__).parents[3] / "examples"
LISTS = [
    path for path in sorted(EXAMPLES.glob("*/list.*")) if path.suffix in (".txt", ".md", ".html", ".csv")
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(registers(), registers())
def test_no_rule_raises_on_any_register(register: Register, other: Register) -> None:
    companion = Companion("other.yaml", ReadResult(other, (), (), ()))

    found = check(Subject(register, ON, others=(companion,)))

    paths = {f"entries/{entry.id}" for entry in register.entries}
    assert all(not f.entry or f"entries/{f.entry}" in paths for f in found)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_findings_on_the_examples_have_places_and_words(path: Path) -> None:
    document = read_document(Source(path.read_bytes(), path.name), None)
    result = read(document)
    subject = Subject(result.register, ON, result=result, document=document)

    found = check(subject)

    assert found == check(subject)
    levels = {rule.id: rule.level for rule in all_rules()}
    for finding in found:
        assert finding.rule in levels
        assert not finding.entry or finding.span is not None
        for language in LANGUAGES:
            words = finding_words(finding, phrasebook(language))
            assert "{" not in words.sentence, (language, words.sentence)
            assert not words.sentence.startswith("rule."), (language, words.sentence)
