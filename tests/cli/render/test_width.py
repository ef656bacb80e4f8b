from __future__ import annotations

import pytest

from ketju.cli.render.width import pad, printable, shorten, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("Ketju", 5),
        ("käsittelijä", 11),
        ("ka\u0308sittelija\u0308", 11),  # combining marks take no room
        ("株式会社", 8),
        ("Ｋ", 2),
        ("a\u200bb", 2),  # zero width space
        ("👍", 2),
    ],
)
def test_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


def test_padding_counts_columns_and_not_letters() -> None:
    assert pad("株式", 6) == "株式  "
    assert pad("long", 2) == "long"


def test_words_go_to_the_next_line_whole() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]


def test_no_line_is_wider_than_asked() -> None:
    text = "Konesalipalveluntarjoaja 株式会社株式会社 https://example.com/a/very/long/path?with=questions x"

    assert all(width(line) <= 10 for line in wrap(text, 10))
    assert "".join("".join(wrap(text, 10)).split()) == "".join(text.split())


def test_a_word_that_is_too_long_is_broken_after_a_mark() -> None:
    assert wrap("example.com/processors", 12) == ["example.com/", "processors"]


def test_a_wide_letter_in_a_narrow_column_is_kept() -> None:
    assert wrap("株式", 1) == ["株", "式"]


def test_own_line_breaks_stay() -> None:
    assert wrap("one\ntwo", 20) == ["one", "two"]


def test_nothing_is_one_empty_line() -> None:
    assert wrap("", 10) == [""]


def test_a_cut_text_ends_in_an_ellipsis() -> None:
    assert shorten("one two three", 8) == "one two…"
    assert shorten("one  two", 8) == "one two"


def test_a_list_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07\u202ec") == "a�[31mb�\ufffdc"
