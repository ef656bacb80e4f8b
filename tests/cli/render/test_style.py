from __future__ import annotations

import io
import sys

from ketju.cli.render.style import Style, style_for


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True


def test_a_terminal_has_colours() -> None:
    assert style_for(Terminal(), {}).colour
    assert style_for(Terminal(), {}).bold("x") == "\033[1mx\033[0m"


def test_no_color_is_respected() -> None:
    assert not style_for(Terminal(), {"NO_COLOR": "1"}).colour
    assert style_for(Terminal(), {"NO_COLOR": ""}).colour  # empty means unset: no-color.org
    assert not style_for(Terminal(), {"TERM": "dumb"}).colour


def test_a_file_has_no_colours_and_a_hundred_columns() -> None:
    style = style_for(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), {})

    assert (style.colour, style.columns) == (False, 100)
    assert style.bold("x") == "x"


def test_lines_are_drawn_with_what_the_encoding_has() -> None:
    assert style_for(Terminal("ascii"), {}).rule == "-"
    assert style_for(Terminal(), {}).rule == "─"


def test_columns_may_be_set(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")

    assert style_for(sys.stderr, {"COLUMNS": "72"}).columns == 72
    assert style_for(sys.stderr, {"COLUMNS": "not a number"}).columns == 100


def test_a_style_without_colour_writes_text_alone() -> None:
    assert Style().dim("x") + Style().strong("y") == "xy"
