"""Sources built to cost much cost little, and say what was not read."""

from __future__ import annotations

import pytest

from ketju.core.model.document import Document
from ketju.formats.readers.html import FORMAT
from tests.formats.covering import assert_nothing_lost, read
from tests.formats.documents import asides, tables

SIZE = 20_000


def quick(text: str) -> Document:
    return read(FORMAT, text)


@pytest.mark.parametrize(
    "piece",
    [
        "<div>", "<b>", "<table><tr><td>", "<ul><li>", "<ol><li>x", "<dl><dt>a<dd>", "<a href='", '<a "', '<a ">" ',
        "<!--", "<!", "<?", "</", "</x>", "<", "<p", "<svg>", "<title>", "<script>", "<![CDATA[", "&#99999999999999;",
        "&amp", "<td rowspan=65534 colspan=1000>x", "<tr>", "<select><option>", "<p hidden>", "<b><div></b>", "<br>",
        "<span class=a>x</span>", "<sup>1", " ", "\n", "<h1>", "<nav>", "<article>", "<textarea>", "<details><summary>",
    ],
)  # fmt: skip
def test_repeated_pieces_are_read_whole(piece: str) -> None:
    assert_nothing_lost(quick(piece * (SIZE // len(piece))))


def test_nesting_beyond_the_cap_is_flattened_and_reported() -> None:
    document = read(FORMAT, "<div>" * 500 + "deep<p>deeper</p>" + "</div>" * 500)
    assert [problem.code for problem in document.problems] == ["read.too-deep"]
    assert_nothing_lost(document)


def test_numbers_too_long_to_be_letters_are_no_error() -> None:
    assert_nothing_lost(quick(f"<p>&#{'9' * 10_000};&#x{'f' * 10_000};</p>"))


def test_spans_that_would_fill_memory_are_not_filled() -> None:
    rows = "<tr>" + "<td colspan=1000 rowspan=65534>x" * 2 + ("<tr><td>y" * 20_000)
    document = quick(f"<table>{rows}</table>")
    assert sum(len(row) for row in tables(document)[0]) < 4_000_000


def test_elements_beyond_the_cap_are_kept_as_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketju.formats.html.tree.MAX_ELEMENTS", 20)
    document = read(FORMAT, "".join(f"<p>p{number}</p>" for number in range(30)))
    assert [problem.code for problem in document.problems] == ["read.too-many-elements"]
    (left,) = asides(document, "markup")
    assert left.startswith("p10</p><p>p11") and left.endswith("<p>p29</p>")


@pytest.mark.soak
def test_a_table_of_a_hundred_thousand_rows_is_read_whole() -> None:
    row = "<tr><td>Nimbus Oy</td><td>Hosting of <b>data</b></td><td>Finland</td><td><a href='/x'>site</a></td></tr>\n"
    document = read(FORMAT, f"<table><tr><th>Name<th>Use<th>Place<th>Link</tr>{row * 100_000}</table>")
    assert len(tables(document)[0]) == 100_001 and not document.problems
