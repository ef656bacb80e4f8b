"""Plain text as people copy it: what a person sees on the page is what comes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.document import Aside, Block, Heading, Listing, Paragraph, Table
from ketju.core.model.span import TextSpan
from ketju.formats.readers.plain import FORMAT
from tests.formats.covering import assert_nothing_lost, assert_survives, read
from tests.formats.effort import assert_linear
from tests.formats.mangling import mangled


def blocks(text: str) -> tuple[Block, ...]:
    document = read(FORMAT, text)
    assert_nothing_lost(document)
    return document.blocks


def paragraphs(text: str) -> list[tuple[str, int]]:
    return [(block.text.text, block.gap) for block in blocks(text) if isinstance(block, Paragraph)]


def rows(block: Block) -> list[list[str | None]]:
    assert isinstance(block, Table)
    return [[cell.text if cell else None for cell in row.cells] for row in block.rows]


def headers(block: Block) -> list[bool]:
    assert isinstance(block, Table)
    return [row.header for row in block.rows]


def items(block: Block) -> list[object]:
    """A list as nested lists of strings."""
    assert isinstance(block, Listing)
    made: list[object] = []
    for item in block.items:
        made.append(item.text.text)
        for child in item.children:
            assert isinstance(child, Listing | Paragraph)
            made.append(items(child) if isinstance(child, Listing) else [child.text.text])
    return made


def test_lines_without_a_blank_one_between_are_one_paragraph_and_gaps_are_counted() -> None:
    text = "Nimbus Oy\nPurpose: hosting\n\n\nPostbox AB\nPurpose: mail\n\nNote"
    assert paragraphs(text) == [
        ("Nimbus Oy\nPurpose: hosting", 0),
        ("Postbox AB\nPurpose: mail", 2),
        ("Note", 1),
    ]


def test_the_text_of_a_paragraph_is_its_stretch_of_the_source() -> None:
    text = "\n  Nimbus Oy\u00a0Ab  \n\nEnd"
    (first, _) = blocks(text)
    assert isinstance(first, Paragraph)
    assert first.text.span == TextSpan(3, 15)
    assert text[3:15] == first.text.text == "Nimbus Oy\u00a0Ab"


def test_rows_of_tabs_are_a_table_with_empty_cells_kept() -> None:
    (table,) = blocks("Name\tPlace\tUse\nNimbus Oy\t\tHosting\nGroup heading\t\t\n")
    assert rows(table) == [["Name", "Place", "Use"], ["Nimbus Oy", "", "Hosting"], ["Group heading", "", ""]]
    assert headers(table) == [False, False, False]


def test_a_blank_line_or_a_wrapped_line_breaks_a_table_without_losing_it() -> None:
    text = "Name\tUse\nNimbus\tHosting of data and\n\nits backups.\n\nPostbox\tMail\nwrapped\nLast\tOne\tmore"
    first, wrapped, running, last = blocks(text)
    assert rows(first) == [["Name", "Use"], ["Nimbus", "Hosting of data and"]]
    assert isinstance(wrapped, Paragraph)
    assert (wrapped.text.text, wrapped.gap) == ("its backups.", 1)
    assert isinstance(running, Paragraph)
    assert running.text.text == "Postbox\tMail\nwrapped"
    assert rows(last) == [["Last", "One", "more"]]


def test_a_cell_that_a_spreadsheet_put_in_quotes_may_hold_several_lines() -> None:
    (table,) = blocks('Name\tNotes\nNimbus\t"first\nsecond ""so"""\nPostbox\tnone')
    assert rows(table) == [["Name", "Notes"], ["Nimbus", 'first\nsecond "so"'], ["Postbox", "none"]]


def test_tabs_that_only_align_columns_are_one_border() -> None:
    (table,) = blocks("Nimbus Oy\t\tFinland\nA much longer company name\tSweden\n")
    assert rows(table) == [["Nimbus Oy", "Finland"], ["A much longer company name", "Sweden"]]


def test_a_line_of_dashes_under_the_first_row_makes_it_a_header_and_after_the_last_row_does_not() -> None:
    (first,) = blocks("Name\tUse\n----\t---\nNimbus\tHosting")
    assert headers(first) == [True, False]
    (second,) = blocks("Nimbus Oy\tFI123\tHelsinki\n---------\t-----\t--------\n")
    assert headers(second) == [False]


def test_a_single_tab_inside_running_text_makes_no_table() -> None:
    assert paragraphs("We use the\tservices of\nothers.") == [("We use the\tservices of\nothers.", 0)]


