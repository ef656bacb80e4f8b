"""reStructuredText: what the printed page says, with links resolved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from ketju.core.model.document import (
    Aside,
    Block,
    Definitions,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Table,
    Text,
)
from ketju.formats.readers.restructuredtext import FORMAT
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


def marks(text: Text) -> list[tuple[str, str, str]]:
    return [(mark.kind, text.text[mark.start : mark.end], mark.target) for mark in text.marks]


def test_titles_take_their_levels_from_the_order_of_their_signs() -> None:
    text = "=====\nTitle\n=====\n\nPart\n====\n\nInner\n-----\n\nPart two\n========\n\nDeep\n^^^^\n"
    found = [(block.text.text, block.level) for block in blocks(text) if isinstance(block, Heading)]
    assert found == [("Title", 1), ("Part", 2), ("Inner", 3), ("Part two", 2), ("Deep", 4)]


def test_a_line_of_signs_alone_is_an_aside() -> None:
    assert asides("One.\n\n----\n\nTwo.\n") == [("----", "markup")]


def test_bold_code_and_emphasis() -> None:
    text = paragraph("We **really** use ``code`` and *some* 2*3*4 a**b**c \\*not\\* N\\ o\n")
    assert text.text == "We really use code and some 2*3*4 a**b**c *not* No"
    assert marks(text) == [("bold", "really", ""), ("code", "code", "")]


def test_links_of_every_kind_are_resolved() -> None:
    text = paragraph(
        "`Nimbus <https://n.example>`__, `Post Box`_, Third_, `fourth <post box_>`_, `fifth <third>`__, "
        "`anonymous`__ and https://u.example/x, not_a_link.\n\n"
        ".. _Post Box: https://p.example\n.. _third: https://t.example/very/\n   long\n__ https://a.example\n"
    )
    assert (
        text.text == "Nimbus, Post Box, Third, fourth, fifth, anonymous and https://u.example/x, not_a_link."
    )
    assert [(shown, target) for _, shown, target in marks(text)] == [
        ("Nimbus", "https://n.example"),
        ("Post Box", "https://p.example"),
        ("Third", "https://t.example/very/long"),
        ("fourth", "https://p.example"),
        ("fifth", "https://t.example/very/long"),
        ("anonymous", "https://a.example"),
        ("https://u.example/x", "https://u.example/x"),
    ]


def test_roles_substitutions_and_footnotes_print_their_text() -> None:
    found = blocks(
        "See :ref:`the list <label>` of |us| [1]_ and |them|.\n\n.. |us| replace:: Example Oy\n.. [1] Only here.\n"
    )
    assert [block.text.text for block in found if isinstance(block, Paragraph)] == [
        "See the list of Example Oy [1] and |them|.",
        "[1] Only here.",
    ]


def test_lists_nest_and_keep_their_paragraphs() -> None:
    bullets, numbers = blocks(
        "* one\n\n  apart\n\n  - inner\n  - inner two\n* two\n  more\n\n1. first\n#. second\n"
    )
    assert isinstance(bullets, Listing)
    one, two = bullets.items
    assert (one.text.text, two.text.text) == ("one", "two\nmore")
    assert isinstance(one.children[0], Paragraph)
    assert isinstance(one.children[1], Listing)
    assert [item.text.text for item in one.children[1].items] == ["inner", "inner two"]
    assert isinstance(numbers, Listing)
    assert numbers.ordered
    assert [item.marker for item in numbers.items] == ["1.", "#."]


def test_a_sentence_that_starts_with_an_initial_is_no_list() -> None:
    assert paragraph("A. Smith founded it\nlong ago.\n").text == "A. Smith founded it\nlong ago."


def test_fields_and_terms_are_definitions() -> None:
    fields, terms = blocks(
        ":orphan:\n:Name: Nimbus\n:Place: Oslo,\n  Norway\n\nNimbus\n   Hosting.\n\n   Much.\nPostbox : x\n   Mail.\n"
    )
    assert isinstance(fields, Definitions)
    assert [item.term.text for item in fields.items] == ["Name", "Place"]
    place = fields.items[1].details[0]
    assert isinstance(place, Paragraph)
    assert place.text.text == "Oslo,\nNorway"
    assert isinstance(terms, Definitions)
    assert [(item.term.text, len(item.details)) for item in terms.items] == [
        ("Nimbus", 2),
        ("Postbox : x", 1),
    ]


def test_a_list_table_has_its_header_rows_caption_and_marks() -> None:
    (table,) = blocks(
        ".. list-table:: Our list\n   :header-rows: 1\n\n"
        "   * - **Name**\n     - Use\n"
        "   * - `Nimbus <n>`__ (`DPA <d>`__)\n     - - hosting\n       - mail\n"
        "   * -\n     - none\n\n.. _n: https://n.example\n.. _d: https://d.example\n"
    )
    assert isinstance(table, Table)
    assert rows(table) == [["Name", "Use"], ["Nimbus (DPA)", "hosting\nmail"], ["", "none"]]
    assert headers(table) == [True, False, False]
    assert table.caption
    assert table.caption.text == "Our list"
    cell = table.rows[1].cells[0]
    assert cell
    assert cell.marks == (Mark("link", 0, 6, "https://n.example"), Mark("link", 8, 11, "https://d.example"))


def test_a_csv_table_has_its_header_and_its_quoted_cells() -> None:
    (table,) = blocks(
        '.. csv-table:: Our list\n   :header: "Name", "Use"\n   :widths: 10, 20\n\n'
        '   "Nimbus, Oy", "Hosting\n   and mail"\n   Postbox, `Mail <https://m.example>`__\n'
    )
    assert rows(table) == [["Name", "Use"], ["Nimbus, Oy", "Hosting\nand mail"], ["Postbox", "Mail"]]
    assert headers(table) == [True, False, False]


def test_a_table_in_another_file_is_reported() -> None:
    document = read(FORMAT, ".. csv-table::\n   :file: list.csv\n\n.. include:: more.rst\n")
    assert [(problem.code, problem.params) for problem in document.problems] == [
        ("read.included", (("file", "list.csv"),)),
        ("read.included", (("file", "more.rst"),)),
    ]


def test_a_simple_table_has_its_header_and_cells_of_several_lines() -> None:
    (table,) = blocks(
        "=======  =========  ======\nName     Purpose    Where\n=======  =========  ======\n"
        "Nimbus   Hosting    FI\nPostbox  Mail and   SE\n         more\n\\        x          NO\n"
        "=======  =========  ======\n"
    )
    assert rows(table) == [
        ["Name", "Purpose", "Where"],
        ["Nimbus", "Hosting", "FI"],
        ["Postbox", "Mail and\nmore", "SE"],
        ["", "x", "NO"],
    ]
    assert headers(table) == [True, False, False, False]


def test_a_simple_table_without_a_header_has_none() -> None:
    (table,) = blocks("====  ====\na     b\nc     d\n====  ====\n")
    assert headers(table) == [False, False]


def test_a_grid_table_has_cells_over_columns_and_rows() -> None:
    (table,) = blocks(
        "+------------+------------+-----------+\n"
        "| Header 1   | Header 2   | Header 3  |\n"
        "+============+============+===========+\n"
        "| row 1      | Cells may span columns.|\n"
        "+------------+------------+-----------+\n"
        "| row 2      | Cells may  | - Cells   |\n"
        "+------------+ span rows. | - contain |\n"
        "| row 3      |            | - lists.  |\n"
        "+------------+------------+-----------+\n"
    )
    assert rows(table) == [
        ["Header 1", "Header 2", "Header 3"],
        ["row 1", "Cells may span columns.", None],
        ["row 2", "Cells may\nspan rows.", "Cells\ncontain\nlists."],
        ["row 3", None, None],
    ]
    assert headers(table) == [True, False, False, False]


def test_other_directives_give_what_they_hold() -> None:
    found = blocks(
        ".. epigraph::\n\n   We use others.\n\n.. note:: Mind this\n   and that.\n\n"
        ".. tip::\n\n   - a\n\n.. rubric:: Part\n"
    )
    assert isinstance(found[0], Paragraph)
    assert isinstance(found[1], Paragraph)
    assert (found[0].text.text, found[1].text.text) == ("We use others.", "Mind this\nand that.")
    assert isinstance(found[2], Listing)
    assert isinstance(found[3], Heading)


def test_comments_targets_code_and_contents_are_asides() -> None:
    text = (
        ".. a comment\n   more\n.. _t: https://t.example\n.. code-block:: x\n\n   y\n\n"
        ".. toctree::\n\n   a\n\nSo::\n\n   lit\n"
    )
    assert asides(text) == [
        (".. a comment\nmore", "comment"),
        (".. _t: https://t.example", "markup"),
        (".. code-block:: x\ny", "code"),
        (".. toctree::\na", "navigation"),
        ("lit", "code"),
    ]
    assert paragraph(text).text == "So:"


def test_quotations_and_line_blocks_are_paragraphs() -> None:
    found = blocks("    quoted\n\n| one\n| two\n")
    assert [block.text.text for block in found if isinstance(block, Paragraph)] == ["quoted", "one\ntwo"]


def test_recognised_by_directives_and_not_in_markdown() -> None:
    assert FORMAT.recognise(source_of("Title\n=====\n\n.. note:: x\n")) >= 0.9
    assert FORMAT.recognise(source_of("# Title\n\n| a | b |\n|---|---|\n[x](https://x.example)\n")) == 0.0
    assert FORMAT.recognise(source_of("We use others...\n\n- Nimbus\n")) == 0.0


GOOD = """:orphan:
:Version: 2.1

