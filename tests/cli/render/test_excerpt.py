"""The line of the source, with carets under what is meant."""

from __future__ import annotations

import pytest

from ketju.cli.render.excerpt import excerpt
from ketju.core.model.document import Document
from ketju.core.model.span import CellSpan, TextSpan


def shown(text: str, part: str, columns: int = 80) -> list[str]:
    start = text.index(part)
    return excerpt(TextSpan(start, start + len(part)), Document("plain", (), text), columns)


def test_carets_stand_under_the_part() -> None:
    line, carets = shown("first\nAcme Oy: hosting\n", "hosting")

    assert line == "    2 │ Acme Oy: hosting"
    assert carets == "      │          ^^^^^^^"


def test_wide_and_combining_letters_are_counted_as_a_terminal_shows_them() -> None:
    line, carets = shown("株式会社: e\u0301t\n", "t")

    assert len(carets) - 1 == len("    1 │ ") + 8 + 2 + 1
    assert line.endswith("t")


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_a_long_line_is_cut_around_the_part(columns: int) -> None:
    line, carets = shown("x" * 300 + " Acme " + "y" * 300, "Acme", columns)

    assert len(line) <= columns
    assert line[carets.index("^") : carets.rindex("^") + 1] == "Acme"
    assert line.count("…") == 2


def test_a_part_over_several_lines_is_marked_on_the_first() -> None:
    _, carets = shown("one two\nthree\n", "two\nthree")

    assert carets.endswith("^^^")
    assert carets.count("^") == 3


def test_tabs_and_controls_do_not_move_the_mark() -> None:
    line, carets = shown("a\tb\x1b[31m\tcde", "cde")

    assert "\x1b" not in line
    assert line[carets.index("^") :] == "cde"


def test_a_place_that_is_no_text_has_no_line() -> None:
    assert excerpt(CellSpan("Sheet1", 1, 1), Document("xlsx", ()), 80) == []
    assert excerpt(None, Document("plain", (), "x"), 80) == []
