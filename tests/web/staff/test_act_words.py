"""Every act that the code notes has words: no page shows a code of one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.base.audit.models import AuditEntry
from ketju.web.sites.staff.act_words import COLUMNS, KINDS, VERBS, WHOLE, act_words, column_words

WEB = Path(__file__).parents[3] / "src" / "ketju" / "web"
NOTES = {"audited", "audited_many", "_audit", "_note"}


def calls() -> Iterator[list[str]]:
    """The texts among the arguments of every call that notes an act."""
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in NOTES:
                yield [
                    one.value
                    for one in node.args
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]


def columns() -> set[str]:
    """The columns that calls name outright, with dashes."""
    found = set()
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in NOTES | {"_noted"}:
                given = [one.value for one in node.keywords if one.arg == "fields"]
                names = [
                    one for value in given if isinstance(value, ast.Tuple | ast.List) for one in value.elts
                ]
                found |= {str(one.value).replace("_", "-") for one in names if isinstance(one, ast.Constant)}
    return found


def acts() -> set[str]:
    return {text for texts in calls() for text in texts if "." in text}


def kinds() -> set[str]:
    return {text for texts in calls() for text in texts if "." not in text}


def test_the_calls_are_found() -> None:
    assert {"customers.read", "search.read", "rules.correct"} <= acts() and {"customer", "holder"} <= kinds()


def test_every_act_that_is_noted_has_words() -> None:
    assert {one for one in acts() if one not in WHOLE and one.rpartition(".")[2] not in VERBS} == set()


def test_every_kind_of_thing_that_is_noted_has_words() -> None:
    assert kinds() - KINDS == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_there_in_every_language(language: str) -> None:
    said = phrasebook(language)
    keys = {f"web.act.{one}" for one in VERBS} | {f"web.kind.{one}" for one in KINDS} | set(WHOLE.values())
    assert [key for key in sorted(keys) if not said.has(key)] == []


def test_an_act_without_words_is_not_shown_as_a_code() -> None:
    assert act_words(AuditEntry(action="things.frobnicate", kind="gadget")) == "handled other data"
    assert column_words("never_heard_of") == "never heard of"


@pytest.mark.parametrize(
    ("noted", "shown"),
    [
        ("entries/saarni-viestit", "Entries: saarni-viestit"),
        ("facts/", "Facts of the list"),
        ("is_invoicing", "invoicing"),
        ("decision-ended", "The decision on adequacy that it rested on ended."),
    ],
)
def test_a_column_is_shown_in_words(noted: str, shown: str) -> None:
    assert column_words(noted) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_that_calls_name_have_words(language: str) -> None:
    said = phrasebook(language)
    assert [one for one in sorted(columns()) if not any(said.has(f"{group}{one}") for group in COLUMNS)] == []


def test_an_act_in_finnish_ends_with_a_colon_before_the_thing() -> None:
    said = phrasebook("fi")
    assert [one for one in sorted(VERBS) if not said(f"web.act.{one}").endswith(":")] == []
