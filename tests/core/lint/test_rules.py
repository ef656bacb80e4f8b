"""Every rule flags what its examples say and is silent on the others; names, words and documents agree."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ketju.core.lint.engine import all_rules, check, findings_of
from ketju.core.lint.rule import Rule
from tests.core.lint.examples import RULES, Example, examples, path_of

CORRECT = Path(__file__).parents[2] / "data" / "lint"
"""Registers in which there is nothing to find."""


def cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.slug}: {example.about}")
        for rule in all_rules()
        for example in examples(rule, kind)
    ]


@pytest.mark.parametrize(("rule", "example"), cases("flags"))
def test_a_rule_flags_what_its_examples_show(rule: Rule, example: Example) -> None:
    found = list(findings_of(rule, example.subject()))

    assert example.at
    assert sorted({finding.path for finding in found}) == example.at


@pytest.mark.parametrize(("rule", "example"), cases("passes"))
def test_a_rule_is_silent_on_what_passes(rule: Rule, example: Example) -> None:
    assert list(findings_of(rule, example.subject())) == []


@pytest.mark.parametrize(("rule", "example"), [*cases("flags"), *cases("passes")])
def test_no_rule_raises_on_the_examples_of_another(rule: Rule, example: Example) -> None:
    check(example.subject())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.slug)
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert examples(rule, "flags")
    assert examples(rule, "passes")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.slug)
def test_a_rule_says_what_why_and_how_to_fix(rule: Rule) -> None:
    doc = ast.get_docstring(ast.parse(path_of(rule).with_suffix(".py").read_text(encoding="utf-8"))) or ""

    assert [word for word in ("What:", "Why:", "Fix:") if f"\n{word} " not in doc] == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.slug)
def test_a_rule_cites_what_it_rests_on(rule: Rule) -> None:
    row = re.compile(r"[DLGXRQ]-\d+(?:\.\d+)?|GDPR Art\. \d+.*|EDPB .+|SCC .+|.+ \d+.*")

    assert rule.basis
    assert [one for one in rule.basis if not row.fullmatch(one)] == []


def test_ids_and_names_of_rules_are_unique_and_well_formed() -> None:
    rules = all_rules()

    assert len({rule.id for rule in rules}) == len(rules) == len({rule.slug for rule in rules})
    assert [rule.id for rule in rules if not re.fullmatch(r"REG\d{3}", rule.id)] == []
    assert [rule.slug for rule in rules if not re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.slug)] == []


def test_every_module_is_named_after_its_rule() -> None:
    named = {f"{rule.id.lower()}_{rule.slug.replace('-', '_')}" for rule in all_rules()}
    modules = {path.stem for path in RULES.glob("*/*.py") if path.stem != "__init__" and path.stem[0] != "_"}

    assert modules == named
    assert {path.stem for path in RULES.glob("*/*.toml")} == named
