"""Very long and hostile Markdown is read whole; how fast is for the benchmarks."""

from __future__ import annotations

import pytest

from ketju.core.model.document import Aside, Heading, Listing, Paragraph, Table
from ketju.formats.readers.markdown import FORMAT
from tests.formats.covering import assert_nothing_lost, read
from tests.formats.documents import asides, outline, tables

SIZE = 20_000


@pytest.mark.parametrize(
    "piece",
    [
        "[", "![", "> ", "- ", "> - ", "|", "|a|b|\n", "|-|-|\n", "# a\n", "```\n", "<div>\n\n", "<table>\n\n", "[a]: b\n",
        "[^1]: b\n", "!!! a\n", "::: a\n", "import a from 'b'\n", "<A b={\n", "\\", "**a ", "`a ", "<a ", "<!-- ", "---\n",
        "---\na: b\n", "a\n=\n", "a\n", "\t- a\n", "1. a\n", "a\n: b\n\n", "[a](b) ", "[*a*](b)\n\n", "|a|b\n\n|c|\n",
        "&#9999999999;", "{", "{\n", "• a\n", "</A>\n", ">a\n", "  - a\n    - b\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["list.md", "list.mdx"])
def test_repeated_pieces_are_read_whole(piece: str, name: str) -> None:
    assert_nothing_lost(read(FORMAT, piece * (SIZE // len(piece)), name))


def test_nesting_beyond_the_cap_loses_nothing() -> None:
    document = read(FORMAT, "\n".join("  " * level + f"- item{level}" for level in range(120)))
    assert_nothing_lost(document)
    found = "item119" in str(outline(document.blocks))
    assert found


def test_the_rest_of_a_very_long_source_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketju.formats.markdown.rest.SHARE", 100)
    document = read(
        FORMAT,
        "# One\n\n| A | B |\n|---|---|\n"
        + "| 1 | 2 |\n" * 5
        + "\n## Two\n\n**Bold**\ntext\n\n- a\n- b\n\n|C|D|\n|-|-|\n|3|4|\n",
    )
    assert outline(document.blocks) == [
        "# One",
        (("A", "B"), *[("1", "2")] * 5),
        "## Two",
        "Bold\ntext",
        ["a", "b"],
        (("C", "D"), ("3", "4")),
    ]
    assert [problem.code for problem in document.problems] == ["read.very-long"]
    assert_nothing_lost(document)
    kinds = [type(block) for block in document.blocks if not isinstance(block, Aside)]
    assert kinds == [Heading, Table, Heading, Paragraph, Listing, Table]


def test_what_is_beyond_all_caps_is_kept_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketju.formats.markdown.rest.SHARE", 100)
    monkeypatch.setattr("ketju.formats.markdown.rest.MAX_PIECES", 10)
    document = read(FORMAT, "".join(f"text {number}\n\n" for number in range(100)))
    assert [problem.code for problem in document.problems] == ["read.very-long", "read.too-long"]
    assert asides(document, "markup")[0].endswith("text 99")
    assert_nothing_lost(document)


@pytest.mark.soak
def test_a_table_of_a_hundred_thousand_rows_is_read_whole() -> None:
    row = "| Nimbus Oy | Hosting of **data** | Finland &amp; Sweden | [site](https://nimbus.example) |\n"
    document = read(FORMAT, f"| Name | Use | Place | Link |\n|---|---|---|---|\n{row * 100_000}")
    assert [len(table) for table in tables(document)] == [100_001]
