"""Rows of pipe tables: no cell is dropped, no row is torn."""

from __future__ import annotations

from ketju.formats.readers.markdown import FORMAT
from tests.formats.covering import assert_nothing_lost, read
from tests.formats.documents import headers, outline, tables


def grid(text: str) -> list[list[list[str | None]]]:
    document = read(FORMAT, text)
    assert_nothing_lost(document)
    return tables(document)


def test_a_header_may_lack_its_first_pipe() -> None:
    assert grid("NAME | PLACE |\n|---|---|\n| Nimbus | FI |") == [[["NAME", "PLACE"], ["Nimbus", "FI"]]]


def test_a_table_may_lack_all_outer_pipes() -> None:
    assert grid("Name | Place\n--- | ---\nNimbus | FI\n\ntext") == [[["Name", "Place"], ["Nimbus", "FI"]]]


def test_a_header_of_empty_cells_is_a_header() -> None:
    document = read(FORMAT, "|  |  |\n|---|---|\n| Name | Place |\n| Nimbus | FI |")
    assert headers(document) == [[True, False, False]]
    assert tables(document)[0][0] == ["", ""]


def test_cells_beyond_the_header_are_kept() -> None:
    assert grid("| A | B |\n|---|---|\n| 1 | 2 | 3 |\n| 1 |") == [[["A", "B"], ["1", "2", "3"], ["1"]]]


def test_a_header_with_fewer_cells_than_its_line_is_still_a_header() -> None:
    document = read(FORMAT, "| A | B |\n|---|---|---|\n| 1 | 2 | 3 |")
    assert headers(document) == [[True, False]]


def test_a_row_without_a_table_is_a_table_without_a_header() -> None:
    document = read(FORMAT, "text\n| Nimbus | FI |\nmore")
    assert outline(document.blocks) == ["text", (("Nimbus", "FI"),), "more"]
    assert headers(document) == [[False]]


def test_rows_after_a_blank_line_still_belong_to_the_table() -> None:
    assert grid("| A | B |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n\n| C | D |\n|---|---|\n| 5 | 6 |") == [
        [["A", "B"], ["1", "2"], ["3", "4"]],
        [["C", "D"], ["5", "6"]],
    ]


def test_a_row_torn_by_a_blank_line_or_a_line_break_is_put_together() -> None:
    assert grid("| A | B | C |\n|---|---|---|\n| 1 | 2\n\n| 3 |") == [[["A", "B", "C"], ["1", "2", "3"]]]
    assert grid("| A | B |\n|---|---|\n| 1 | two\nlines |\n| 3 | 4 |") == [
        [["A", "B"], ["1", "two\nlines"], ["3", "4"]]
    ]


def test_two_tables_in_one_run_have_a_header_each() -> None:
    assert grid("| A | B |\n|---|---|\n| 1 | 2 |\n| C | D |\n|---|---|\n| 3 | 4 |") == [
        [["A", "B"], ["1", "2"]],
        [["C", "D"], ["3", "4"]],
    ]


def test_escaped_pipes_are_part_of_the_cell() -> None:
    assert grid("| a \\| b | `c\\|d` |\n| e\\\\| f |") == [[["a | b", "c|d"], ["e\\", "f"]]]


def test_text_after_a_table_is_text() -> None:
    document = read(FORMAT, "| A | B |\n|---|---|\n| 1 | 2 |\nNote: on request.\n\n# H | x")
    assert outline(document.blocks) == [(("A", "B"), ("1", "2")), "Note: on request.", "# H | x"]


def test_pipes_in_running_text_make_no_table() -> None:
    assert outline(read(FORMAT, "Home | About | Terms").blocks) == ["Home | About | Terms"]
    assert outline(read(FORMAT, "| only one pipe").blocks) == ["| only one pipe"]


def test_a_line_of_many_pipes_is_cut_and_reported() -> None:
    document = read(FORMAT, "|x" * 5000 + "|")
    assert len(tables(document)[0][0]) == 2000
    assert [problem.code for problem in document.problems] == ["read.too-many-columns"]
    assert_nothing_lost(document)
