"""The rows say what the table of the requirements says, in other words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from ketju.core.duties.rows import VERBS, Duty, duties

ROOT = Path(__file__).resolve().parents[3]
TABLE = ROOT.parent / "shared" / "law" / "requirements.md"
KINDS = {"cond": "condition", "def": "definition", "decl": "declaration", "field gap": "gap"}
ACTORS = {"P": "processor", "C": "controller", "SP": "sub-processor"}
NOTHING = "n/a"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not TABLE.is_file(), reason="the requirements are not here"),
]


class Row(NamedTuple):
    """A row of the table, as printed."""

    id: str
    source: str
    rule: str
    kind: str
    must: str
    actor: str
    trigger: str
    deadline: str
    evidence: str


@cache
def printed() -> dict[str, Row]:
    """The rows of the table by their numbers."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = (line.strip().strip("|").split(" | ") for line in lines if re.match(r"\| D-\d+ \|", line))
    return {row.id: row for row in (Row(*(cell.strip() for cell in one)) for one in cells)}


def row_of(duty: Duty) -> Row:
    return printed()[duty.id]


def kinds_of(row: Row) -> list[tuple[str, str]]:
    """Each kind with whose it is: "right C, field" is a right of the controller, and a field."""
    found = []
    for kind in row.kind.split(", "):
        words, _, whose = kind.rpartition(" ") if kind.endswith((" P", " C")) else (kind, "", "")
        found.append((KINDS.get(words, words), ACTORS.get(whose, "")))
    return found


def same_words(text: str) -> set[str]:
    """Every six words in a row, folded."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {" ".join(words[at : at + 6]) for at in range(len(words) - 5)}


def test_the_rows_are_those_of_the_table() -> None:
    assert [duty.id for duty in duties()] == list(printed())


@pytest.mark.parametrize("duty", duties(), ids=lambda duty: duty.id)
def test_a_row_has_the_facts_of_the_table(duty: Duty) -> None:
    row = row_of(duty)
    kinds = kinds_of(row)
    assert row.source.startswith(duty.source.split()[0])
    assert duty.kinds == tuple(kind for kind, _ in kinds)
    assert duty.whose == next((whose for _, whose in kinds if whose), "")
    assert duty.verbs == tuple(
        dict.fromkeys(re.findall("|".join(rf"\b{verb}\b" for verb in VERBS), row.must))
    )
    assert duty.actors == tuple(ACTORS[actor] for actor in row.actor.split(", "))


@pytest.mark.parametrize("name", ["trigger", "deadline", "evidence"])
def test_a_text_is_there_where_the_table_has_one_with_its_numbers(name: str) -> None:
    for duty in duties():
        found, expected = str(getattr(duty, name)), str(getattr(row_of(duty), name))
        assert bool(found) is (expected != NOTHING), duty.id
        for number in re.findall(r"\d+", expected):
            assert number in found, duty.id


def test_sentences_are_our_own() -> None:
    theirs = same_words(TABLE.read_text(encoding="utf-8"))
    ours = {
        duty.id: same_words(f"{duty.title}. {duty.trigger}. {duty.deadline}. {duty.evidence}")
        for duty in duties()
    }
    assert {row: found & theirs for row, found in ours.items() if found & theirs} == {}
