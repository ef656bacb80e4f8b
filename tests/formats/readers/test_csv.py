"""Delimited text: the cells a spreadsheet would show."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.document import Aside, Block, Paragraph, Table
from ketju.core.model.span import TextSpan
from ketju.formats.delimited.cells import Splitter
from ketju.formats.readers.csv import FORMAT
from tests.formats.covering import assert_nothing_lost, assert_survives, read, source_of
from tests.formats.effort import assert_linear
from tests.formats.mangling import mangled


def blocks(text: str, name: str = "list.csv") -> tuple[Block, ...]:
    document = read(FORMAT, text, name)
    assert_nothing_lost(document)
    return document.blocks


def rows(block: Block) -> list[list[str | None]]:
    assert isinstance(block, Table)
    assert not any(row.header for row in block.rows)
    return [[cell.text if cell else None for cell in row.cells] for row in block.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_counting(delimiter: str) -> None:
    text = 'Name,Use,Place\nNimbus Oy,"Hosting, mail; backups",Oslo\nPostbox,,Bergen\n'.replace(
        ",", delimiter
    )
    text = text.replace(f"Hosting{delimiter} mail", "Hosting, mail")
    (table,) = blocks(text)
    assert rows(table) == [
        ["Name", "Use", "Place"],
        ["Nimbus Oy", "Hosting, mail; backups", "Oslo"],
        ["Postbox", "", "Bergen"],
    ]


@pytest.mark.parametrize("count", [2, 4, 5, 9])
def test_lists_within_cells_are_no_columns(count: int) -> None:
    """Every row has as many semicolons, and the header has none: commas part the cells."""
    inner = "; ".join(f"category {number}" for number in range(count))
    text = f"Company,Purpose,Data\nAcme Oy,Hosting,{inner}\nLarch GmbH,E-mail,{inner}\n"
    (table,) = (one for one in blocks(text) if isinstance(one, Table))
    assert [len(row.cells) for row in table.rows] == [3, 3, 3]


def test_quotes_hold_newlines_and_doubled_quotes() -> None:
    (table,) = blocks('Name,Use\n"Post ""Box"" Ltd","Mail\nand lists"\n')
    assert rows(table) == [["Name", "Use"], ['Post "Box" Ltd', "Mail\nand lists"]]


def test_the_span_of_a_cell_is_its_place_in_the_source_with_its_quotes() -> None:
    text = 'Name,Use\n"A ""b""", mail \n'
    (table,) = blocks(text)
    assert isinstance(table, Table)
    quoted, plain = table.rows[1].cells
    assert quoted
    assert quoted.span == TextSpan(9, 18)
    assert text[9:18] == '"A ""b"""'
    assert plain
    assert plain.span == TextSpan(20, 24)
    assert table.rows[1].span == TextSpan(9, 24)


def test_lines_before_the_header_are_paragraphs() -> None:
    title, table = blocks("Our list\nof 1 March, 2024\n\nName,Use,Place,Since\nNimbus,a,b,c\nPostbox,d,e,f\n")
    assert isinstance(title, Paragraph)
    assert title.text.text == "Our list\nof 1 March, 2024"
    assert rows(table)[0] == ["Name", "Use", "Place", "Since"]


def test_lines_set_apart_from_the_table_are_paragraphs_and_the_table_goes_on_after_them() -> None:
    first, group, second, note = blocks(
        "Name;Use\nNimbus;a\nPostbox;b\n\nEU only\nThird;c\n\n* On request.\n"
    )
    assert rows(first) == [["Name", "Use"], ["Nimbus", "a"], ["Postbox", "b"]]
    assert isinstance(group, Paragraph)
    assert isinstance(note, Paragraph)
    assert (group.text.text, note.text.text, note.gap) == ("EU only", "* On request.", 1)
    assert rows(second) == [["Third", "c"]]


def test_ragged_rows_and_rows_of_empty_cells_are_kept() -> None:
    (table,) = blocks("Name,Use,Place\nNimbus,a\nPostbox,b,c,d\n,,\n")
    assert rows(table) == [
        ["Name", "Use", "Place"],
        ["Nimbus", "a"],
        ["Postbox", "b", "c", "d"],
        ["", "", ""],
    ]


