"""Tables of a page come out as the grid that a person sees."""

from __future__ import annotations

from ketju.core.model.document import Document, Paragraph, Table
from ketju.core.model.span import TextSpan
from ketju.formats.readers.html import FORMAT
from tests.formats.covering import assert_nothing_lost
from tests.formats.covering import read as read_as
from tests.formats.documents import asides, content, headers, marks, outline, tables


def read(text: str) -> Document:
    document = read_as(FORMAT, text)
    assert_nothing_lost(document)
    return document


def test_a_head_or_a_row_of_header_cells_is_marked_as_header() -> None:
    document = read(
        "<table><thead><tr><td>Name<td>Place</thead><tr><td>Nimbus<td>FI</table>"
        "<table><tr><th>Name<th>Place<tr><td>Nimbus<td>FI</table>"
        "<table><tr><td>Name<td>Place<tr><td>Nimbus<td>FI</table>"
    )
    assert headers(document) == [[True, False], [True, False], [False, False]]


def test_a_header_cell_beside_its_value_is_bold() -> None:
    (table,) = content(read("<table><tr><th>Name<td>Nimbus<tr><th>Place<td>FI</table>"))
    assert isinstance(table, Table)
    first = table.rows[0].cells[0]
    assert first is not None and marks(first) == [("bold", "Name", "")]
    assert not table.rows[0].header


def test_a_merged_cell_stands_in_its_first_place_and_the_others_are_none() -> None:
    document = read(
        "<table><tr><th>Group<th>Name<th>Place"
        "<tr><td rowspan=2>Mail<td>Postbox<td>SE"
        "<tr><td>Pigeon<td>NO"
        "<tr><td colspan=3>Hosting"
        "<tr><td>Hosting<td colspan=2>Nimbus</table>"
    )
    assert tables(document) == [
        [
            ["Group", "Name", "Place"],
            ["Mail", "Postbox", "SE"],
            [None, "Pigeon", "NO"],
            ["Hosting", None, None],
            ["Hosting", "Nimbus", None],
        ]
    ]


def test_a_cell_that_claims_more_columns_than_there_are_gets_those_there_are() -> None:
    assert tables(read("<table><tr><td>a<td>b<tr><td colspan=99>c</table>")) == [[["a", "b"], ["c", None]]]


def test_a_row_span_of_nought_reaches_to_the_end_of_its_group_and_none_reaches_beyond() -> None:
    document = read(
        "<table><tbody><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</tbody><tbody><tr><td>e<td>f</table>"
    )
    assert tables(document) == [[["a", "b"], [None, "c"], [None, "d"], ["e", "f"]]]
    assert tables(read("<table><thead><tr><th rowspan=5>a<th>b</thead><tr><td>c<td>d</table>")) == [
        [["a", "b"], ["c", "d"]]
    ]


def test_nonsense_spans_count_as_one() -> None:
    assert tables(read("<table><tr><td colspan=x>a<td rowspan=-3>b<td colspan='²'>c</table>")) == [
        [["a", "b", "c"]]
    ]


def test_blocks_in_a_cell_are_its_lines() -> None:
    document = read(
        "<table><tr><th>Name<th>Data<tr><td><p>Nimbus Oy</p><p>Espoo</p>"
        "<td><ul><li>names</li><li>mails</li></ul>and<br>more</table>"
    )
    assert tables(document)[0][1] == ["Nimbus Oy\nEspoo", "names\nmails\nand\nmore"]


def test_spans_that_only_their_looks_set_apart_are_lines_of_a_cell() -> None:
    document = read(
        '<table><tr><td><span class="n">Nimbus Oy</span><span class="p">Espoo</span><td>x</table>'
    )
    assert tables(document) == [[["Nimbus Oy\nEspoo", "x"]]]