def test_rows_between_pipes_with_and_without_a_drawn_line() -> None:
    first, second, third = blocks(
        "Name | Use | Place\n-----|-----|---\nNimbus | a \\| b | Oslo\n\n"
        "| Name | Use |\n| Nimbus | Mail |\n\nNimbus | Oslo\nPostbox | Bergen\n"
    )
    assert rows(first) == [["Name", "Use", "Place"], ["Nimbus", "a | b", "Oslo"]]
    assert headers(first) == [True, False]
    assert rows(second) == [["Name", "Use"], ["Nimbus", "Mail"]]
    assert rows(third) == [["Nimbus", "Oslo"], ["Postbox", "Bergen"]]


def test_a_menu_with_pipes_is_no_table() -> None:
    assert paragraphs("Home | About | Contact") == [("Home | About | Contact", 0)]


def test_boxes_drawn_with_signs_or_lines_are_tables() -> None:
    drawn, framed, lines = blocks(
        "+------+--------+\n| Name | Place  |\n+======+========+\n"
        "| Acme | Turku, |\n| Oy   | FI     |\n+------+--------+\n"
        "| Beta | Oslo   |\n+------+--------+\n\n"
        "+----+------+\n| id | name |\n+----+------+\n| 1  | a    |\n| 2  | b    |\n+----+------+\n\n"
        "┌──────┬───────┐\n│ Name │ Place │\n├──────┼───────┤\n│ Acme │ Turku │\n└──────┴───────┘\n"
    )
    assert rows(drawn) == [["Name", "Place"], ["Acme\nOy", "Turku,\nFI"], ["Beta", "Oslo"]]
    assert headers(drawn) == [True, False, False]
    assert rows(framed) == [["id", "name"], ["1", "a"], ["2", "b"]]
    assert rows(lines) == [["Name", "Place"], ["Acme", "Turku"]]


def test_columns_kept_apart_by_spaces_are_a_table_and_a_wrapped_cell_stays_whole() -> None:
    (table,) = blocks(
        "Name             Use            Country\n"
        "---------------  -------------  -------\n"
        "Nimbus Hosting   Servers and    Finland\n"
        "                 backups\n"
        "Postbox Ltd      E-mail         Ireland\n"
    )
    assert rows(table) == [
        ["Name", "Use", "Country"],
        ["Nimbus Hosting", "Servers and\nbackups", "Finland"],
        ["Postbox Ltd", "E-mail", "Ireland"],
    ]
    assert headers(table) == [True, False, False]


def test_columns_that_are_not_straight_are_cut_at_their_gaps() -> None:
    (table,) = blocks(
        "Name   Use   Place\nNimbus Oy   Hosting   Finland\nPostbox AB   E-mail service   Sweden\n"
    )
    assert rows(table)[2] == ["Postbox AB", "E-mail service", "Sweden"]


def test_labels_with_values_in_a_column_and_sentences_with_two_spaces_are_no_tables() -> None:
    assert paragraphs("Name:       Nimbus\nPurpose:    Hosting") == [
        ("Name:       Nimbus\nPurpose:    Hosting", 0)
    ]
    text = "We host data.  It is safe.\nWe mail it.  It is quick."
    assert paragraphs(text) == [(text, 0)]


@pytest.mark.parametrize("sign", ["•", "-", "*", "–", "‣", "·", "▪", "\uf0b7"])
def test_bullets_of_any_kind_make_a_list(sign: str) -> None:
    (found,) = blocks(f"  {sign} first\n  {sign} second\n")
    assert items(found) == ["first", "second"]
    assert isinstance(found, Listing)
    assert not found.ordered
    assert found.items[0].marker == sign


@pytest.mark.parametrize(
    ("first", "second"),
    [("1.", "2."), ("1)", "2)"), ("a)", "b)"), ("(i)", "(ii)"), ("A.", "B."), ("9.", "10.")],
)
def test_numbers_of_any_kind_make_a_list(first: str, second: str) -> None:
    (found,) = blocks(f"{first} Nimbus\n{second} Postbox\n")
    assert isinstance(found, Listing)
    assert found.ordered
    assert items(found) == ["Nimbus", "Postbox"]


def test_lists_nest_by_indentation() -> None:
    (found,) = blocks(" • one\n  • inner\n  • inner two\n    - deep\n • two\n")
    assert items(found) == ["one", ["inner", "inner two", ["deep"]], "two"]


def test_lines_under_an_item_belong_to_it() -> None:
    (found,) = blocks(
        "1. Nimbus Oy\n   Purpose: hosting\n\n   Place: Finland\n\n2. Postbox AB\n   Purpose: mail\n"
    )
    assert items(found) == ["Nimbus Oy\nPurpose: hosting", ["Place: Finland"], "Postbox AB\nPurpose: mail"]
    (loose,) = blocks("- Nimbus\nHosting\n- Postbox\nMail\n")
    assert items(loose) == ["Nimbus\nHosting", "Postbox\nMail"]


