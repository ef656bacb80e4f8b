"""A cell merged over several rows says the same of each of them, in every format that has merged cells.

The list in each source, as a person sees it: Mail covers the first two rows, and so does Ireland.

    | Product | Company        | Purpose        | Location |
    | Mail    | Fernpost Ltd   | Sending e-mail | Ireland  |
    |         | Mosskabel GmbH | Hosting        |          |
    | Shop    | Larkwire Inc.  | Payments       | USA      |
"""

from __future__ import annotations

import pytest

from ketju.core.model.document import Document, Table
from ketju.core.model.result import ReadResult
from ketju.formats.document_json import document_from_json, json_from_document
from tests.core.reading.lists import read_bytes
from tests.core.reading.small import codes, entries, names, purposes
from tests.formats.packages import cell, docx, ods, odt, paragraph, rows, xlsx
from tests.formats.pdffile import Sheet, pdf

HTML = """
<h1>Sub-processors</h1><table>
<tr><th>Product</th><th>Company</th><th>Purpose</th><th>Location</th></tr>
<tr><td rowspan="2">Mail</td><td>Fernpost Ltd</td><td>Sending e-mail</td><td rowspan="2">Ireland</td></tr>
<tr><td>Mosskabel GmbH</td><td>Hosting</td></tr>
<tr><td>Shop</td><td>Larkwire Inc.</td><td>Payments</td><td>USA</td></tr>
</table>
"""
RST = """
Sub-processors
==============

+---------+----------------+----------------+----------+
| Product | Company        | Purpose        | Location |
+=========+================+================+==========+
| Mail    | Fernpost Ltd   | Sending e-mail | Ireland  |
|         +----------------+----------------+          |
|         | Mosskabel GmbH | Hosting        |          |
+---------+----------------+----------------+----------+
| Shop    | Larkwire Inc.  | Payments       | USA      |
+---------+----------------+----------------+----------+
"""
ADOC = """
= Sub-processors

|===
|Product |Company |Purpose |Location

.2+|Mail |Fernpost Ltd |Sending e-mail .2+|Ireland
|Mosskabel GmbH |Hosting
|Shop |Larkwire Inc. |Payments |USA
|===
"""


def word() -> bytes:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    return docx(
        paragraph("Sub-processors")
        + "<w:tbl>"
        + row(cell("Product"), cell("Company"), cell("Purpose"), cell("Location"))
        + row(cell("Mail", start), cell("Fernpost Ltd"), cell("Sending e-mail"), cell("Ireland", start))
        + row(cell("", goes_on), cell("Mosskabel GmbH"), cell("Hosting"), cell("", goes_on))
        + row(cell("Shop"), cell("Larkwire Inc."), cell("Payments"), cell("USA"))
        + "</w:tbl>"
    )


def open_table() -> str:
    def of(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    two, covered = 'table:number-rows-spanned="2"', "<table:covered-table-cell/>"
    lines = [
        [of("Product"), of("Company"), of("Purpose"), of("Location")],
        [of("Mail", two), of("Fernpost Ltd"), of("Sending e-mail"), of("Ireland", two)],
        [covered, of("Mosskabel GmbH"), of("Hosting"), covered],
        [of("Shop"), of("Larkwire Inc."), of("Payments"), of("USA")],
    ]
    made = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in lines)
    return f'<table:table table:name="Sub-processors">{made}</table:table>'


def workbook() -> bytes:
    content = rows(
        "Product | Company | Purpose | Location",
        "Mail | Fernpost Ltd | Sending e-mail | Ireland",
        " | Mosskabel GmbH | Hosting",
        "Shop | Larkwire Inc. | Payments | USA",
    )
    merged = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="D2:D3"/></mergeCells>'
    return xlsx({"Sub-processors": content + merged})


def page() -> bytes:
    sheet = Sheet().text(50, 70, "Sub-processors", 16, bold=True)
    for x in (50, 130, 260, 380, 480):
        sheet.line(x, 100, x, 180)
    for y in (100, 120, 160, 180):
        sheet.line(50, y, 480, y)
    sheet.line(130, 140, 380, 140)  # under the first company and its purpose only
    return pdf(
        sheet.rows(
            [55.0, 135.0, 265.0, 385.0],
            114,
            20,
            "Product|Company|Purpose|Location",
            "Mail|Fernpost Ltd|Sending e-mail|Ireland",
            "|Mosskabel GmbH|Hosting|",
            "Shop|Larkwire Inc.|Payments|USA",
        )
    )


