"""What is carried out whole begins at a public entry point, and a test that is named calls it."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from ketju.core.duties.rows import Coverage, coverage, killed
from tests.core.duties.calls import TestFile, calls_of, commands
from tools.reference.duties import declared_in_code

ROOT = Path(__file__).resolve().parents[3]
WHOLE = [one for one in (*coverage(), *declared_in_code()) if not one.left]


def named(one: Coverage) -> str:
    return "+".join(one.rows)


def is_entry_point(name: str) -> bool:
    """Whether it is a command, or a public function that exists."""
    program, _, command = name.partition(" ")
    if command:
        return program == "ketju" and command in commands()
    module, _, function = name.rpartition(".")
    if not name.startswith("ketju.") or any(part.startswith("_") for part in name.split(".")):
        return False
    try:
        return callable(getattr(importlib.import_module(module), function, None))
    except ModuleNotFoundError:
        return False


def called_by_tests(one: Coverage) -> set[str]:
    """What the tests call that a coverage names."""
    files = (test.partition("::") for test in one.tests)
    return {call for file, _, test in files if file.endswith(".py") for call in calls_of(ROOT / file, test)}


@pytest.mark.parametrize("one", WHOLE, ids=named)
def test_what_is_carried_out_starts_at_a_public_entry_point_that_a_test_calls(one: Coverage) -> None:
    assert one.starts_at, "say where its test starts, or what is left"
    assert is_entry_point(one.starts_at)
    assert one.starts_at in called_by_tests(one)


@pytest.mark.parametrize("one", WHOLE, ids=named)
def test_four_of_five_mutants_of_what_carries_a_row_out_are_killed(one: Coverage) -> None:
    modules = {
        name: next((m for m in killed() if name == m or name.startswith(f"{m}.")), None) for name in one.code
    }
    assert [name for name, module in modules.items() if module is None] == [], (
        "run make mutants, note the figure"
    )
    assert all(killed()[module] >= 0.8 for module in modules.values() if module)


@pytest.mark.parametrize(
    ("name", "exists"),
    [
        ("ketju read", True),
        ("ketju period", True),
        ("ketju raed", False),
        ("other read", False),
        ("ketju.core.territory.membership.outside_eea", True),
        ("ketju.core.territory.membership.outside_eaa", False),
        ("ketju.core.territory.membership._is_member", False),
        ("ketju.core.territory.nowhere.outside_eea", False),
        ("json.dumps", False),
    ],
)
def test_an_entry_point_is_a_command_or_a_public_function(name: str, exists: bool) -> None:
    assert is_entry_point(name) is exists


FILE = TestFile("""
import ketju.core.periods.period as periods
from ketju.cli.main import main
from ketju.core.territory.membership import is_outside as outside, is_in_eu
from tests.core.duties.calls import commands

ASKED = ("--lang", "fi", "period")


@pytest.fixture
def answer(public):
    return is_in_eu("FI")


@pytest.fixture
def public():
    return outside("FI")


def data(run, *words):
    return run(*words)


def helper():
    return periods.period_from(1)


def test_by_helper():
    assert helper()


def test_by_fixture(answer):
    assert answer


def test_by_words(ketju):
    assert ketju("read", path, "check")


def test_by_list():
    asked = ["territory", "FI"]
    assert main([*asked, "--json"]) == 0


def test_by_constant(ketju):
    assert data(ketju, *ASKED)


def test_by_helper_of_another_file():
    assert commands()


def test_other_words(ketju, path):
    assert ketju("raed", path) and path == "read" and print("read")
""")


@pytest.mark.parametrize(
    ("test", "called"),
    [
        ("test_by_helper", {"helper", "ketju.core.periods.period.period_from"}),
        (
            "test_by_fixture",
            {
                "ketju.core.territory.membership.is_in_eu",
                "ketju.core.territory.membership.is_outside",
            },
        ),
        ("test_by_words", {"ketju read"}),
        ("test_by_list", {"ketju territory"}),
        ("test_by_constant", {"data", "run", "ketju period"}),
        ("test_other_words", {"print"}),
        ("test_that_is_not_there", set()),
    ],
)
def test_calls_are_found_through_helpers_fixtures_and_lists(test: str, called: set[str]) -> None:
    assert FILE.calls(test) == called


def test_a_file_without_a_test_s_name_stands_for_all_of_its_tests() -> None:
    assert {"ketju read", "ketju territory", "ketju period"} < FILE.calls()


def test_helpers_of_other_files_are_followed() -> None:
    assert {"tests.core.duties.calls.commands", "pathlib.Path"} < FILE.calls("test_by_helper_of_another_file")
