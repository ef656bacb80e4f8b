"""Tables with lines around their cells."""

from ketju.formats.pdf.grids import grids_from, table_in
from ketju.formats.pdf.page import Rule
from ketju.formats.pdf.pdfium import Drawing
from ketju.formats.pdf.rules import joined_rules, rules_and_fills
from tests.formats.pdf.printed import line, printed


def box(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    return [Rule(True, x0, y0, y1), Rule(True, x1, y0, y1), Rule(False, y0, x0, x1), Rule(False, y1, x0, x1)]


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    return [Rule(True, x, ys[0], ys[-1]) for x in xs] + [Rule(False, y, xs[0], xs[-1]) for y in ys]


def test_words_fall_into_the_cells_around_them():
    (found,) = grids_from(grid([0, 100, 200], [0, 20, 40]))
    words = line("Name", 5, 14) + line("Place", 105, 14) + line("Aurora Oy", 5, 34) + line("Finland", 105, 34)
    table = table_in(found, words)
    assert table is not None and printed(table.rows) == [["Name", "Place"], ["Aurora Oy", "Finland"]]


def test_a_missing_line_makes_two_places_one_cell():
    rules = [*grid([0, 200], [0, 20, 40]), Rule(True, 100, 20, 40)]
    (found,) = grids_from(rules)
    words = line("Aurora and Birch together", 5, 14) + line("Mail", 5, 34) + line("Chat", 105, 34)
    table = table_in(found, words)
    assert table is not None and printed(table.rows) == [
        ["Aurora and Birch together", None],
        ["Mail", "Chat"],
    ]


def test_cells_may_be_framed_one_by_one():
    rules = joined_rules([rule for x in (0, 100) for y in (0, 20) for rule in box(x, y, x + 100, y + 20)])
    (found,) = grids_from(rules)
    assert (found.xs, found.ys) == ([0, 100, 200], [0, 20, 40])


def test_one_frame_is_no_grid_and_neither_are_lines_that_do_not_meet():
    assert grids_from(box(0, 0, 200, 40)) == []
    assert grids_from([Rule(False, 10, 0, 500), Rule(False, 30, 0, 500), Rule(True, 600, 0, 50)]) == []


def test_one_column_or_one_row_is_no_table():
    (column,) = grids_from(grid([0, 100], [0, 20, 40]))
    assert table_in(column, line("a", 5, 14) + line("b", 5, 34)) is None
    (row,) = grids_from(grid([0, 100, 200], [0, 20]))
    assert table_in(row, line("a", 5, 14) + line("b", 105, 14)) is None


def test_lines_between_columns_only_leave_rows_to_be_told_by_place():
    words = [
        part
        for number, name in enumerate(["Aurora", "Birch", "Cumulus", "Delta", "Echo"])
        for part in line(name, 5, 30 + 20 * number) + line("Mail", 105, 30 + 20 * number)
    ]
    (found,) = grids_from([*grid([0, 100, 200], [0, 120]), Rule(False, 15, 0, 200)])
    table = table_in(found, [*line("Name", 5, 12), *line("Purpose", 105, 12), *words])
    assert table is not None and len(table.rows) == 6


def test_thin_boxes_are_lines_and_thick_ones_shading():
    thin = Drawing([(0, 0), (100, 0), (100, 0.7), (0, 0.7), (0, 0)], filled=True, stroked=False)
    thick = Drawing([(0, 0), (100, 0), (100, 20), (0, 20), (0, 0)], filled=True, stroked=False)
    framed = Drawing([(0, 0), (100, 0), (100, 20), (0, 20), (0, 0)], filled=False, stroked=True)
    assert [rule.upright for rule in rules_and_fills([thin])[0]] == [False]
    assert len(rules_and_fills([thick])[1]) == 1 and rules_and_fills([thick])[0] == []
    assert sorted(rule.upright for rule in rules_and_fills([framed])[0]) == [False, False, True, True]


def test_parts_of_one_line_are_put_together():
    parts = [Rule(False, 10, 0, 50), Rule(False, 10.5, 52, 100), Rule(False, 10, 200, 300)]
    assert [(rule.start, rule.end) for rule in joined_rules(parts)] == [(0, 100), (200, 300)]