def test_text_between_rows_stands_before_the_table_as_in_browsers() -> None:
    assert outline(read("<table>Note<tr><td>a</td>stray<td>b</table>").blocks) == [
        "Note",
        "stray",
        (("a", "b"),),
    ]


def test_rows_and_cells_without_a_table_are_a_table() -> None:
    assert outline(read("<p>x</p><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr><p>y</p>").blocks) == [
        "x",
        (("a", "b"), ("c",)),
        "y",
    ]
    assert outline(read("<div><td>a</td> <td>b</td></div>").blocks) == [(("a", "b"),)]
    assert outline(read("<table><td>a<td>b</table>").blocks) == [(("a", "b"),)]


def test_rows_in_a_form_inside_the_table_are_its_rows() -> None:
    assert tables(read("<table><tr><td>a<form><tr><td>b</form></table>")) == [[["a"], ["b"]]]


def test_tables_by_role_are_tables() -> None:
    document = read(
        '<div role="table"><div role="rowgroup"><div role="row"><span role="columnheader">Name</span>'
        '<span role="columnheader">Place</span></div></div><div role="row"><div role="cell">Nimbus</div>'
        '<div role="cell">FI</div></div></div>'
    )
    assert tables(document) == [[["Name", "Place"], ["Nimbus", "FI"]]]
    assert headers(document) == [[True, False]]


def test_a_table_for_the_layout_is_read_as_the_page_it_lays_out() -> None:
    document = read(
        "<table><tr><td><h2>Europe</h2><p>Intro</p></td><td><table><tr><th>Name<th>Place<tr><td>Nimbus<td>FI</table>"
        "</td></tr></table>"
    )
    assert outline(document.blocks) == ["## Europe", "Intro", (("Name", "Place"), ("Nimbus", "FI"))]
    assert outline(read("<table role=presentation><tr><td>a<td>b</table>").blocks) == ["a", "b"]
    assert outline(read("<table><tr><td><p>Boxed</p></table>").blocks) == ["Boxed"]


def test_a_table_inside_a_cell_of_a_table_with_headers_is_text_of_that_cell() -> None:
    document = read(
        "<table><tr><th>Name<th>More<tr><td>Nimbus<td><table><tr><td>a<td>b<tr><td>c</table></table>"
    )
    assert tables(document) == [[["Name", "More"], ["Nimbus", "a b\nc"]]]


def test_a_caption_is_kept_and_a_second_one_is_text() -> None:
    document = read("<table><caption>Sub-processors</caption><caption>2026</caption><tr><td>a<td>b</table>")
    second, table = content(document)
    assert isinstance(second, Paragraph) and second.text.text == "2026"
    assert isinstance(table, Table) and table.caption is not None and table.caption.text == "Sub-processors"
    assert outline(read("<table><caption>Alone</caption></table>").blocks) == ["Alone"]


def test_rows_span_their_source() -> None:
    text = "<table>\n<tr>\n<td>a</td>\n</tr>\n<tr><td>b</table>"
    (table,) = content(read(text))
    assert isinstance(table, Table)
    spans = [row.span for row in table.rows]
    assert all(isinstance(span, TextSpan) for span in spans)
    assert [text[span.start : span.end] for span in spans if isinstance(span, TextSpan)] == [
        "<tr>\n<td>a</td>\n</tr>",
        "<tr><td>b",
    ]


def test_columns_beyond_the_cap_are_one_problem() -> None:
    document = read("<table>" + ("<tr>" + "<td>x" * 2100) * 2 + "</table>")
    assert [problem.code for problem in document.problems] == ["read.too-many-columns"]
    assert [len(row) for row in tables(document)[0]] == [2000, 2000]


def test_scripts_and_comments_in_cells_are_set_aside_after_the_table() -> None:
    document = read("<table><tr><td>a<!-- old --><td><script>1</script>b</table>")
    assert tables(document) == [[["a", "b"]]]
    assert asides(document, "comment") == ["<!-- old -->"] and asides(document, "script") == ["1"]
