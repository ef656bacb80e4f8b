"""Excel workbooks: expected values are what a person sees in the sheet."""

from pathlib import Path

import pytest

from ketju.core.model.document import Heading, Paragraph, Table
from ketju.core.model.span import CellSpan
from ketju.core.problems import SourceBroken
from ketju.formats.format import Source
from ketju.formats.readers.ods import FORMAT as ODS
from ketju.formats.readers.xlsx import FORMAT
from tests.formats.packages import read, rows, xlsx, zipped
from tests.formats.shape import links, marked, shape, tables

DATA = Path(__file__).parents[2] / "data" / "formats"
FONTS = '<fonts count="2"><font><sz val="10"/></font><font><b/><sz val="14"/></font></fonts>'


def one_sheet(content: str, **more) -> bytes:
    return xlsx({"Sheet1": content}, **more)


def test_a_list_pasted_into_a_sheet_comes_out_as_it_is_printed():
    document = FORMAT.read(Source((DATA / "works.xlsx").read_bytes(), "works.xlsx"))
    assert shape(document)[:4] == [
        "# Sub-processors",
        "We use the companies below. Questions go to our privacy desk.",
        "## Infrastructure",
        [
            ["Sub-processor", "Purpose", "Location", "Website"],
            [
                "Aurora Hosting Oy",
                "Server hosting and nightly backups of the whole platform",
                "Finland",
                "https://aurora.example",
            ],
            ["Birch & Sons Ltd", "Error reporting", "Ireland", ""],
            [
                "Cumulus Data GmbH",
                "Transactional e-mail, including bounces and complaint handling for all customers",
                "Germany",
                "",
            ],
        ],
    ]
    table = document.blocks[3]
    assert isinstance(table, Table) and table.rows[0].header and not table.rows[1].header
    assert links(table.rows[1].cells[3]) == {"https://aurora.example": "https://aurora.example/"}
    assert shape(document)[-1] == "Last updated: 1 March 2025"


def test_one_list_written_as_xlsx_and_as_ods_comes_out_alike():
    as_xlsx = FORMAT.read(Source((DATA / "works.xlsx").read_bytes()))
    as_ods = ODS.read(Source((DATA / "works.ods").read_bytes()))
    assert shape(as_xlsx) == shape(as_ods)


def test_values_agree_with_another_library_on_a_real_file():
    calamine = pytest.importorskip("python_calamine")
    sheet = calamine.CalamineWorkbook.from_path(DATA / "works.xlsx").get_sheet_by_index(0)
    theirs = {str(value) for line in sheet.to_python() for value in line if value != ""}
    document = FORMAT.read(Source((DATA / "works.xlsx").read_bytes()))
    ours = {cell for table in tables(document) for line in table for cell in line if cell}
    ours |= {block.text.text for block in document.blocks if isinstance(block, (Heading, Paragraph))}
    assert ours == theirs


def test_tables_end_at_empty_rows_and_empty_columns_around_them_are_left_out():
    content = rows(" | Name | Place", " | Aurora | Finland", "", " | Name | Since", " | Birch | 2020")
    document = read(FORMAT, one_sheet(content))
    assert tables(document) == [
        [["Name", "Place"], ["Aurora", "Finland"]],
        [["Name", "Since"], ["Birch", "2020"]],
    ]
    assert document.blocks[0].rows[1].cells[0].span == CellSpan("Sheet1", 2, 2)


def test_a_lone_cell_before_a_new_header_ends_the_table_and_one_between_rows_is_a_group():
    headed = rows("Name | Place", "Aurora | Finland", "Other services", "Name | Place", "Birch | Ireland")
    assert shape(read(FORMAT, one_sheet(headed))) == [
        [["Name", "Place"], ["Aurora", "Finland"]],
        "Other services",
        [["Name", "Place"], ["Birch", "Ireland"]],
    ]
    grouped = rows("Name | Place", "Hosting", "Aurora | Finland", "Mail", "Birch | Ireland")
    assert tables(read(FORMAT, one_sheet(grouped))) == [
        [["Name", "Place"], ["Hosting", ""], ["Aurora", "Finland"], ["Mail", ""], ["Birch", "Ireland"]]
    ]


def test_running_text_around_a_table_is_paragraphs():
    note = "A note that is much too long to be the name of a company, a group of companies, or a place of any kind."
    content = rows("Our list", note, "Name | Place", "Aurora | Finland", note)
    assert shape(read(FORMAT, one_sheet(content))) == [
        "Our list",
        note,
        [["Name", "Place"], ["Aurora", "Finland"]],
        note,
    ]


def test_names_of_sheets_are_headings_unless_they_say_nothing():
    sheet = rows("a | b", "c | d")
    assert shape(read(FORMAT, xlsx({"Taulukko1": sheet}))) == [[["a", "b"], ["c", "d"]]]
    assert shape(read(FORMAT, xlsx({"Hosting": sheet})))[0] == "# Hosting"
    assert shape(read(FORMAT, xlsx({"Vendors": sheet}), "Vendors 2025.xlsx"))[0] != "# Vendors"
    assert [b.text.text for b in read(FORMAT, xlsx({"Sheet1": sheet, "Sheet2": sheet})).blocks[::2]] == [
        "Sheet1",
        "Sheet2",
    ]


