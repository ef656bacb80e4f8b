"""AsciiDoc: what the printed page says, with links and attributes resolved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from ketju.core.model.document import Aside, Block, Definitions, Heading, Listing, Paragraph, Table, Text
from ketju.formats.readers.asciidoc import FORMAT
from tests.formats.covering import assert_nothing_lost, assert_survives, read, source_of
from tests.formats.effort import assert_linear
from tests.formats.mangling import mangled


def blocks(text: str) -> list[Block]:
    document = read(FORMAT, text)
    assert_nothing_lost(document)
    return [block for block in document.blocks if not isinstance(block, Aside)]


def asides(text: str) -> list[tuple[str, str]]:
    return [(block.text.text, block.kind) for block in read(FORMAT, text).blocks if isinstance(block, Aside)]


def paragraph(text: str) -> Text:
    found = blocks(text)[0]
    assert isinstance(found, Paragraph)
    return found.text


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
        made += (items(child) for child in item.children if isinstance(child, Listing))
    return made


def marks(text: Text) -> list[tuple[str, str, str]]:
    return [(mark.kind, text.text[mark.start : mark.end], mark.target) for mark in text.marks]


def test_titles_have_levels_and_the_header_of_the_document_is_an_aside() -> None:
    text = (
        "= List\nAnna Example <anna@x.example>\nv1.0, 2024-03-01\n:toc:\n\n"
        "== Part\n\n=== Inner ===\n\nOld style\n---------\n"
    )
    found = [(block.text.text, block.level) for block in blocks(text) if isinstance(block, Heading)]
    assert found == [("List", 1), ("Part", 2), ("Inner", 3), ("Old style", 2)]
    assert asides(text) == [
        ("Anna Example <anna@x.example>", "metadata"),
        ("v1.0, 2024-03-01", "metadata"),
        (":toc:", "metadata"),
    ]


def test_bold_code_and_signs() -> None:
    text = paragraph(
        "We *really* use `code` and **b**old _some_ 2*3*4 a_b_c (C) {empty}R&amp;D +\nnext \\*not*\n"
    )
    assert text.text == "We really use code and bold some 2*3*4 a_b_c © R&D\nnext *not*"
    assert marks(text) == [("bold", "really", ""), ("code", "code", ""), ("bold", "b", "")]


def test_links_of_every_kind_are_resolved() -> None:
    text = paragraph(
        ":dpo: https://d.example\n\n"
        "https://n.example[Nimbus^], link:/a/b[Local], mailto:a@b.example[Mail us], {dpo}[DPO], {dpo}/x, "
        "https://u.example/y. <https://v.example> xref:list[the list] <<list,here>> "
        'https://q.example["A, B",window=_blank]\n'
    )
    assert text.text == (
        "Nimbus, Local, Mail us, DPO, https://d.example/x, https://u.example/y. https://v.example the list here A, B"
    )
    assert [(shown, target) for _, shown, target in marks(text)] == [
        ("Nimbus", "https://n.example"),
        ("Local", "/a/b"),
        ("Mail us", "mailto:a@b.example"),
        ("DPO", "https://d.example"),
        ("https://d.example/x", "https://d.example/x"),
        ("https://u.example/y", "https://u.example/y"),
        ("https://v.example", "https://v.example"),
        ("A, B", "https://q.example"),
    ]


def test_attributes_are_put_in_and_unknown_ones_stay() -> None:
    assert paragraph(":us: Example Oy\n\nWe at {us} and {them}.\n").text == "We at Example Oy and {them}."


def test_a_table_with_a_declared_header_a_caption_and_cells_over_lines() -> None:
    (table,) = blocks(
        '.Our list\n[cols="1,2a,1", options="header"]\n|===\n|Name |Use |Place\n\n'
        "|Nimbus Oy\n|* Hosting\n* Mail\n|Oslo\n\n|Postbox | Lists\nand more | Bergen\n|===\n"
    )
    assert rows(table) == [
        ["Name", "Use", "Place"],
        ["Nimbus Oy", "Hosting\nMail", "Oslo"],
        ["Postbox", "Lists\nand more", "Bergen"],
    ]
    assert headers(table) == [True, False, False]
    assert isinstance(table, Table)
    assert table.caption
    assert table.caption.text == "Our list"


def test_the_first_line_is_a_header_when_a_blank_line_follows() -> None:
    with_blank, without, forbidden = blocks(
        "|===\n|A |B\n\n|1 \\| x |2\n|3\n|4\n|===\n\n|===\n|A |B\n|1 |2\n|===\n\n"
        "[%noheader]\n|===\n|A |B\n\n|1 |2\n|===\n"
    )
    assert rows(with_blank) == [["A", "B"], ["1 | x", "2"], ["3", "4"]]
    assert headers(with_blank) == [True, False, False]
    assert headers(without) == [False, False]
    assert headers(forbidden) == [False, False]


def test_cells_over_columns_and_rows_and_repeated_cells() -> None:
    (table,) = blocks("[cols=3*]\n|===\n2+|Wide |x\n.2+|Tall |a |b\n|c |d\n3*|e\n|===\n")
    assert rows(table) == [["Wide", None, "x"], ["Tall", "a", "b"], [None, "c", "d"], ["e", "e", "e"]]


def test_a_row_that_cells_from_above_cover_wholly_is_left_out() -> None:
    (table,) = blocks("|===\n|A\n.2+|B\n|C\n|===\n")
    assert rows(table) == [["A"], ["B"], ["C"]]


def test_links_and_bold_in_cells() -> None:
    (table,) = blocks("|===\n|*Nimbus* |https://n.example[Site]\n|===\n")
    assert isinstance(table, Table)
    bold, link = table.rows[0].cells
    assert bold
    assert link
    assert marks(bold) == [("bold", "Nimbus", "")]
    assert marks(link) == [("link", "Site", "https://n.example")]


def test_tables_written_as_csv() -> None:
    first, second = blocks(',===\nName,Use\n"Nimbus, Oy",Mail\n,===\n\n[format=dsv]\n|===\na:b\n|===\n')
    assert rows(first) == [["Name", "Use"], ["Nimbus, Oy", "Mail"]]
    assert rows(second) == [["a", "b"]]


def test_lists_nest_by_their_signs_and_take_what_is_attached() -> None:
    (found,) = blocks("* one\n** inner\n*** deep\n* two\nmore\n+\nattached\n* three\n. first\n. second\n")
    assert items(found) == ["one", ["inner", ["deep"]], "two\nmore", "three", ["first", "second"]]
    assert isinstance(found, Listing)
    assert isinstance(found.items[1].children[-1], Paragraph)
    (numbers,) = blocks(". first\n\n. second\n")
    assert isinstance(numbers, Listing)
    assert numbers.ordered


def test_terms_are_definitions() -> None:
    (found,) = blocks("Nimbus:: Hosting\nin Oslo\nPostbox::\n  Mail\nThird::\n* a\n* b\n")
    assert isinstance(found, Definitions)
    assert [item.term.text for item in found.items] == ["Nimbus", "Postbox", "Third"]
    first, second, third = (item.details[0] for item in found.items)
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.text.text, second.text.text, items(third)) == ("Hosting\nin Oslo", "Mail", ["a", "b"])


def test_blocks_between_fences_give_what_they_hold_and_code_is_an_aside() -> None:
    text = "====\nAn example.\n\n* x\n====\n\n----\ncode\n----\n\n////\nhidden\n////\n\n// note\n\nNOTE: Mind this.\n"
    assert [block.text.text for block in blocks(text) if isinstance(block, Paragraph)] == [
        "An example.",
        "NOTE: Mind this.",
    ]
    assert ("----\ncode\n----", "code") in asides(text)
    assert ("////\nhidden\n////", "comment") in asides(text)
    assert ("// note", "comment") in asides(text)


def test_a_fence_that_is_not_closed_loses_nothing() -> None:
    assert [
        block.text.text for block in blocks("====\nAn example.\n\nEnd.\n") if isinstance(block, Paragraph)
    ] == [
        "An example.",
        "End.",
    ]


def test_another_file_is_reported() -> None:
    document = read(FORMAT, "include::list.adoc[]\n")
    assert [(problem.code, problem.params) for problem in document.problems] == [
        ("read.included", (("file", "list.adoc"),))
    ]


def test_a_footnote_is_kept_where_it_stands() -> None:
    assert paragraph("Nimbus{empty}footnote:[Only here] hosts.\n").text == "Nimbus[Only here] hosts."


def test_recognised_by_titles_and_tables_and_not_in_prose() -> None:
    assert FORMAT.recognise(source_of("= List\n\n|===\n|A |B\n|===\n")) >= 0.9
    assert FORMAT.recognise(source_of("# List\n\n| a | b |\n|---|---|\n")) == 0.0
    assert FORMAT.recognise(source_of("We use others.\n\n* Nimbus\n")) == 0.0


GOOD = """= List
Anna Example <anna@x.example>
:us: Example Oy