def test_the_first_line_of_a_spreadsheet_may_name_the_delimiter() -> None:
    line, table = blocks("sep=;\nName;Use, place\nNimbus;a, b\n")
    assert isinstance(line, Aside)
    assert rows(table) == [["Name", "Use, place"], ["Nimbus", "a, b"]]


def test_a_quote_that_is_never_closed_is_a_letter_and_a_problem() -> None:
    document = read(FORMAT, 'Name,Use\n"Nimbus,mail\nPostbox,b\n', "list.csv")
    assert rows(document.blocks[0]) == [["Name", "Use"], ['"Nimbus', "mail"], ["Postbox", "b"]]
    assert [problem.code for problem in document.problems] == ["read.unclosed-quote"]


def test_a_million_columns_end_in_a_problem() -> None:
    document = read(FORMAT, "a," * 1_000_000, "list.csv")
    assert isinstance(document.blocks[0], Table)
    assert len(document.blocks[0].rows[0].cells) == 2000
    assert [problem.code for problem in document.problems] == ["read.too-many-columns"]


def test_a_file_of_one_column_is_a_table() -> None:
    (table,) = blocks("Name\nNimbus\nPostbox\n")
    assert rows(table) == [["Name"], ["Nimbus"], ["Postbox"]]


@pytest.mark.parametrize(
    "text",
    [
        "We use others.\nThey are many, and good.\n\nYours",
        "Name: Nimbus\nUse: mail\nName: Postbox\nUse: lists",
        '{"a": 1, "b": 2}\n{"a": 3, "b": 4}',
        "- Nimbus, Oslo\n- Postbox, Bergen",
        "| a | b |\n|---|---|\n| c | d |",
        "<p>a, b</p>\n<p>c, d</p>",
    ],
)
def test_other_texts_are_not_recognised(text: str) -> None:
    assert FORMAT.recognise(source_of(text)) <= 0.3


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_text_is_recognised(delimiter: str) -> None:
    text = "Name,Use,Place\nNimbus Oy,Hosting,Oslo\nPostbox AB,Mail,Bergen\n".replace(",", delimiter)
    assert FORMAT.recognise(source_of(text)) >= 0.7


@given(st.text('ab", \n', max_size=40))
@settings(max_examples=1000, deadline=None)
def test_cells_are_those_of_the_csv_module(text: str) -> None:
    splitter = Splitter(text, ",")
    found = [[cell.text for cell in record.texts] for record in splitter.records()]
    if splitter.problems:
        return
    wanted = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    ]
    assert [row for row in found if row != [""]] == [row for row in wanted if row not in ([], [""])]


GOOD = """Our list
of today

Name;Use;"Data
kinds";Place
Nimbus Oy;Hosting;"names; mail";Oslo
"Post ""Box"" Ltd";Mail, lists;;Bergen

EU only
Third;a;b;c
;;;

* Note
"""


@given(mangled(GOOD))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader_or_loses_a_line(text: str) -> None:
    assert_survives(FORMAT, text)


@pytest.mark.parametrize(
    "unit", ["a,b\n", '"', '""', '"a,', '"a,b\n', 'a,"\n', ",", "\n", "a\n\n", "a,b\n\nc\n"]
)
def test_reading_takes_linear_time(unit: str) -> None:
    assert_linear(lambda size: read(FORMAT, unit * (size // len(unit)), "list.csv"), 4_000)


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("'=1+1", "=1+1"),
        ('"\'@Home; Ltd"', "@Home; Ltd"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("'", "'"),
        ("it's", "it's"),
    ],
)
def test_an_apostrophe_that_only_guards_against_formulas_is_not_seen(cell: str, seen: str) -> None:
    (table,) = blocks(f"Name;Note\nAcme Ltd;{cell}\nBolt Inc.;x\n")

    assert rows(table)[1] == ["Acme Ltd", seen]