def test_merged_cells_stand_in_their_first_place():
    content = (
        rows("Group | | Place", "Aurora | Mail | Finland", " | Chat | Sweden")
        + '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>'
    )
    assert tables(read(FORMAT, one_sheet(content))) == [
        [["Group", None, "Place"], ["Aurora", "Mail", "Finland"], [None, "Chat", "Sweden"]]
    ]


def test_a_merge_over_the_whole_sheet_costs_nothing():
    content = rows("a | b", "c | d") + '<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>'
    assert tables(read(FORMAT, one_sheet(content))) == [[["a", "b"], ["c", "d"]]]


def test_a_stray_cell_at_the_end_of_the_sheet_costs_nothing():
    content = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>b</t></is></c>'
        '</row><row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    )
    document = read(FORMAT, one_sheet(content))
    assert tables(document)[0] == [["a", "b"]]
    assert [problem.code for problem in document.problems] == ["read.too-many-cells"]


@pytest.mark.parametrize(
    ("value", "format_id", "code", "shown"),
    [
        ("45352", 14, "", "2024-03-01"),
        ("45352.5", 200, "dd/mm/yyyy hh:mm", "2024-03-01 12:00"),
        ("0.75", 20, "", "18:00"),
        ("1", 14, "", "1900-01-01"),
        ("2020", 0, "", "2020"),
        ("2020.0", 0, "", "2020"),
        ("0.1", 0, "", "0.1"),
        ("0.255", 10, "", "25.50%"),
        ("8790783", 201, "00000000", "08790783"),
        ("12345678", 201, "0000000\\-0", "1234567-8"),
        ("1234.5", 201, '#,##0.00\\ "kr"', "1234.5"),
        ("5", 201, "0.00", "5"),
        ("12", 201, "[Red]General", "12"),
        ("1e308", 14, "", "1e+308"),
        ("not a number", 0, "", "not a number"),
    ],
)
def test_numbers_are_shown_by_their_format(value, format_id, code, shown):
    formats = (
        f'<numFmts><numFmt numFmtId="{format_id}" formatCode="{code.replace(chr(34), "&quot;")}"/></numFmts>'
    )
    styles = f'{formats if code else ""}{FONTS}<cellXfs><xf numFmtId="{format_id}" fontId="0"/></cellXfs>'
    content = f'<sheetData><row r="1"><c r="A1" s="0"><v>{value}</v></c></row></sheetData>'
    assert shape(read(FORMAT, one_sheet(content, styles=styles))) == [shown]


def test_shared_texts_keep_bold_and_lose_phonetic_guides():
    hosts = "<r><t xml:space='preserve'> hosts</t></r>"
    strings = f"<si><r><rPr><b/></rPr><t>Aurora</t></r>{hosts}<rPh><t>guide</t></rPh></si>"
    content = (
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>99</v></c></row></sheetData>'
    )
    text = read(FORMAT, one_sheet(content, strings=strings)).blocks[0].text
    assert text.text == "Aurora hosts" and marked(text, "bold") == ["Aurora"]


def test_a_bold_lone_cell_is_a_heading_by_its_size():
    styles = f'{FONTS}<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'
    content = (
        '<sheetData><row r="1"><c r="A1" s="1" t="inlineStr"><is><t>Hosting</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c>'
        '<c r="B2" t="inlineStr"><is><t>b</t></is></c></row></sheetData>'
    )
    assert shape(read(FORMAT, one_sheet(content, styles=styles))) == ["# Hosting", [["a", "b"]]]


def test_links_come_from_the_sheet_and_from_formulas():
    content = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Aurora</t></is></c>'
        '<c r="B1" t="str"><f>HYPERLINK("https://birch.example","Birch")</f><v>Birch</v></c></row></sheetData>'
        '<hyperlinks><hyperlink ref="A1" r:id="l1"/></hyperlinks>'
    )
    data = one_sheet(content, sheet1={"l1": ("hyperlink", "https://aurora.example")})
    cells = read(FORMAT, data).blocks[0].rows[0].cells
    assert links(cells[0]) == {"Aurora": "https://aurora.example"}
    assert links(cells[1]) == {"Birch": "https://birch.example"}


def test_hidden_rows_columns_and_sheets_are_asides():
    content = (
        '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>4</v></c></row>'
        '<row r="3"><c r="A3"><v>5</v></c><c r="B3"><v>6</v></c></row>'
        "</sheetData>"
    )
    document = read(FORMAT, one_sheet(content))
    assert shape(document) == [[["1", "2"], ["5", "6"]], ("hidden", "3"), ("hidden", "4")]


def test_escaped_control_characters_are_undone():
    content = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D__x000A_b</t></is></c></row></sheetData>'
    )
    assert shape(read(FORMAT, one_sheet(content))) == ["a\nb"]


def test_lines_typed_into_a_column_are_read_as_text():
    content = rows("Aurora", "Purpose: mail", "", "Birch", "Purpose: chat", "", "Cumulus", "Purpose: files")
    assert shape(read(FORMAT, one_sheet(content))) == [
        "Aurora\nPurpose: mail",
        "Birch\nPurpose: chat",
        "Cumulus\nPurpose: files",
    ]


def test_a_package_without_a_workbook_is_broken():
    with pytest.raises(SourceBroken):
        read(FORMAT, zipped({"xl/workbook.xml": ""}))