// note
We at {us} use *these*. https://y.example[here^], <<list>> and `code`.

== Part

.Caption
[cols="1,2a,1", options="header"]
|===
|Name |Use |Place

|Nimbus Oy
|* Hosting
* Backups
|Oslo
2+|Merged | Bergen
.2+|Tall |x |NO
|y |DK
|===

,===
Name,Use
"Gamma, Inc",Mail
,===

* one
** two
* three
+
attached

. first
- dash

Nimbus:: Hosting
in Oslo
Postbox::
* a

----
code
----

====
example
====

--
open
--

Old
---

include::other.adoc[]
'''
Last (C) line +
broken &amp; footnote:[below]
"""


@given(mangled(GOOD))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader_or_loses_a_line(text: str) -> None:
    assert_survives(FORMAT, text)


@pytest.mark.parametrize(
    "unit",
    [
        "*a ",
        "_a ",
        "`a",
        "link:a[",
        "https://a[b] ",
        "<<a,",
        "((",
        "{a}",
        "|===\n|a\n",
        "|",
        "|a|b\n",
        "a::\n",
        "* a\n+\n",
        ".a\n",
        "[a]\n",
        "====\n",
        "----\na\n",
        "a +\n",
        ":a: {a}\n",
        "== a\n",
    ],
)
def test_reading_takes_linear_time(unit: str) -> None:
    assert_linear(lambda size: read(FORMAT, unit * (size // len(unit))), 4_000)


@pytest.mark.parametrize(
    "text",
    [
        '[cols="100000*"]\n|===\n|a\n|===\n',
        '[cols="9999999999*,' + "1," * 50_000 + '"]\n|===\n' + "|a\n" * 5000 + "|===\n",
        "|===\n" + "99999+|a\n" * 5000 + "|===\n",
        "|===\n|a |b\n" + ".99999+|a\n" * 5000 + "|===\n",
        "|===\n" + "99999*|a\n" * 5000 + "|===\n",
        "".join("*" * (at % 7 or 1) + " a\n" for at in range(5000)),
        "".join(("=" * (4 + at)) + "\n" for at in range(150)) * 2,
    ],
)
def test_wide_and_deep_texts_are_read_to_their_end(text: str) -> None:
    assert_nothing_lost(read(FORMAT, text))
