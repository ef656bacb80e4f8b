"""Every act that the code notes has words: no page shows a code of one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.base.audit.models import AuditEntry
from ketju.web.sites.staff.act_words import KINDS, VERBS, WHOLE, act_words, column_words

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
