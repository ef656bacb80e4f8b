"""Glyphs put together to words and segments."""

from ketju.formats.pdf.page import Box, Glyph, Piece
from ketju.formats.pdf.words import segments_from, words_from
from tests.formats.pdf.printed import line


def glyphs(
    text: str, x: float, base: float = 10, number: int = 0, size: float = 10, advance: float = 5
) -> list[Glyph]:
    """Letters five points wide each, drawn as one piece."""
    piece = Piece(number, size, base)
    return [
        Glyph(char, Box(x + at * advance, base - 9, x + at * advance + 5, base + 2), piece)
        for at, char in enumerate(text)
    ]


def words(*parts: list[Glyph], links=()) -> list[str]:
    return [word.text for word in words_from(1, [glyph for part in parts for glyph in part], links, [])]


def test_words_end_at_spaces_at_gaps_and_at_line_ends():
    assert words(glyphs("Aurora Oy", 0)) == ["Aurora", "Oy"]
    assert words(glyphs("Aurora", 0), glyphs("Oy", 33)) == ["Aurora", "Oy"]
    assert words(glyphs("Aurora", 0), glyphs("Oy", 30)) == ["AuroraOy"]
    assert words(glyphs("Aurora", 0), glyphs("Oy", 0, base=22)) == ["Aurora", "Oy"]


def test_a_ligature_whose_letters_share_a_box_stays_in_its_word():
    shared = glyphs("confi", 0)
    shared[-1] = shared[-1]._replace(box=shared[-2].box)
    assert words(shared, glyphs("gured", 20)) == ["configured"]


def test_the_number_of_an_item_is_a_word_of_its_own():
    assert words(glyphs("10.", 0, number=1), glyphs("Europe", 15, number=2)) == ["10.", "Europe"]
    assert words(glyphs("Part (17)", 0, number=1), glyphs(":", 45, number=2)) == ["Part", "(17):"]


def test_letters_that_cannot_be_seen_are_dropped_and_bullets_of_symbol_fonts_translated():
    assert words(glyphs("Au\u200b", 0), glyphs("rora", 10)) == ["Aurora"]
    assert words(glyphs("\uf0b7", 0)) == ["•"]


def test_links_mark_the_letters_under_them():
    (first, second) = words_from(1, glyphs("Aurora Oy", 0), [([Box(34, 0, 46, 12)], "https://a.example")], [])
    assert [run.link for run in first.runs] == [""]
    assert [run.link for run in second.runs] == ["https://a.example"]


def segments(*parts: list) -> list[str]:
    return [segment.text for segment in segments_from([word for part in parts for word in part])]


def test_a_wide_gap_parts_segments():
    assert segments(line("Aurora Oy", 0, 10), line("Finland", 80, 10)) == ["Aurora Oy", "Finland"]


def test_a_bullet_stays_with_its_item():
    assert segments(line("•", 0, 10), line("Aurora", 20, 10)) == ["• Aurora"]
    assert segments(line("1.", 0, 10), line("Aurora", 30, 10)) == ["1. Aurora"]


def test_a_number_in_the_first_column_of_a_table_is_a_cell():
    assert segments(line("1.", 0, 10), line("Aurora", 30, 10), line("Finland", 120, 10)) == [
        "1.",
        "Aurora",
        "Finland",
    ]


def test_text_objects_close_by_are_cells_unless_a_space_was_printed():
    spaced = words_from(1, glyphs("Aurora ", 0, number=1) + glyphs("hosts", 35, number=2), [], [])
    apart = words_from(1, glyphs("Aurora", 0, number=1) + glyphs("hosts", 33, number=2), [], [])
    below = words_from(1, glyphs("We use", 0, base=40), [], [])  # a page that prints its spaces
    assert [part.text for part in segments_from([*spaced, *below])] == ["Aurora hosts", "We use"]
    assert [part.text for part in segments_from([*apart, *below])] == ["Aurora", "hosts", "We use"]
