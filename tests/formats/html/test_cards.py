"""Boxes that look like the rows of a table are read as one; boxes of prose are not."""

from __future__ import annotations

from ketju.core.model.document import Table
from ketju.formats.readers.html import FORMAT
from tests.formats.covering import assert_nothing_lost, read
from tests.formats.documents import asides, content, headers, outline, quoted, tables


def test_cards_of_one_build_are_rows() -> None:
    document = read(
        FORMAT,
        """<div class="cards">
  <div class="card"><div class="name">Nimbus Oy</div><div>Hosting</div><p>Finland</p></div>
  <!-- next -->
  <div class="card"><span class="name">Postbox AB</span><span class="use">Mail</span><span class="at">Sweden</span></div>
</div>""",
    )
    assert_nothing_lost(document)
    assert tables(document) == [[["Nimbus Oy", "Hosting", "Finland"], ["Postbox AB", "Mail", "Sweden"]]]
    assert headers(document) == [[False, False]]
    assert asides(document, "comment") == ["<!-- next -->"]
    (table,) = content(document)
    assert isinstance(table, Table) and table.rows[1].cells[1] is not None
    assert quoted(document, table.rows[1].cells[1]) == '<span class="use">Mail</span>'


def test_a_first_row_with_the_name_of_a_header_is_the_header() -> None:
    document = read(
        FORMAT,
        "<div class='row thead'><div>Name</div><div>Place</div></div>"
        "<div class='row'><div>Nimbus</div><div>FI</div></div><div class='row'><div>Postbox</div><div>SE</div></div>",
    )
    assert tables(document) == [[["Name", "Place"], ["Nimbus", "FI"], ["Postbox", "SE"]]]
    assert headers(document) == [[True, False, False]]


def test_labels_stay_with_their_values() -> None:
    row = "<div class=r><span class=l>Purpose:</span> <span class=v>{}</span><span class=p>{}</span></div>"
    document = read(FORMAT, row.format("Hosting", "FI") + row.format("Mail", "SE"))
    assert tables(document) == [[["Purpose: Hosting", "FI"], ["Purpose: Mail", "SE"]]]


def test_a_grid_that_tells_its_columns_is_cut_into_rows() -> None:
    cells = "".join(f"<div>{text}</div>" for text in ("Name", "Place", "Nimbus", "FI", "Postbox", "SE"))
    expected = [[["Name", "Place"], ["Nimbus", "FI"], ["Postbox", "SE"]]]
    assert tables(read(FORMAT, f'<div class="grid md:grid-cols-2">{cells}</div>')) == expected
    assert (
        tables(read(FORMAT, f'<div style="grid-template-columns: repeat(2, 1fr)">{cells}</div>')) == expected
    )
    assert tables(read(FORMAT, f'<div class="grid grid-cols-4">{cells}</div>')) == []


def test_cards_with_headings_keep_their_headings() -> None:
    card = "<div class=card><h3>{}</h3><p>{}</p></div>"
    document = read(FORMAT, card.format("Nimbus", "Hosting") + card.format("Postbox", "Mail"))
    assert outline(document.blocks) == ["### Nimbus", "Hosting", "### Postbox", "Mail"]


def test_boxes_of_prose_or_of_different_build_stay_paragraphs() -> None:
    prose = "<div class=part><p>" + "We protect what you give us. " * 20 + "</p><p>Always.</p></div>"
    assert tables(read(FORMAT, prose * 3)) == []
    assert tables(read(FORMAT, "<div><p>a</p><p>b</p></div><div><p>c</p><p>d</p></div>")) == []
    assert tables(read(FORMAT, "<div class=x><p>a</p><p>b</p></div><div class=x><p>c</p></div>")) == []
    assert (
        tables(read(FORMAT, "<div class=x><p>a</p><p>b</p></div><div class=y><p>c</p><p>d</p></div>")) == []
    )