SOURCES = {
    "list.html": HTML.encode(),
    "list.rst": RST.encode(),
    "list.adoc": ADOC.encode(),
    "list.docx": word(),
    "list.odt": odt(f"<text:h>Sub-processors</text:h>{open_table()}"),
    "list.ods": ods(open_table()),
    "list.xlsx": workbook(),
    "list.pdf": page(),
}


def read(name: str) -> tuple[Document, ReadResult]:
    return read_bytes(SOURCES[name], name)


@pytest.mark.parametrize("name", SOURCES)
def test_a_place_and_a_product_reach_each_row_that_they_cover(name: str) -> None:
    found = read(name)[1].register.entries
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire Inc."]
    assert codes(found) == [["IE"], ["IE"], ["US"]]
    assert purposes(found) == ["Sending e-mail", "Hosting", "Payments"]
    assert [entry.applies_to.sections[-1] for entry in found] == ["Mail", "Mail", "Shop"]


@pytest.mark.parametrize("name", SOURCES)
def test_the_place_of_such_a_value_is_the_merged_cell(name: str) -> None:
    result = read(name)[1]
    ids = [entry.id for entry in result.register.entries]
    where = {one.path: one.span for one in result.provenance}
    assert where[f"entries/{ids[0]}/places_printed"] == where[f"entries/{ids[1]}/places_printed"]
    assert where[f"entries/{ids[1]}/places_printed"] != where[f"entries/{ids[2]}/places_printed"]


@pytest.mark.parametrize("name", SOURCES)
def test_what_lies_under_a_merged_cell_is_known_by_its_columns(name: str) -> None:
    document = read(name)[0]
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [row.under for row in table.rows] == [(), (), (0, 3), ()]
    assert document_from_json(json_from_document(document)) == document


def test_a_cell_merged_over_columns_only_stays_the_title_of_a_group() -> None:
    found = entries(
        HTML.replace(
            '<tr><td rowspan="2">Mail', '<tr><td colspan="4">Harbour</td></tr><tr><td rowspan="2">Mail'
        ),
        "list.html",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire Inc."]
    assert codes(found) == [["IE"], ["IE"], ["US"]]


def test_a_name_merged_over_rows_is_one_company_with_all_they_say() -> None:
    found = entries(
        """
        <h1>Sub-processors</h1><table>
        <tr><th>Company</th><th>Purpose</th><th>Location</th></tr>
        <tr><td rowspan="2">Fernpost Ltd</td><td>Sending e-mail</td><td rowspan="2">Ireland</td></tr>
        <tr><td>Text messages</td></tr>
        <tr><td>Mosskabel GmbH</td><td>Hosting</td><td>Germany</td></tr>
        </table>
        """,
        "list.html",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found)[0] == "Sending e-mail Text messages"
    assert [entry.places_printed for entry in found] == ["Ireland", "Germany"]


def test_a_header_of_two_rows_names_the_columns_by_its_lower_row() -> None:
    found = entries(
        """
        <h1>Sub-processors</h1><table>
        <tr><th rowspan="2">Company</th><th rowspan="2">Purpose</th><th colspan="2">Location</th></tr>
        <tr><th>Storage location</th><th>Access location</th></tr>
        <tr><td>Fernpost Ltd</td><td>Sending e-mail</td><td>Ireland</td><td>Norway</td></tr>
        <tr><td>Mosskabel GmbH</td><td>Hosting</td><td>Germany</td><td>Sweden</td></tr>
        </table>
        """,
        "list.html",
    )
    kinds = [[(place.code, place.kind) for place in entry.places] for entry in found]
    assert kinds == [
        [("IE", "storage"), ("NO", "remote access")],
        [("DE", "storage"), ("SE", "remote access")],
    ]


def test_nothing_of_a_list_with_merged_cells_is_unread() -> None:
    assert read("list.html")[1].unread == ()
