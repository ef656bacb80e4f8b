"""OpenDocument spreadsheets."""

from ketju.core.model.document import Table
from ketju.core.model.span import CellSpan
from ketju.formats.readers.ods import FORMAT
from tests.formats.packages import ods, read
from tests.formats.shape import links, shape, tables


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def sheet(*lines: str, name: str = "Sheet1", attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{"".join(lines)}</table:table>'


EMPTY_TO_THE_END = '<table:table-cell table:number-columns-repeated="16382"/>'
EMPTY_ROWS = row(
    '<table:table-cell table:number-columns-repeated="16384"/>',
    attributes='table:number-rows-repeated="1048570"',
)


def test_empty_cells_repeated_to_the_end_of_the_sheet_are_nothing():
    document = read(
        FORMAT,
        ods(
            sheet(
                row(cell("Name"), cell("Place"), EMPTY_TO_THE_END),
                row(cell("Aurora"), cell("Finland")),
                EMPTY_ROWS,
            )
        ),
    )
    assert tables(document) == [[["Name", "Place"], ["Aurora", "Finland"]]]
    assert document.problems == ()


def test_dates_are_iso_dates_and_numbers_are_shown_as_printed():
    document = read(
        FORMAT,
        ods(
            sheet(
                row(
                    cell("1. maaliskuuta 2024", 'office:value-type="date" office:date-value="2024-03-01"'),
                    cell(
                        "01.03.24 14:30", 'office:value-type="date" office:date-value="2024-03-01T14:30:00"'
                    ),
                    cell("08790783", 'office:value-type="float" office:value="8790783"'),
                    cell("25 %", 'office:value-type="percentage" office:value="0.25"'),
                )
            )
        ),
    )
    assert tables(document) == [[["2024-03-01", "2024-03-01 14:30", "08790783", "25 %"]]]


def test_merged_cells_links_and_lines():
    first = cell("Group", 'table:number-columns-spanned="2" table:number-rows-spanned="1"')
    link = '<text:a xlink:href="https://aurora.example">Aurora</text:a>'
    document = read(
        FORMAT,
        ods(
            sheet(
                row(first, "<table:covered-table-cell/>", cell("Place")),
                row(
                    cell(link),
                    f"<table:table-cell><text:p>Mail</text:p><text:p>Chat</text:p></table:table-cell>{cell('Finland')}",
                ),
            )
        ),
    )
    assert tables(document) == [[["Group", None, "Place"], ["Aurora", "Mail\nChat", "Finland"]]]
    table = document.blocks[0]
    assert isinstance(table, Table)
    assert links(table.rows[1].cells[0]) == {"Aurora": "https://aurora.example"}
    assert table.rows[1].cells[2].span == CellSpan("Sheet1", 2, 3)


def test_hidden_rows_and_sheets_are_asides():
    properties = '<style:table-properties table:display="false"/>'
    unseen = f'<style:style style:name="h" style:family="table">{properties}</style:style>'
    document = read(
        FORMAT,
        ods(
            sheet(row(cell("a"), cell("b")), row(cell("c"), attributes='table:visibility="collapse"'))
            + sheet(row(cell("d")), name="Old", attributes='table:style-name="h"'),
            automatic=unseen,
        ),
    )
    assert shape(document) == [[["a", "b"]], ("hidden", "c"), ("hidden", "d")]


def test_a_million_repeated_columns_of_text_are_cut_with_a_problem():
    document = read(FORMAT, ods(sheet(row(cell("a"), cell("x", 'table:number-columns-repeated="1000000"')))))
    assert len(tables(document)[0][0]) == 1001
    assert [problem.code for problem in document.problems] == ["read.too-many-cells"]


def test_a_million_repeated_rows_of_text_are_cut_with_a_problem():
    document = read(
        FORMAT, ods(sheet(row(cell("a"), cell("b"), attributes='table:number-rows-repeated="1000000"')))
    )
    assert len(tables(document)[0]) == 1000
    assert [problem.code for problem in document.problems] == ["read.too-many-cells"]