=====
Title
=====

Section *A*
-----------

A **bold**, ``code``, `link`_, Named_ and https://x.example/a. |co| [1]_

.. _link: https://l.example
.. |co| replace:: Acme Oy
.. [1] a note
.. note:: Watch

   - one

     - nested

1. first
2. second
   more

term
   para

   - x

====  ====
a     b
====  ====
c     d
      e
====  ====

+----+----+
| h  | i  |
+====+====+
| a  | b  |
+----+ c  |
| d  |    |
+----+----+

.. csv-table:: t
   :header: "a", "b"

   "c, d", "e
   f"

.. list-table::
   :header-rows: 1

   * - a
     - b
   * - c
     - - d
       - e

So::

   lit

| one
| two

   quoted
"""


def test_an_empty_item_at_the_end_of_a_cell_is_covered() -> None:
    document = read(FORMAT, ".. list-table::\n\n   * - a\n     - - d\n       -\n", "list.rst")
    assert_nothing_lost(document)


@given(mangled(GOOD))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader_or_loses_a_line(text: str) -> None:
    assert_survives(FORMAT, text)


@pytest.mark.parametrize(
    "unit",
    [
        "**a ",
        "`a <",
        "`a",
        "|a ",
        "a_ ",
        "= ",
        "a\n=",
        "- a\n",
        "1. a\n",
        ":a: b\n",
        ".. a\n",
        ".. _a: b\n",
        "+--+\n",
        "\\",
        "a\n  b\n",
        ".. list-table::\n\n   * - a\n",
        '.. csv-table::\n\n   "a,b\n',
    ],
)
def test_reading_takes_linear_time(unit: str) -> None:
    assert_linear(lambda size: read(FORMAT, unit * (size // len(unit))), 4_000)


@pytest.mark.parametrize(
    "text",
    [
        "".join(" " * at + "- a\n" for at in range(1000)),
        "".join(" " * at + "a\n\n" for at in range(1000)),
        "".join(" " * 3 * at + ".. note::\n" for at in range(300)),
        ("+" + "-+" * 2000 + "\n" + "|" + " |" * 2000 + "\n") * 100,
        "`a" + " " * 90_000 + "x`_",
    ],
)
def test_deep_and_wide_texts_are_read_to_their_end(text: str) -> None:
    assert_nothing_lost(read(FORMAT, text))
