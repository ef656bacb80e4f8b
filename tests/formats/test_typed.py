"""Paragraphs that are lines of a typed text."""

from ketju.core.model.document import Mark, Paragraph, Text
from ketju.core.model.span import CellSpan, NodeSpan
from ketju.formats.typed import with_typed_text
from tests.formats.shape import rows_of, shapes


def lines(*texts: str) -> list[Paragraph]:
    """A paragraph for each text; each "" is an empty paragraph before the next one."""
    made: list[Paragraph] = []
    empty = 0
    for number, text in enumerate(texts):
        if text:
            made.append(Paragraph(Text(text, NodeSpan("part", f"p[{number}]", 0, len(text))), empty))
        empty = 0 if text else empty + 1
    return made


def test_paragraphs_of_a_document_stay_paragraphs():
    found = with_typed_text(lines("One.", "", "Two.", "", "Three.", "", "Four.", "", "Five.", "", "Six."))
    assert shapes(found) == ["One.", "Two.", "Three.", "Four.", "Five.", "Six."]
    assert [block.gap for block in found] == [1, 1, 1, 1, 1, 1]


def test_lines_set_apart_by_empty_ones_are_put_together():
    found = with_typed_text(lines("Aurora", "Mail", "", "Birch", "Chat", "", "", "Cumulus", "Files"))
    assert shapes(found) == ["Aurora\nMail", "Birch\nChat", "Cumulus\nFiles"]
    assert [block.gap for block in found] == [0, 1, 2]


def test_lines_with_tabs_are_a_table_whose_cells_know_their_places():
    (table,) = with_typed_text(lines("Name\tPlace", "Aurora\tFinland", "Birch\tIreland"))
    assert rows_of(table) == [["Name", "Place"], ["Aurora", "Finland"], ["Birch", "Ireland"]]
    assert table.rows[1].cells[1].span == NodeSpan("part", "p[1]", 7, 14)


def test_marks_move_to_where_their_letters_now_stand():
    (one, two) = lines("• Aurora hosts", "• Birch chats")
    bold = Paragraph(
        Text(one.text.text, one.text.span, (Mark("bold", 2, 8), Mark("link", 9, 14, "u"))), one.gap
    )
    (listing,) = with_typed_text([bold, two])
    assert listing.items[0].text.text == "Aurora hosts"
    assert listing.items[0].text.marks == (Mark("bold", 0, 6), Mark("link", 7, 12, "u"))
    assert listing.items[1].text.marks == ()


def test_cells_of_a_sheet_keep_their_places():
    typed = [Paragraph(Text(f"• {n}", CellSpan("S", n, 1)), 0) for n in range(1, 4)]
    (listing,) = with_typed_text(typed)
    assert [item.text.span for item in listing.items] == [CellSpan("S", n, 1) for n in range(1, 4)]
