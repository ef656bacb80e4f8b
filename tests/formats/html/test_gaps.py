"""Lines that no block stands on are found, and put where they belong."""

from __future__ import annotations

from ketju.core.model.document import Aside, Block, Paragraph, Text
from ketju.core.model.span import TextSpan
from ketju.formats.html.gaps import filled


def paragraph(source: str, words: str) -> Block:
    start = source.index(words)
    return Paragraph(Text(words, TextSpan(start, start + len(words))))


def kinds(source: str, blocks: list[Block]) -> list[tuple[str, str]]:
    made = []
    for block in filled(source, blocks):
        assert isinstance(block, Aside | Paragraph)
        made.append((type(block).__name__, block.text.text))
    return made


def test_lines_before_between_and_after_blocks_are_filled_in_order() -> None:
    source = "first\n one \n\n gap\n gap \nx two y\nlast"
    assert kinds(source, [paragraph(source, "one"), paragraph(source, "two")]) == [
        ("Aside", "first"),
        ("Paragraph", "one"),
        ("Aside", "gap\n gap"),
        ("Paragraph", "two"),
        ("Aside", "last"),
    ]


def test_a_source_that_is_covered_stays_as_it_is() -> None:
    source = "one\n  \n\n"
    assert kinds(source, [paragraph(source, "one")]) == [("Paragraph", "one")]


def test_an_empty_span_covers_nothing() -> None:
    source = "one"
    assert kinds(source, [Paragraph(Text("", TextSpan(0, 0)))]) == [("Paragraph", ""), ("Aside", "one")]


def test_a_piece_of_a_document_is_filled_at_its_place() -> None:
    (aside,) = filled("gap", [], base=100)
    assert isinstance(aside, Aside) and aside.text.span == TextSpan(100, 103)
