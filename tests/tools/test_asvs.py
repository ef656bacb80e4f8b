"""The page about ASVS is up to date, whole, and names tests that exist."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools.make_asvs import PAGE, STATES, Line, page, read

ROOT = Path(__file__).parents[2]
COUNT = {
    "V1": 27, "V2": 11, "V3": 19, "V4": 10, "V5": 9, "V6": 35, "V7": 18, "V8": 7, "V9": 7, "V10": 29, "V11": 14,
    "V12": 9, "V13": 13, "V14": 9, "V15": 13, "V16": 16, "V17": 7,
}  # fmt: skip
"""How many requirements of levels 1 and 2 a chapter of ASVS 5.0.0 has: counted in OWASP's own table."""


def lines() -> list[Line]:
    return [line for of in read()[1].values() for line in of]


def names(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make data"


def test_every_requirement_of_both_levels_is_there_once() -> None:
    assert {chapter: len(of) for chapter, of in read()[1].items()} == COUNT
    numbers = [line.number for line in lines()]
    assert len(set(numbers)) == len(numbers)
    assert all(f"V{line.number.split('.')[0]}" == chapter for chapter, of in read()[1].items() for line in of)
    assert {line.level for line in lines()} == {1, 2}


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.number)
def test_each_line_stands_on_something(line: Line) -> None:
    assert line.state in STATES and line.asked and line.detail
    assert (line.state != "test") or line.tests
    for file, name in line.tests:
        assert name in names(file), f"{file} has no {name}"
