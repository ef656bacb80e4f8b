"""Lines and their places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.span import TextSpan
from ketju.formats.lines import Line, joined_text, lines_of, slice_text, width


def test_a_line_knows_where_it_is_printed_and_how_far_it_is_indented() -> None:
    lines, stop = lines_of("a\n\n \tb c \n\f d")
    assert lines == [
        Line(0, 0, 1, 1, "a", 0),
        Line(2, 2, 2, 2, "", 0),
        Line(3, 5, 8, 9, "b c", 4),
        Line(10, 12, 13, 13, "d", 1),
    ]
    assert stop == 13


def test_tabs_go_to_the_next_multiple_of_four() -> None:
    assert [width(space) for space in ("", "  ", "\t", " \t", "    \t", "\f\t")] == [0, 2, 4, 4, 8, 4]


def test_lines_of_a_part_and_up_to_a_limit() -> None:
    lines, stop = lines_of("one\ntwo\nthree\n", 4, 7)
    assert ([line.text for line in lines], stop) == (["two"], 7)
    lines, stop = lines_of("one\ntwo\nthree\n", limit=2)
    assert ([line.text for line in lines], stop) == (["one", "two"], 8)


def test_a_stretch_is_trimmed_and_several_lines_are_one_text() -> None:
    source = "x \u00a0Nimbus  \n  Oy "
    assert slice_text(source, 1, 11).span == TextSpan(3, 9)
    lines, _ = lines_of(source, 1)
    text = joined_text(lines)
    assert (text.text, text.span) == ("Nimbus\nOy", TextSpan(3, 16))


@given(st.text("a \t\n\f\u00a0ä", max_size=60))
def test_lines_are_those_between_newlines(source: str) -> None:
    lines, stop = lines_of(source)
    assert stop == len(source)
    wanted = source.split("\n")
    assert [line.text for line in lines] == [line.strip() for line in (wanted if wanted[-1] else wanted[:-1])]
    assert all(source[line.start : line.end] == line.text for line in lines)
