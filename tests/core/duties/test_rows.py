"""The rows of requirements, and that what is said to carry them out is there."""

from __future__ import annotations

import ast
import importlib
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from ketju.core.duties.rows import ACTORS, KINDS, VERBS, Coverage, Duty, coverage, duties
from tools.reference.duties import by_row, declared_in_code, kind_of, state

ROOT = Path(__file__).resolve().parents[3]
EVERY = [*coverage(), *declared_in_code()]
ROWS = frozenset(duty.id for duty in duties())
"""Rows that there are."""
WRITTEN = ("src", "tests", "tools", "docs", "examples", "benchmarks", "*.md", "*.toml")
"""Where rows may be named."""


def named(one: Coverage) -> str:
    return "+".join(one.rows)


def rows_named(text: str) -> set[str]:
    """Every row that a text names, by a number that exists or not."""
    return {f"D-{number}" for number in re.findall(r"(?<![\w-])D-(\d+)(?![\w-])", text)}


@cache
def written() -> dict[Path, str]:
    """Every text of the repository; what is no UTF-8 is none."""
    found = {}
    for path in (path for name in WRITTEN for path in ROOT.glob(name)):
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file():
                with suppress(UnicodeDecodeError):
                    found[file] = file.read_text(encoding="utf-8")
    return found


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


def test_each_row_has_known_kinds_verbs_and_actors() -> None:
    for duty in duties():
        assert duty.kinds and duty.actors, duty.id
        assert set(duty.kinds) <= set(KINDS), duty.id
        assert set(duty.verbs) <= set(VERBS), duty.id
        assert set(duty.actors) <= set(ACTORS), duty.id
        assert not duty.whose or {"duty", "right"} & set(duty.kinds), duty.id


def test_texts_of_rows_are_short_and_plain() -> None:
    texts = [(duty.id, text) for duty in duties() for text in (duty.trigger, duty.deadline, duty.evidence)]
    assert [row for row, text in texts if len(text.split()) > 20 or text.endswith(".")] == []


def test_a_kind_is_told_with_whose_it_is() -> None:
    assert (
        kind_of(Duty("D-1", "", "", ("right", "field"), (), (), "controller"))
        == "right of the controller, field"
    )
    assert kind_of(Duty("D-1", "", "", ("limit",), (), ())) == "limit"


def test_no_text_of_the_repository_names_a_row_that_does_not_exist() -> None:
    unknown = {path: rows_named(text) - ROWS for path, text in written().items()}
    assert {path: rows for path, rows in unknown.items() if rows} == {}


@pytest.mark.parametrize("folder", ["src", "tests", "docs", "examples"])
def test_texts_of_every_folder_are_looked_at(folder: str) -> None:
    assert any(path.is_relative_to(ROOT / folder) for path in written())


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Source: D-17, D-31 to D-43.", {"D-17", "D-31", "D-43"}),
        ('("D-' + '204",)', {"D-" + "204"}),
        ("D-" + "0 and D-" + "12345", {"D-" + "0", "D-" + "12345"}),
        ("ID-12, D-12a, D-1-2, D-x", set()),
    ],
)
def test_rows_are_known_by_their_letter_and_number(text: str, rows: set[str]) -> None:
    assert rows_named(text) == rows


def test_no_two_rows_have_the_same_title() -> None:
    titles = [duty.title for duty in duties()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_only_rows_that_exist_are_said_to_be_carried_out(one: Coverage) -> None:
    assert set(one.rows) <= ROWS
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
