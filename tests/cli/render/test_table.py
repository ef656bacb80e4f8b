from __future__ import annotations

from ketju.cli.render.style import Style
from ketju.cli.render.table import Band, Table, table_lines, without_empty_columns
from ketju.cli.render.width import width

ROWS = (("Acme Oy", "Hosting of servers", "FI"), ("株式会社サーバー", "Mail", "JP"))


def test_columns_are_as_wide_as_they_need() -> None:
    lines = table_lines(Table(("Company", "What for", "Where"), ROWS), Style(columns=60), indent=0)

    assert lines == [
        "Company           What for            Where",
        "────────────────  ──────────────────  ─────",
        "Acme Oy           Hosting of servers  FI",
        "株式会社サーバー  Mail                JP",
    ]


def test_cells_are_wrapped_where_the_terminal_is_narrow() -> None:
    lines = table_lines(Table(("Company", "What for", "Where"), ROWS), Style(columns=40), indent=0)

    assert max(width(line) for line in lines) <= 40
    assert "Hosting of" in "\n".join(lines)


def test_tall_rows_are_parted_by_a_blank_line() -> None:
    lines = table_lines(Table(("A",), (("one\ntwo",), ("three",), ("four",))), Style(), indent=0)

    assert lines[2:] == ["one", "two", "", "three", "four"]


def test_a_cell_may_have_lines_of_its_own() -> None:
    lines = table_lines(Table(("A", "B"), (("one\ntwo", "x"),)), Style(), indent=0)

    assert lines[2:] == ["one  x", "two"]


def test_a_band_heads_the_rows_below_it() -> None:
    table = Table(("A",), (Band("EU"), ("one",), Band("UK"), ("two",)))

    assert table_lines(table, Style(), indent=0)[2:] == ["▸ EU", "one", "", "▸ UK", "two"]


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    table = without_empty_columns(Table(("A", "B", "C"), (("1", "", "3"), Band("x"), ("4", "", ""))))

    assert table == Table(("A", "C"), (("1", "3"), Band("x"), ("4", "")))


def test_a_table_of_nothing_has_no_lines() -> None:
    assert table_lines(without_empty_columns(Table(("A",), ())), Style()) == []


def test_many_columns_fit_even_so() -> None:
    headers = tuple(f"Column {n}" for n in range(12))
    lines = table_lines(Table(headers, (tuple("word " * 4 for _ in headers),)), Style(columns=80))

    assert max(width(line) for line in lines) <= 80
