"""Tables that go on over pages."""

from ketju.formats.pdf.area import AreaRow, Interval, TableArea
from ketju.formats.pdf.joining import joined
from tests.formats.pdf.printed import printed, segment

COLUMNS = [Interval(50, 150), Interval(160, 300)]


def area(
    page: int,
    *rows: tuple[str, str],
    header: bool = True,
    ruled: bool = False,
    closed: bool = True,
    shift: float = 0,
):
    columns = [Interval(start + shift, end + shift) for start, end in COLUMNS]
    made = []
    for number, row in enumerate(rows):
        cells = [
            (segment(text, column.start, 100 + 20 * number, page=page),) if text else ()
            for text, column in zip(row, columns, strict=True)
        ]
        made.append(AreaRow(list(cells), header and number == 0, closed))
    return TableArea(columns, made, ruled)


HEADER = ("Name", "Place")


def test_a_header_that_is_repeated_is_dropped():
    first, second = area(1, HEADER, ("Aurora", "Finland")), area(2, HEADER, ("Birch", "Ireland"))
    (table,) = joined([[first], [second]])
    assert printed(table.rows) == [["Name", "Place"], ["Aurora", "Finland"], ["Birch", "Ireland"]]
    assert [row.header for row in table.rows] == [True, False, False]


def test_rows_that_are_alike_are_no_headers():
    same = [("Aurora", "Mail")] * 3
    (table,) = joined([[area(1, *same, header=False)], [area(2, *same, header=False)]])
    assert len(table.rows) == 6


def test_a_row_without_a_first_cell_is_the_rest_of_the_one_before():
    first, second = (
        area(1, HEADER, ("Aurora", "Finland and")),
        area(2, HEADER, ("", "Sweden"), ("Birch", "Ireland")),
    )
    (table,) = joined([[first], [second]])
    assert printed(table.rows)[1:] == [["Aurora", "Finland and Sweden"], ["Birch", "Ireland"]]


def test_a_ruled_row_that_no_line_closes_goes_on_on_the_next_page():
    first = area(1, HEADER, ("Aurora", "Finland"), ruled=True, closed=False)
    (table,) = joined([[first], [area(2, HEADER, ("Hosting", "Sweden"), ("Birch", "Ireland"), ruled=True)]])
    assert printed(table.rows)[1:] == [["Aurora Hosting", "Finland Sweden"], ["Birch", "Ireland"]]


def test_a_new_name_begins_a_new_row():
    first, second = (
        area(1, HEADER, ("Aurora", "Finland")),
        area(2, ("Birch", "Ireland"), ("Delta", "Spain"), header=False),
    )
    (table,) = joined([[first], [second]])
    assert [row[0] for row in printed(table.rows)] == ["Name", "Aurora", "Birch", "Delta"]


def test_tables_with_other_columns_stay_apart():
    assert (
        len(
            joined(
                [[area(1, HEADER, ("Aurora", "Finland"))], [area(2, HEADER, ("Birch", "Ireland"), shift=200)]]
            )
        )
        == 2
    )


def test_tables_that_do_not_meet_at_the_page_break_stay_apart():
    first, second, third = area(1, HEADER), area(2, HEADER), area(2, HEADER)
    assert len(joined([[first], [second, third]])) == 2
