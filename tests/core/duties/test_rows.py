"""The rows of requirements, and that what is said to carry them out is there."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from ketju.core.duties.rows import Coverage, coverage, duties
from tools.reference.duties import by_row, declared_in_code, state

ROOT = Path(__file__).resolve().parents[3]
EVERY = [*coverage(), *declared_in_code()]


def named(one: Coverage) -> str:
    return "+".join(one.rows)


def test_there_are_203_rows_each_once_with_a_short_title_and_a_source() -> None:
    rows = duties()
    assert [duty.id for duty in rows] == [f"D-{number}" for number in range(1, 204)]
    assert [duty.id for duty in rows if not 2 <= len(duty.title.split()) <= 12] == []
    assert [duty.id for duty in rows if not re.fullmatch(r"00[0-4]:\d+( §\d+)?", duty.source)] == []
    assert [
        duty.id
        for duty in rows
        if duty.article and not re.fullmatch(r"\d{1,2}(\(\d+\))?(\([a-h]\))?", duty.article)
    ] == []


def test_no_two_rows_have_the_same_title() -> None:
    titles = [duty.title for duty in duties()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_only_rows_that_exist_are_said_to_be_carried_out(one: Coverage) -> None:
    assert set(one.rows) <= {duty.id for duty in duties()}
    assert one.code and one.tests


@pytest.mark.parametrize("name", sorted({name for one in EVERY for name in one.code}))
def test_the_code_that_is_named_exists(name: str) -> None:
    module, _, member = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        assert hasattr(importlib.import_module(module), member)


@pytest.mark.parametrize("name", sorted({name for one in EVERY for name in one.tests}))
def test_the_test_that_is_named_exists(name: str) -> None:
    file, _, function = name.partition("::")
    path = ROOT / file
    assert path.is_file()
    if function:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_row_that_nothing_covers_is_not_yet_carried_out() -> None:
    assert state(()) == "not yet"
    assert state((Coverage(("D-1",), ("a",), ("b",), "the rest"),)) == "in part"
    assert state((Coverage(("D-1",), ("a",), ("b",)),)) == "carried out"
    assert state(by_row()["D-190"]) == "carried out"
    assert "D-148" not in by_row()
