"""Word documents: expected values are what a person sees in Word."""

from pathlib import Path

import pytest

from ketju.core.model.document import Aside, Heading, Listing, Paragraph, Table
from ketju.core.model.span import NodeSpan
from ketju.core.problems import SourceBroken, SourceHostile
from ketju.formats.format import Source
from ketju.formats.readers.docx import FORMAT
from tests.formats.packages import W, cell, docx, paragraph, part, read, zipped
from tests.formats.shape import links, marked, shape, tables

SAMPLE = Path(__file__).parents[2] / "data" / "formats" / "works.docx"
HEADING_STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="Otsikko2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Oma"><w:name w:val="Oma otsikko"/><w:basedOn w:val="Otsikko2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Syvä"><w:name w:val="Syvä"/>'
    '<w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kehä"><w:name w:val="Kehä"/><w:basedOn w:val="Kehä2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kehä2"><w:name w:val="Kehä2"/><w:basedOn w:val="Kehä"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Vahva"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>',
)
NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xf0b7;"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>',
)


def styled(text: str, style: str) -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def item(text: str, list_id: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def blocks(body: str, **parts):
    return read(FORMAT, docx(body, **parts)).blocks


def test_a_list_written_by_an_office_program_comes_out_as_it_is_printed():
    document = FORMAT.read(Source(SAMPLE.read_bytes(), "works.docx"))
    assert shape(document) == [
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
        "## Other services",
        [
            ["Sub-processor", "Purpose", "Location", "Website"],
            ["Delta Pay A/S", "Payments", "Denmark", "https://deltapay.example/privacy"],
            ["Echo Analytics, Inc.", "Usage statistics", "United States", ""],
            ["Fjord Support AS", "Customer support, chat and telephone", "Norway", ""],
        ],
        "## What we ask of them",
        ["• An agreement under Article 28", ("Notice of changes:", [["• 30 days before", "• by e-mail"]])],
        "Last updated: 1 March 2025",
    ]
    assert document.title is not None and document.title.text == "Sub-processors of Example Works"
    table = document.blocks[3]
    assert isinstance(table, Table) and [row.header for row in table.rows] == [True, False, False, False]


def test_headings_are_told_by_style_names_by_inheritance_and_by_outline_level():
    body = styled("A", "Otsikko2") + styled("B", "Oma") + styled("C", "Syvä") + paragraph("D")
    found = blocks(body, styles=HEADING_STYLES)
    assert [(b.text.text, b.level) for b in found if isinstance(b, Heading)] == [("A", 2), ("B", 2), ("C", 4)]
    assert isinstance(found[3], Paragraph)


def test_styles_that_inherit_from_themselves_are_no_headings():
    assert blocks(styled("Text", "Kehä"), styles=HEADING_STYLES)[0] == blocks(paragraph("Text"))[0]


def test_lines_of_a_table_of_contents_are_navigation():
    assert blocks(styled("Annex 1 ... 3", "TOC1"), styles=HEADING_STYLES)[0].kind == "navigation"


def test_lists_nest_by_level_and_show_their_numbers():
    body = item("one", 7) + item("inner", 7, 1) + item("second inner", 7, 1) + item("two", 7) + item("dot", 8)
    assert shape(read(FORMAT, docx(body, numbering=NUMBERING))) == [
        [("one", [["1.a) inner", "1.b) second inner"]]), "2. two"],
        ["• dot"],
    ]


def test_a_paragraph_that_was_taken_out_of_the_numbering_belongs_to_the_item_above():
    body = item("one", 7) + item("said about one", 0) + item("two", 7)
    found = blocks(body, numbering=NUMBERING)
    assert isinstance(found[0], Listing) and len(found) == 1
    assert found[0].items[0].children[0].text.text == "said about one"


def test_a_merged_cell_stands_in_its_first_place():
    body = (
        "<w:tbl>"
        + row(cell("Group", '<w:gridSpan w:val="2"/>'), cell("Place"))
        + row(cell("Aurora", '<w:vMerge w:val="restart"/>'), cell("Mail"), cell("Finland"))
        + row(cell("", "<w:vMerge/>"), cell("Chat"), cell("Sweden"))
        + "</w:tbl>"
    )
    assert tables(read(FORMAT, docx(body))) == [
        [["Group", None, "Place"], ["Aurora", "Mail", "Finland"], [None, "Chat", "Sweden"]]
    ]


def test_paragraphs_and_breaks_in_a_cell_are_lines():
    inner = (
        "<w:tc>" + paragraph("Aurora") + "<w:p><w:r><w:t>Mail</w:t><w:br/><w:t>Chat</w:t></w:r></w:p></w:tc>"
    )
    body = f"<w:tbl>{row(inner, cell('x'))}</w:tbl>"
    assert tables(read(FORMAT, docx(body))) == [[["Aurora\nMail\nChat", "x"]]]


def test_a_table_with_one_cell_only_lays_out_the_page():
    inner = (
        f"<w:tc>{styled('Title', 'Otsikko2')}<w:tbl>{row(cell('a'), cell('b'))}</w:tbl>{paragraph('')}</w:tc>"
    )
    found = shape(read(FORMAT, docx(f"<w:tbl>{row(inner)}</w:tbl>", styles=HEADING_STYLES)))
    assert found == ["## Title", [["a", "b"]]]


def test_a_table_inside_a_cell_of_data_is_text_of_that_cell():
    nested = f"<w:tc><w:tbl>{row(cell('Finland'), cell('Sweden'))}</w:tbl>{paragraph('')}</w:tc>"
    body = f"<w:tbl>{row(cell('Aurora'), nested)}{row(cell('Birch'), cell('Ireland'))}</w:tbl>"
    assert tables(read(FORMAT, docx(body))) == [[["Aurora", "Finland\tSweden"], ["Birch", "Ireland"]]]


def test_header_rows_are_those_that_repeat_or_that_the_table_style_sets_apart():
    style = part(
        "styles",
        '<w:style w:type="table" w:styleId="Fancy"><w:name w:val="Fancy"/><w:tblStylePr w:type="firstRow"/></w:style>',
    )
    look = '<w:tblPr><w:tblStyle w:val="Fancy"/><w:tblLook w:firstRow="1"/></w:tblPr>'
    rows = row(cell("Name"), cell("Place")) + row(cell("Aurora"), cell("Finland"))
    styled_table = blocks(f"<w:tbl>{look}{rows}</w:tbl>", styles=style)[0]
    plain_table = blocks(f"<w:tbl>{rows}</w:tbl>", styles=style)[0]
    assert [r.header for r in styled_table.rows] == [True, False]
    assert [r.header for r in plain_table.rows] == [False, False]


def test_links_come_from_relationships_and_from_fields():
    body = (
        '<w:p><w:hyperlink r:id="l1"><w:r><w:t>Aurora</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> and '
        '</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://birch.example" '
        '\\o "tip" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Birch</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    document = read(FORMAT, docx(body, {"l1": ("hyperlink", "https://aurora.example")}))
    text = document.blocks[0].text
    assert text.text == "Aurora and Birch"
    assert links(text) == {"Aurora": "https://aurora.example", "Birch": "https://birch.example"}


def test_bold_comes_from_the_run_and_from_its_style():
    body = (
        '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Aurora</w:t></w:r><w:r><w:t xml:space="preserve"> hosts </w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Vahva"/></w:rPr><w:t>mail</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Vahva"/><w:b w:val="0"/></w:rPr><w:t>.</w:t></w:r></w:p>'
    )
    text = blocks(body, styles=HEADING_STYLES)[0].text
    assert text.text == "Aurora hosts mail." and marked(text, "bold") == ["Aurora", "mail"]


def test_deleted_text_is_hidden_and_inserted_text_is_kept():
    body = (
        '<w:p><w:r><w:t xml:space="preserve">We use </w:t></w:r><w:del><w:r><w:delText>Birch</w:delText></w:r></w:del>'
        "<w:ins><w:r><w:t>Aurora</w:t></w:r></w:ins></w:p>"
    )
    found = blocks(body)
    assert found[0].text.text == "We use Aurora"
    assert isinstance(found[1], Aside) and (found[1].kind, found[1].text.text) == ("hidden", "Birch")


def test_a_deleted_row_is_hidden():
    body = f"<w:tbl>{row(cell('Aurora'), cell('x'))}{row(cell('Birch'), cell('y'), properties='<w:del/>')}</w:tbl>"
    document = read(FORMAT, docx(body))
    assert tables(document) == [[["Aurora", "x"]]]
    assert [(b.kind, b.text.text) for b in document.blocks if isinstance(b, Aside)] == [
        ("hidden", "Birch"),
        ("hidden", "y"),
    ]


def test_hidden_runs_are_hidden():
    found = blocks(paragraph("secret", run="<w:vanish/>"))
    assert [(b.kind, b.text.text) for b in found] == [("hidden", "secret")]


def test_content_controls_text_boxes_and_check_boxes_are_read():
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('inside')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>anchor</w:t></w:r><w:r><w:pict><w:txbxContent>"
        f"{paragraph('boxed')}</w:txbxContent></w:pict></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>'
        '<w:default w:val="1"/></w:checkBox></w:ffData>'
        '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r>'
        '<w:t xml:space="preserve"> EU</w:t></w:r></w:p>'
    )
    assert shape(read(FORMAT, docx(body))) == ["inside", "anchor", "boxed", "☒ EU"]


def test_of_alternatives_for_one_content_only_one_is_read():
    choice = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><mc:AlternateContent {space}><mc:Choice>{choice}</mc:Choice><mc:Fallback>{choice}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert shape(read(FORMAT, docx(body))) == ["boxed"]


def test_footnotes_follow_the_text_with_their_marks():
    notes = part("footnotes", f'<w:footnote w:id="2">{paragraph("Only for backups.")}</w:footnote>')
    body = '<w:p><w:r><w:t>Aurora</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert shape(read(FORMAT, docx(body, footnotes=notes))) == ["Aurora¹", "¹ Only for backups."]


def test_headers_footers_and_comments_are_asides():
    document = read(
        FORMAT,
        docx(
            paragraph("body"),
            header1=part("hdr", paragraph("Example Works")),
            footer1=part("ftr", paragraph("page 1")),
            comments=part("comments", f'<w:comment w:id="1">{paragraph("check this")}</w:comment>'),
        ),
    )
    assert shape(document) == [
        "body",
        ("footer", "Example Works"),
        ("footer", "page 1"),
        ("comment", "check this"),
    ]


def test_tables_and_bullets_made_by_typing_are_read_as_such():
    tab = "</w:t><w:tab/><w:t>"
    body = "".join(
        [
            paragraph(f"Name{tab}Place"),
            paragraph(f"Aurora{tab}Finland"),
            paragraph(f"Birch{tab}Ireland"),
            paragraph(""),
            paragraph("They get:"),
            paragraph("• names"),
            paragraph("• addresses"),
        ]
    )
    document = read(FORMAT, docx(body))
    assert tables(document) == [[["Name", "Place"], ["Aurora", "Finland"], ["Birch", "Ireland"]]]
    assert isinstance(document.blocks[-1], Listing)
    assert isinstance(document.blocks[0].rows[1].cells[0].span, NodeSpan)


def test_places_name_the_part_and_the_path():
    found = blocks(
        paragraph("one") + f"<w:tbl>{row(cell('a'), cell('b'))}{row(cell('c'), cell('d'))}</w:tbl>"
    )
    assert found[0].text.span == NodeSpan("word/document.xml", "body/p[1]", 0, 3)
    assert found[1].rows[1].cells[1].span == NodeSpan("word/document.xml", "body/tbl[1]/tr[2]/tc[2]", 0, 1)


def test_the_strict_spelling_of_names_is_understood():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<w:document xmlns:w="{strict}"><w:body>{item("one", 7)}</w:body></w:document>'
    members = {"[Content_Types].xml": "<x/>", "word/document.xml": document}
    assert shape(read(FORMAT, zipped(members))) == [["• one"]]


def test_a_deep_nest_of_tables_ends_in_a_problem_and_not_in_a_crash():
    body = paragraph("core")
    for _ in range(40):
        body = f"<w:tbl>{row(f'<w:tc>{body}</w:tc>')}</w:tbl>"
    document = read(FORMAT, docx(body))
    assert [problem.code for problem in document.problems] == ["read.too-deep"]


def test_a_nest_deeper_than_the_parser_allows_is_hostile():
    body = "<w:sdt><w:sdtContent>" * 2000 + paragraph("core") + "</w:sdtContent></w:sdt>" * 2000
    with pytest.raises(SourceHostile) as caught:
        read(FORMAT, docx(body))
    assert caught.value.params["reason"] == "nesting"


def test_too_many_columns_are_cut_with_a_problem():
    wide = "".join(row(*[cell(str(n)) for n in range(2100)]) for _ in range(2))
    document = read(FORMAT, docx(f"<w:tbl>{wide}</w:tbl>"))
    assert len(document.blocks[0].rows[0].cells) == 2000
    assert [problem.code for problem in document.problems] == ["read.too-many-cells"]


def test_a_span_over_a_million_columns_is_cut():
    wide = row(cell("a", '<w:gridSpan w:val="1000000"/>')) + row(cell("b"), cell("c"))
    document = read(FORMAT, docx(f"<w:tbl>{wide}</w:tbl>"))
    assert len(document.blocks[0].rows[0].cells) <= 2000


def test_a_package_without_a_body_is_broken():
    with pytest.raises(SourceBroken) as caught:
        read(FORMAT, zipped({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}))
    assert caught.value.params["reason"] == "no-document"


def test_only_word_packages_are_recognised():
    assert FORMAT.recognise(Source(SAMPLE.read_bytes())) == 1.0
    assert FORMAT.recognise(Source(zipped({"xl/workbook.xml": "<x/>"}))) == 0.0
    assert FORMAT.recognise(Source(b"word/document.xml")) == 0.0
