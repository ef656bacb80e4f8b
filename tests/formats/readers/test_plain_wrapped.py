"""Tables of plain text whose cells run over several lines."""

from __future__ import annotations

from ketju.core.model.document import Document, Table
from ketju.formats.format import Source
from ketju.formats.reading import read_document

WRAPPED = """
               ANNEX III: LIST OF SUB-PROCESSORS

Name and address         Description of processing      Place        Transfer
                                                                     tool
-----------------------------------------------------------------------------
Mosskabel GmbH           Hosting of the service and     Germany      Not
Lindenweg 4              storage of back-up copies                   applicable
50667 Köln, Germany

Larkwire Inc.            Error tracking and             USA          Standard
1 Example Street         monitoring                                  Contractual
Boston, MA                                                           Clauses
"""


def read(text: str) -> Document:
    return read_document(Source(text.encode(), "list.txt"))


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text if cell else "" for cell in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def test_a_blank_line_between_rows_keeps_the_lines_of_a_row_together() -> None:
    assert tables(read(WRAPPED)) == [
        [
            ["Name and address", "Description of processing", "Place", "Transfer\ntool"],
            [
                "Mosskabel GmbH\nLindenweg 4\n50667 Köln, Germany",
                "Hosting of the service and\nstorage of back-up copies",
                "Germany",
                "Not\napplicable",
            ],
            [
                "Larkwire Inc.\n1 Example Street\nBoston, MA",
                "Error tracking and\nmonitoring",
                "USA",
                "Standard\nContractual\nClauses",
            ],
        ]
    ]


def test_rows_of_one_line_in_groups_stay_rows() -> None:
    text = """
Name            Purpose         Country

Mosskabel       Hosting         Germany
Fernpost        E-mail          Ireland

Larkwire        Errors          USA
Zellmark        Billing         Denmark
"""
    rows = [row for table in tables(read(text)) for row in table]
    assert ["Fernpost", "E-mail", "Ireland"] in rows
    assert ["Zellmark", "Billing", "Denmark"] in rows


def test_keys_and_values_are_no_wrapped_table() -> None:
    text = """
Name:      Mosskabel GmbH
Purpose:   Hosting

Name:      Fernpost Ltd
Purpose:   E-mail
"""
    assert tables(read(text)) == []


def test_the_head_of_a_page_does_not_make_rows_of_whole_tables() -> None:
    text = """
Sub-processor List                                             Page 1 of 2

Sub-processor        Service                Location
Mosskabel GmbH       Hosting                Germany
Fernpost Ltd         E-mail delivery        Ireland

Harbour Example Oy                          Confidential

Sub-processor List                                             Page 2 of 2

Sub-processor        Service                Location
Larkwire Inc.        Error tracking         United States
Zellmark A/S         Billing                Denmark
"""
    rows = [row for table in tables(read(text)) for row in table]
    assert ["Fernpost Ltd", "E-mail delivery", "Ireland"] in rows
    assert ["Zellmark A/S", "Billing", "Denmark"] in rows
