"""Marks in a document: where a value stands in texts, cells, boxes and nodes, and where markup was lost."""

from __future__ import annotations

from ketju.core.model.document import (
    Definition,
    Definitions,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    Record,
    Records,
    Row,
    Table,
    Text,
)
from ketju.core.model.register import Register
from ketju.core.model.result import Part, Provenance, ReadResult
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.web.apps.registers.marking import Marked, marked
from ketju.web.sites.staff.registers.source import window


def result(*places: tuple[str, Span], unread: tuple[Span, ...] = ()) -> ReadResult:
    found = tuple(Provenance(path, span) for path, span in places)
    return ReadResult(Register(), found, tuple(Part("unread", span) for span in unread), ())


def texts(found: Marked, path: str) -> list[str]:
    pieces = (piece for line in found.lines for cell in line.cells for piece in cell)
    return [piece.text for piece in pieces if path in piece.paths]


def test_a_part_of_a_text_and_values_that_overlap() -> None:
    source = "Acme, Finland, hosting"
    document = Document("plain", (Paragraph(Text(source, TextSpan(0, 22))),), source)
    found = marked(document, result(("a", TextSpan(0, 4)), ("b", TextSpan(6, 13)), ("c", TextSpan(6, 22))))
    assert (texts(found, "a"), texts(found, "b"), texts(found, "c")) == (
        ["Acme"],
        ["Finland"],
        ["Finland", ", hosting"],
    )
    assert found.pieces["b"] == found.pieces["c"]


def test_markup_between_source_and_text() -> None:
    text = b"| Company | Country |\n| --- | --- |\n| **Acme** Oy | Finland |\n"
    document = read_document(Source(text, "list.md"))
    raw = text.decode()
    start = raw.index("Acme")
    found = marked(document, result(("a", TextSpan(start, start + 4))))
    assert texts(found, "a") == ["Acme"]


def test_a_value_over_several_texts() -> None:
    source = "one\n\ntwo"
    blocks = (Paragraph(Text("one", TextSpan(0, 3))), Paragraph(Text("two", TextSpan(5, 8))))
    found = marked(Document("plain", blocks, source), result(("a", TextSpan(1, 7))))
    assert texts(found, "a") == ["ne", "tw"]
    assert found.places["a"] == (0, 1)


def test_cells_boxes_and_nodes() -> None:
    cell, box, node = CellSpan("A", 2, 1), BoxSpan(1, 10, 10, 60, 20), NodeSpan("d.xml", "p[1]", 5, 15)
    blocks = (
        Table((Row((Text("Acme", cell), None), cell),)),
        Paragraph(Text("Larch", box)),
        Paragraph(Text("Rowan Oy ok", node)),
    )
    found = marked(
        Document("xlsx", blocks),
        result(("c", cell), ("b", BoxSpan(1, 12, 11, 40, 19)), ("n", NodeSpan("d.xml", "p[1]", 5, 10)),
               ("elsewhere", BoxSpan(1, 10, 20, 60, 30)), ("other", CellSpan("B", 2, 1))),
    )  # fmt: skip
    assert (texts(found, "c"), texts(found, "b"), texts(found, "n")) == (["Acme"], ["Larch"], ["Rowan"])
    assert not {"elsewhere", "other"} & set(found.pieces)


def test_every_kind_of_block_has_lines() -> None:
    at = TextSpan(0, 0)

    def text(said: str) -> Text:
        return Text(said, at)

    blocks = (
        Heading(text("List"), 2),
        Listing((Item(text("one"), (Listing((Item(text("inner")),)),)),)),
        Definitions((Definition(text("term"), (Paragraph(text("said")),)),)),
        Record(((text("name"), text("Acme")), (text("places"), Records((text("FI"),), at))), at),
    )
    found = marked(Document("yaml", blocks), result())
    kinds = [
        (line.kind, line.depth, "".join(p.text for cell in line.cells for p in cell)) for line in found.lines
    ]
    assert kinds == [
        ("heading", 2, "List"), ("item", 0, "one"), ("item", 1, "inner"), ("term", 0, "term"), ("text", 1, "said"),
        ("pair", 0, "nameAcme"), ("pair", 0, "places"), ("item", 1, "FI"),
    ]  # fmt: skip


def test_a_window_of_a_long_table_keeps_its_head_and_says_what_is_left_out() -> None:
    rows = [Row((Text("Company", TextSpan(0, 7)),), TextSpan(0, 7), header=True)]
    rows += [
        Row((Text(f"c{n:03}", TextSpan(10 * n, 10 * n + 4)),), TextSpan(10 * n, 10 * n + 4))
        for n in range(1, 500)
    ]
    document = Document("plain", (Table(tuple(rows)),), " " * 5000)
    found = marked(document, result(("a", TextSpan(3000, 3004))))
    blocks = window(found, {"a"}, {"a": ("f-a", False)})
    assert [(block.kind, len(block.lines), block.left_out) for block in blocks] == [
        ("table", 1, 0), ("gap", 0, 297), ("table", 5, 0), ("gap", 0, 197),
    ]  # fmt: skip
    assert 'href="#f-a"' in blocks[2].lines[2].cells[0]
