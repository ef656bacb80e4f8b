"""Each line of a document is accounted for, and a row that somebody adds comes out or is reported."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ketju.core.model.span import TextSpan
from tests.core.reading.lists import Labelled, own_lists, published_lists, read_bytes, read_file
from tests.core.reading.marking import Fate, rows_of, trials

OWN = own_lists()
PUBLISHED = published_lists()
EVERY = [pytest.param(one, id=str(one)) for one in OWN] + [
    pytest.param(one, id=str(one), marks=pytest.mark.shared) for one in PUBLISHED
]
IN_LIST = 0.99
ANYWHERE = 0.95


@pytest.mark.parametrize("labelled", EVERY)
def test_each_line_with_a_letter_or_digit_is_in_some_part(labelled: Labelled) -> None:
    document, result = read_file(labelled.source)
    assert document.source is not None
    covered = bytearray(len(document.source) + 1)
    for part in result.parts:
        assert isinstance(part.span, TextSpan)
        assert 0 <= part.span.start <= part.span.end <= len(document.source)
        covered[part.span.start : part.span.end] = b"\1" * (part.span.end - part.span.start)
    at, lost = 0, []
    for line in document.source.split("\n"):
        if any(map(str.isalnum, line)) and not any(covered[at : at + len(line)]):
            lost.append(line)
        at += len(line) + 1
    assert lost == []


@pytest.mark.parametrize("labelled", [pytest.param(one, id=str(one)) for one in OWN])
def test_each_unread_part_says_why(labelled: Labelled) -> None:
    unread = [part for part in read_file(labelled.source)[1].unread if part.text.strip()]
    assert [part for part in unread if not part.reason.startswith("unread.")] == []


def test_cells_of_a_table_that_is_no_list_say_why_they_are_unread() -> None:
    text = "# Hours\n\n| Day | Place |\n| --- | --- |\n| Monday | Finland |\n| Tuesday | Sweden |\n"
    unread = read_bytes(text.encode(), "page.md")[1].unread
    assert [part for part in unread if not part.reason] == []


def test_nothing_blank_is_reported_as_unread() -> None:
    unread = [part for one in OWN for part in read_file(one.source)[1].unread]
    assert [part for part in unread if not part.text.strip()] == []


@pytest.mark.parametrize("labelled", [pytest.param(one, id=str(one)) for one in OWN])
def test_rows_can_be_made_for_each_own_list(labelled: Labelled) -> None:
    text = labelled.source.read_text(encoding="utf-8")
    assert len(rows_of(text, labelled)) >= len(labelled.expected["entries"]) - 1


def lost_of(found: Iterable[tuple[Fate, str]]) -> tuple[int, list[str]]:
    """How many marked rows were inserted, and which of them are lost."""
    every = list(found)
    return len(every), [what for came, what in every if came == "lost"]


def assert_few_lost(
    lists: list[Labelled], count: int, seed: int, least: float, *, anywhere: bool = False
) -> int:
    total, lost = lost_of(trial for one in lists for trial in trials(one, count, seed, anywhere=anywhere))
    assert len(lost) <= total * (1 - least), f"{len(lost)} of {total}:\n" + "\n".join(lost)
    return total


def test_a_marked_row_in_an_own_list_comes_out() -> None:
    assert assert_few_lost(OWN, 10, 1, IN_LIST) >= 300


def test_a_marked_row_anywhere_in_a_document_comes_out() -> None:
    assert assert_few_lost(OWN, 3, 2, ANYWHERE, anywhere=True) >= 100


@pytest.mark.shared
@pytest.mark.skipif(not PUBLISHED, reason="the published lists are not here")
def test_a_marked_row_in_a_published_list_comes_out() -> None:
    assert assert_few_lost(PUBLISHED, 10, 3, IN_LIST) >= 300


@pytest.mark.shared
@pytest.mark.skipif(not PUBLISHED, reason="the published lists are not here")
def test_a_marked_row_anywhere_in_a_published_document_comes_out() -> None:
    assert assert_few_lost(PUBLISHED, 2, 4, ANYWHERE, anywhere=True) >= 60


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 30))
def test_many_marked_rows_come_out(seed: int) -> None:
    assert_few_lost(OWN + PUBLISHED, 10, seed, IN_LIST)
    assert_few_lost(OWN + PUBLISHED, 10, seed + 100, ANYWHERE, anywhere=True)
