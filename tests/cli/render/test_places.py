from __future__ import annotations

import pytest

from ketju.cli.render.places import column_letters, place_name, short_place
from ketju.core.model.document import Document
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, TextSpan
from ketju.text.render import phrasebook

ENGLISH = phrasebook("en")
DOCUMENT = Document("plain", (), "one\ntwo three\n")


def test_a_place_in_a_text_is_file_line_and_column() -> None:
    assert place_name(TextSpan(8, 13), DOCUMENT, "list.txt", ENGLISH) == "list.txt:2:5"
    assert short_place(TextSpan(0, 3), DOCUMENT, ENGLISH) == "1:1"


def test_a_place_in_a_spreadsheet_is_a_cell_as_it_is_called_there() -> None:
    assert place_name(CellSpan("Data", 3, 28), DOCUMENT, "l.xlsx", ENGLISH) == "l.xlsx, sheet Data, AB3"


def test_a_place_in_a_pdf_is_a_page() -> None:
    span = BoxSpan(2, 10.0, 72.4, 100.0, 80.0)

    assert place_name(span, DOCUMENT, "l.pdf", ENGLISH) == "l.pdf, page 2, 72 pt down"


def test_a_place_in_a_package_is_a_node_of_a_part() -> None:
    span = NodeSpan("word/document.xml", "body/tbl[1]", 0, 4)

    assert short_place(span, DOCUMENT, ENGLISH) == "body/tbl[1] in word/document.xml"


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters
