"""OpenDocument texts: expected values are what a person sees in a word processor."""

from pathlib import Path

import pytest

from ketju.core.model.document import Table
from ketju.core.model.span import NodeSpan
from ketju.core.problems import SourceBroken
from ketju.formats.format import Source
from ketju.formats.readers.docx import FORMAT as DOCX
from ketju.formats.readers.odt import FORMAT
from tests.formats.packages import odt, read, zipped
from tests.formats.shape import links, marked, shape, tables

DATA = Path(__file__).parents[2] / "data" / "formats"
BOLD = '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
LISTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
)


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(text)}</table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def test_one_list_written_as_odt_and_as_docx_comes_out_alike():
    as_odt = FORMAT.read(Source((DATA / "works.odt").read_bytes()))
    as_docx = DOCX.read(Source((DATA / "works.docx").read_bytes()))
    assert shape(as_odt) == shape(as_docx)
    assert as_odt.title is not None and as_odt.title.text == "Sub-processors of Example Works"


def test_headings_have_their_outline_level():
    assert shape(read(FORMAT, odt('<text:h text:outline-level="3">Annex</text:h>'))) == ["### Annex"]


def test_white_space_is_printed_as_opendocument_says():
    body = (
        "<text:p>Aurora\n   Hosting<text:s text:c='2'/>Oy<text:tab/>Finland<text:line-break/>Sweden</text:p>"
    )
    assert shape(read(FORMAT, odt(body))) == ["Aurora Hosting  Oy\tFinland\nSweden"]


def test_links_and_bold_are_marks():
    body = '<text:p><text:span text:style-name="B">Aurora</text:span> (<text:a xlink:href="https://a.example">page</text:a>)</text:p>'
    text = read(FORMAT, odt(body, automatic=BOLD)).blocks[0].text
    assert text.text == "Aurora (page)"
    assert marked(text, "bold") == ["Aurora"] and links(text) == {"page": "https://a.example"}


def test_lists_nest_and_show_their_numbers():
    body = (
        f'<text:list text:style-name="L"><text:list-item>{p("one")}<text:list><text:list-item>{p("inner")}'
        f"</text:list-item></text:list></text:list-item><text:list-item>{p('two')}{p('more on two')}"
        "</text:list-item></text:list>"
    )
    assert shape(read(FORMAT, odt(body, automatic=LISTS))) == [
        [("one", [["• inner"]]), ("two", ["more on two"])]
    ]


def test_a_numbered_heading_is_a_heading_and_not_an_item():
    heading = '<text:h text:outline-level="1">Annex</text:h>'
    body = f'<text:list text:style-name="L"><text:list-item>{heading}{p("said")}</text:list-item></text:list>'
    assert shape(read(FORMAT, odt(body, automatic=LISTS))) == ["# Annex", "said"]


def test_repeated_and_covered_cells_keep_their_columns():
    body = (
        "<table:table><table:table-header-rows>"
        + row(cell("Group", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>", cell("Place"))
        + "</table:table-header-rows>"
        + row(cell("x", 'table:number-columns-repeated="2"'), cell("Finland"))
        + "</table:table>"
    )
    document = read(FORMAT, odt(body))
    assert tables(document) == [[["Group", None, "Place"], ["x", "x", "Finland"]]]
    assert isinstance(document.blocks[0], Table) and [r.header for r in document.blocks[0].rows] == [
        True,
        False,
    ]


def test_a_million_repeated_columns_are_cut_with_a_problem():
    wide = cell("x", 'table:number-columns-repeated="1000000"')
    body = f"<table:table>{row(cell('a'), wide)}{row(cell('b'), cell('c'))}</table:table>"
    document = read(FORMAT, odt(body))
    assert tables(document) == [[["a"], ["b", "c"]]]
    assert [problem.code for problem in document.problems] == ["read.too-many-cells"]


def test_deleted_and_hidden_text_comments_and_contents_are_asides():
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('gone')}</text:deletion></text:changed-region>"
        f"</text:tracked-changes><text:table-of-content><text:index-body>{p('Annex 1 ... 3')}</text:index-body>"
        f'</text:table-of-content><text:section text:display="none">{p("unseen")}</text:section>'
        f"<text:p>Aurora<office:annotation>{p('check this')}</office:annotation></text:p>"
    )
    assert shape(read(FORMAT, odt(body))) == [
        ("hidden", "gone"),
        ("navigation", "Annex 1 ... 3"),
        ("hidden", "unseen"),
        "Aurora",
        ("comment", "check this"),
    ]


def test_notes_follow_the_text_with_their_marks():
    body = f"<text:note-body>{p('Only backups.')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    assert shape(read(FORMAT, odt(f"<text:p>Aurora{note}</text:p>"))) == ["Aurora¹", "¹ Only backups."]


def test_sections_frames_and_footers_are_read():
    pages = (
        '<office:master-styles><style:master-page style:name="Standard"><style:footer>'
        f"{p('page 1')}</style:footer></style:master-page></office:master-styles>"
    )
    frame = f"<draw:frame><draw:text-box>{p('boxed')}</draw:text-box></draw:frame>"
    body = f"<text:section>{p('inside')}</text:section><text:p>anchor{frame}</text:p>"
    assert shape(read(FORMAT, odt(body, styles=pages))) == ["inside", "anchor", "boxed", ("footer", "page 1")]


def test_places_name_the_part_and_the_path():
    document = read(FORMAT, odt(p("one") + p("two")))
    assert document.blocks[1].text.span == NodeSpan("content.xml", "body/text/p[2]", 0, 3)


def test_sections_in_sections_without_end_stop_with_a_problem():
    document = read(FORMAT, odt("<text:section>" * 60 + p("core") + "</text:section>" * 60))
    assert [problem.code for problem in document.problems] == ["read.too-deep"]


def test_a_package_without_text_is_broken():
    with pytest.raises(SourceBroken):
        read(FORMAT, zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}))
