"""The tool that changes functions of the application: which changes it makes, and that they reach what holds a function."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.mutants.__main__ import ROOT, declared
from tools.mutants.targets import Target

SOURCE = """
from functools import cache, cached_property

LIMIT = 3


def is_full(count):
    return count > LIMIT


@cache
def doubled(count):
    return count * 2


class Box:
    size: int = 4

    @cached_property
    def room(self):
        return self.size - 1
"""
CHANGES = {"is_full": ["8: > LIMIT → >= LIMIT"], "doubled": 2, "room": 2}
"""By hand: a comparison has one change, a product its sign and its number, and so has a difference."""


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    pytest.importorskip("mutmut")
    (tmp_path / "boxes_to_change.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    yield Target("boxes_to_change")
    sys.modules.pop("boxes_to_change", None)


def named(target: Target, name: str) -> list[Any]:
    return [one for one in target.mutants if target.functions[one.function].co_name == name]


def test_bodies_of_functions_are_changed_decorated_ones_too_and_nothing_else(target: Target) -> None:
    assert [one.words for one in named(target, "is_full")] == CHANGES["is_full"]
    assert len(named(target, "doubled")) == CHANGES["doubled"]
    assert len(named(target, "room")) == CHANGES["room"]
    assert len(target.mutants) == 5


def test_a_change_reaches_who_holds_the_function_and_what_was_remembered(target: Target) -> None:
    module = importlib.import_module("boxes_to_change")
    held, remembered = module.is_full, module.doubled
    assert (held(3), remembered(5), module.Box().room) == (False, 10, 3)
    for name in ("is_full", "doubled", "room"):
        target.put_in(named(target, name)[0])
    assert held(3) is True  # at least the limit in place of more than it
    assert remembered(5) == 2.5
    assert module.Box().room == 5


def test_the_tests_of_a_change_are_those_of_its_line_else_of_its_function(target: Target) -> None:
    (mutant,) = named(target, "is_full")
    target.reached = {8: ["a"], 13: ["b"]}
    assert target.tests_for(mutant) == {"a"}
    target.reached = {7: ["c"], 13: ["b"]}
    assert target.tests_for(mutant) == {"c"}


def test_modules_and_tests_that_are_declared_exist() -> None:
    for name, tests in declared().items():
        assert importlib.util.find_spec(name), name
        assert [one for one in tests if not (ROOT / one.partition("::")[0]).exists()] == []


def test_functions_are_found_though_the_application_froze_its_objects(target: Target) -> None:
    held = importlib.import_module("boxes_to_change").is_full
    gc.freeze()
    try:
        target.put_in(named(target, "is_full")[0])
    finally:
        gc.unfreeze()
    assert held(3) is True