def test_text_after_a_list_does_not_belong_to_it() -> None:
    found, after = blocks("- Nimbus\n- Postbox\nContact us.")
    assert items(found) == ["Nimbus", "Postbox"]
    assert isinstance(after, Paragraph)
    assert (after.text.text, after.gap) == ("Contact us.", 0)


def test_numbered_section_titles_are_paragraphs_and_no_lists() -> None:
    text = "1. General\n\nThis is an annex.\n\n2. Definitions\n\nTerms."
    assert [found for found, _ in paragraphs(text)] == [
        "1. General",
        "This is an annex.",
        "2. Definitions",
        "Terms.",
    ]


def test_a_footnote_with_an_asterisk_is_no_list() -> None:
    text = "Nimbus LLC*\n\n* Only on request."
    assert [found for found, _ in paragraphs(text)] == ["Nimbus LLC*", "* Only on request."]


def test_numbered_rows_with_tabs_are_a_table() -> None:
    (table,) = blocks("1.\tNimbus\tOslo\n2.\tPostbox\tBergen\n")
    assert rows(table) == [["1.", "Nimbus", "Oslo"], ["2.", "Postbox", "Bergen"]]
    (found,) = blocks("1.\tNimbus\n2.\tPostbox\n")
    assert items(found) == ["Nimbus", "Postbox"]


def test_headings_are_underlined_or_start_with_number_signs() -> None:
    found = [
        (block.text.text, block.level)
        for block in blocks("Title\n=====\ntext\n\nPart\n----\n\n## Third ##\n#hashtag\n")
        if isinstance(block, Heading)
    ]
    assert found == [("Title", 1), ("Part", 2), ("Third", 2)]


def test_short_lines_are_no_headings() -> None:
    assert paragraphs("OUR LIST\n\nNimbus Oy") == [("OUR LIST", 0), ("Nimbus Oy", 1)]


def test_lines_that_only_decorate_are_asides() -> None:
    found = blocks("Name: Nimbus\nUse: mail\n---\n*****\n- - -\nEnd")
    assert [block.text.text for block in found if isinstance(block, Aside)] == ["---", "*****", "- - -"]
    assert [block.text.text for block in found if isinstance(block, Paragraph)] == [
        "Name: Nimbus\nUse: mail",
        "End",
    ]


def test_a_quoted_mail_is_read_without_its_angle_brackets() -> None:
    found = blocks("> We use:\n>\n> Nimbus\tOslo\n> Postbox\tBergen\n")
    assert isinstance(found[0], Paragraph)
    assert found[0].text.text == "We use:"
    assert rows(found[1]) == [["Nimbus", "Oslo"], ["Postbox", "Bergen"]]


def test_form_feeds_and_page_numbers_survive() -> None:
    assert paragraphs("Nimbus Oy\n\f\nPage 2\n\fPostbox AB") == [("Nimbus Oy", 0), ("Page 2\nPostbox AB", 1)]


def test_nothing_gives_nothing() -> None:
    assert blocks("") == blocks(" \n\t\n\u00a0\n") == ()


GOOD = """Our list

> mail
> - quoted

Name\tUse\tPlace
Nimbus Oy\t"a
b"\tFinland
----\t----\t---

| a | b |
|---|---|
| c | d |

+---+---+
| a | b |
+===+===+
| c | d |
+---+---+

Name      Use      Place
--------  -------  -----
Nimbus    Hosting  Oslo
          mail
Postbox   Mail     Turku

Title
=====
1. one
   more

   apart
2. two
  a) x
  b) y
• sign
\to sub
# Head
*****
x* note

* note
"""


@given(mangled(GOOD))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader_or_loses_a_line(text: str) -> None:
    assert_survives(FORMAT, text)


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_survives(text: str) -> None:
    assert_survives(FORMAT, text.replace("\r", "").encode("utf-8", "replace").decode())


@pytest.mark.parametrize(
    "unit",
    [
        "\n",
        "a\n\n",
        "\t",
        "a\tb\n",
        "|",
        "a|b\n",
        "a  b\n",
        "- a\n",
        "1. a\n\n",
        "- ",
        "#",
        "+--+\n",
        '"a\tb\n',
        "> a\n",
    ],
)
def test_reading_takes_linear_time_and_ends_in_a_bounded_document(unit: str) -> None:
    assert_linear(lambda size: read(FORMAT, unit * (size // len(unit))), 4_000)
    document = read(FORMAT, unit * (300_000 // len(unit)))
    assert len(document.blocks) <= 100_002


def test_steps_of_indentation_do_not_exhaust_the_stack() -> None:
    text = "".join(" " * at + "- a\n" for at in range(1500))
    assert_nothing_lost(read(FORMAT, text))
