"""Choosing a format: the content when it is sure, else the extension, else plain text; and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import pytest

from ketju.core.model.document import Document, Paragraph, Records, Table
from ketju.core.model.span import TextSpan
from ketju.core.problems import FormatUnknown, SourceBroken, SourceLong, SourceRows, SourceTooLarge
from ketju.formats.format import Source
from ketju.formats.reading import (
    MAX_BYTES,
    MAX_ROWS,
    MAX_RUNNING,
    MAX_TEXT_BYTES,
    choose_format,
    formats,
    read_document,
)
from ketju.formats.rows import rows_of
from ketju.formats.running import html_running, running_texts
from tests.formats.covering import assert_nothing_lost
from tests.formats.effort import calls

HTML = (
    "<!doctype html><html><body><table><tr><th>Name</th></tr><tr><td>Nimbus</td></tr></table></body></html>"
)
MARKDOWN = (
    "# Our list\n\nWe use these:\n\n| Name | Use |\n|---|---|\n| [Nimbus](https://n.example) | **mail** |\n"
)
CSV = "Name,Use,Place\nNimbus Oy,Hosting,Oslo\nPostbox AB,Mail,Bergen\n"
TABS = "Our list\n\nWe use these.\n\nName\tUse\nNimbus\tmail\n\nContact us.\n"
RST = "Our list\n========\n\n.. list-table::\n   :header-rows: 1\n\n   * - Name\n   * - Nimbus\n"
ASCIIDOC = "= Our list\n\n|===\n|Name |Use\n\n|Nimbus |mail\n|===\n"
JSON = '[{"name": "Nimbus"}, {"name": "Postbox"}]\n'
YAML = "- name: Nimbus\n  use: mail\n- name: Postbox\n  use: lists\n"
PROSE = "Nimbus\nPurpose: mail\nPlace: Oslo\n\n\nPostbox\nPurpose: lists\nPlace: Bergen\n"


def chosen(text: str, name: str) -> str:
    return choose_format(Source(text.encode(), name)).id


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def test_every_format_has_its_own_id_and_extensions() -> None:
    ids = [format.id for format in formats()]
    assert len(ids) == len(set(ids))
    assert {"plain", "csv", "json", "yaml", "rst", "asciidoc"} <= set(ids)
    suffixes = [suffix for format in formats() for suffix in format.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize("name", ["list", "list.txt", "https://example.com/list", "list.unknown"])
@pytest.mark.parametrize(
    ("text", "format_id"),
    [
        (HTML, "html"),
        (MARKDOWN, "markdown"),
        (CSV, "csv"),
        (TABS, "plain"),
        (RST, "rst"),
        (ASCIIDOC, "asciidoc"),
        (JSON, "json"),
        (YAML, "yaml"),
        (PROSE, "plain"),
    ],
)
def test_the_content_tells_the_format_whatever_the_name(text: str, format_id: str, name: str) -> None:
    assert chosen(text, name) == format_id


@pytest.mark.parametrize(
    ("name", "format_id"),
    [
        ("a.md", "markdown"),
        ("a.csv", "csv"),
        ("A.YML", "yaml"),
        ("a.rst", "rst"),
        ("a.adoc", "asciidoc"),
        ("a.txt", "plain"),
        ("a", "plain"),
    ],
)
def test_the_extension_tells_the_format_of_a_text_that_could_be_any(name: str, format_id: str) -> None:
    assert chosen("Nimbus Oy\n", name) == format_id


def test_the_format_that_is_asked_for_is_taken() -> None:
    document = read_document(Source(MARKDOWN.encode(), "a.md"), "plain")
    assert document.format == "plain"


def test_a_format_that_nobody_knows_is_a_problem() -> None:
    with pytest.raises(FormatUnknown) as raised:
        read_document(Source(b"x", "a.txt"), "cuneiform")
    assert raised.value.params == {"file": "a.txt", "format": "cuneiform"}


BINARY = pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"\x1f\x8b\x08\0\0\0\0\0\0\3",
        bytes(range(32)) * 20,
        b"{\\rtf1\\ansi Nimbus}",
        b"GIF89a\1\0\1\0",
    ],
)


@BINARY
@pytest.mark.parametrize("name", ["list.txt", "list"])
def test_binary_content_of_no_known_format_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(FormatUnknown):
        read_document(Source(data, name))


@BINARY
def test_binary_content_under_the_name_of_a_format_is_refused_as_broken(data: bytes) -> None:
    with pytest.raises(SourceBroken) as raised:
        read_document(Source(data, "list.pdf"))
    assert (raised.value.params["format"], raised.value.params["reason"]) == ("PDF", "other-content")


@pytest.mark.parametrize(
    "text", ["MZ Software AB – Åbo", "GIF8 is a format – ä", "RIFF Records ä", "BZh – ö", "II and MM ä"]
)
def test_text_that_starts_like_a_binary_file_is_text(text: str) -> None:
    document = read_document(Source(text.encode(), "a.txt"))
    assert isinstance(document.blocks[0], Paragraph)
    assert document.blocks[0].text.text == text


@pytest.mark.parametrize("data", [b"", b"\n \t\n", b"\xef\xbb\xbf", b"\xff\xfe", "\u00a0".encode()])
@pytest.mark.parametrize(("name", "format_id"), [("a.txt", "plain"), ("a.csv", "csv"), ("a.json", "json")])
def test_nothing_is_an_empty_document_with_a_problem(data: bytes, name: str, format_id: str) -> None:
    document = read_document(Source(data, name))
    assert (document.format, document.blocks, codes(document)) == (format_id, (), ["read.empty"])


def test_too_large_a_source_is_refused_at_once() -> None:
    for size, limit in (
        (2 * MAX_BYTES, MAX_BYTES),
        (MAX_BYTES + 1, MAX_BYTES),
        (MAX_TEXT_BYTES + 1, MAX_TEXT_BYTES),
    ):
        source = Source(b"a" * size, "big.txt")
        with pytest.raises(SourceTooLarge) as raised:
            read_document(source)
        assert raised.value.params == {"file": "big.txt", "size": str(size), "limit": str(limit)}
        assert calls(partial(read_document, source)) < 1000


@pytest.mark.parametrize("name", ["long.txt", "long.md", "long.html"])
def test_more_running_text_than_is_searched_is_refused_with_the_limit(name: str) -> None:
    line = "We use Nimbus to host, in Oslo.\n\n"
    with pytest.raises(SourceLong) as raised:
        read_document(Source((line * (MAX_RUNNING // len(line) + 3_000)).encode(), name))
    assert raised.value.params["limit"] == str(MAX_RUNNING)
    assert int(raised.value.params["size"]) > MAX_RUNNING


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("<p>ab<table><tr><td>x<table>y</table>z</td></tr></table>cd</p>", 4),
        ("<script>if (a<b) c()</script>é<STYLE>p {}</STYLE>", 1),
        ("</table>a<table>b", 1),
        ("a < b", 5),
    ],
)
def test_what_a_page_has_outside_tables_is_counted_before_it_is_parsed(page: str, count: int) -> None:
    assert html_running(page) == count


@pytest.mark.parametrize("page", ["<" * 100_000, "<table" * 50_000, "<table>" * 50_000, "<p " * 50_000])
def test_open_tags_are_counted_in_one_pass(page: str) -> None:
    assert calls(partial(html_running, page)) < 200_000


def test_a_long_table_is_no_running_text() -> None:
    row = "Nimbus,Hosting of servers and of what stands on them,Oslo\n"
    document = read_document(Source(("Name,Use,Place\n" + row * 20_000).encode(), "long.csv"))
    assert isinstance(document.blocks[0], Table)
    assert len(document.blocks[0].rows) == 20_001


MANY = MAX_ROWS + 1
LONG = {
    "list.csv": "Name,Use\n" + "Nimbus,mail\n" * MANY,
    "list.tsv": "Name\tUse\n" + "Nimbus\tmail\n" * MANY,
    "list.txt": "Name\tUse\n" + "Nimbus\tmail\n" * MANY,
    "list.md": "| Name | Use |\n|---|---|\n" + "| Nimbus | mail |\n" * MANY,
    "bare.md": "Name | Use\n---|---\n" + "Nimbus | mail\n" * MANY,
    "list.html": "<table>" + "<TR><td>Nimbus<td>mail" * MANY,
    "items.html": "<ul>" + "<li>Nimbus" * MANY,
    "list.yaml": "list:\n" + "  - name: Nimbus\n" * MANY,
    "list.json": "[" + '{"name": "Nimbus"},' * MANY + "{}]",
    "bullets.txt": "Our list\n\n" + "- Nimbus\n" * MANY,
    "headings.md": "## Nimbus\n\n" * MANY,
}


@pytest.mark.parametrize("name", LONG)
def test_more_rows_than_are_read_are_refused_before_they_are_parsed(name: str) -> None:
    source = Source(LONG[name].encode(), name)
    with pytest.raises(SourceRows) as raised:
        read_document(source)
    assert raised.value.params == {"file": name, "limit": str(MAX_ROWS)}
    assert calls(partial(read_document, source)) < MANY


def test_as_many_rows_as_are_read_are_read() -> None:
    text = "Name,Use\n" + "Nimbus,mail\n" * (MAX_ROWS - 1)
    document = read_document(Source(text.encode(), "list.csv"))
    assert isinstance(document.blocks[0], Table)
    assert len(document.blocks[0].rows) == MAX_ROWS


def test_line_breaks_within_quoted_cells_make_no_rows() -> None:
    text = "Name,Use\n" + '"Nimbus","mail\n\nlists\npost\nfax"\n' * (MAX_ROWS // 3)
    document = read_document(Source(text.encode(), "list.csv"))
    assert isinstance(document.blocks[0], Table)
    assert len(document.blocks[0].rows) == MAX_ROWS // 3 + 1


def test_rows_are_counted_in_the_document_where_the_text_did_not_show_them() -> None:
    text = "Name,Use\n" + "".join(f'Nimbus {at},5" disks\n' for at in range(MANY))
    with pytest.raises(SourceRows):
        read_document(Source(text.encode(), "list.csv"))


def test_the_rows_of_a_document_are_those_of_tables_lists_definitions_and_records() -> None:
    html = "<table><tr><td>a<td>b<tr><td>c<td>d</table><ul><li>e<ul><li>f</ul></ul><dl><dt>g<dd>h<ol><li>i</ol></dl><p>j"
    assert rows_of(read_document(Source(html.encode(), "list.html")).blocks) == 6
    assert (
        rows_of(read_document(Source(b'[{"a": {"b": "c"}}, {"d": ["e", {"f": "g"}]}]', "a.json")).blocks) == 4
    )


def test_the_running_text_is_that_of_paragraphs_headings_and_lists_however_deep() -> None:
    html = "<h1>ab</h1><p>cd</p><ul><li>ef<ul><li>gh</li></ul></li></ul><dl><dt>ij</dt><dd>kl</dd></dl>"
    html += "<table><tr><td>mn</td><td>op</td></tr><tr><td>qr</td><td>st</td></tr></table>"
    document = read_document(Source(html.encode(), "list.html"))
    found = sorted(text.text for text in running_texts(document.blocks))
    assert found == ["ab", "cd", "ef", "gh", "ij", "kl"]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.yaml", "- name: Nimbus\n  use: mail: lists\n- name: Postbox\n", 2),
        ("a.json", '[{"name": "Nimbus"},\n {"name" "Postbox"}]\n', 2),
    ],
)
def test_a_structured_text_that_breaks_off_is_read_as_plain_text_and_says_where(
    name: str, text: str, line: int
) -> None:
    document = read_document(Source(text.encode(), name))
    assert_nothing_lost(document)
    assert document.format == "plain"
    problem = document.problems[0]
    assert (problem.code, problem.severity) == ("read.not-as-claimed", "error")
    assert dict(problem.params)["line"] == str(line)
    assert isinstance(problem.span, TextSpan)
    assert document.position(problem.span).line == line


def test_a_text_in_an_old_encoding_is_read_and_the_encoding_is_told() -> None:
    document = read_document(Source("Nimbus\tÅbo\nPostbox\tMalmö\n".encode("cp1252"), "a.txt"))
    assert document.encoding == "cp1252"
    assert isinstance(document.blocks[0], Table)
    cell = document.blocks[0].rows[1].cells[1]
    assert cell
    assert cell.text == "Malmö"


def test_newlines_of_other_systems_do_not_move_the_spans() -> None:
    document = read_document(Source(b'[\r\n {"name": "Nimbus"}\r\n]', "a.json"))
    (records,) = document.blocks
    assert isinstance(records, Records)
    assert document.source == '[\n {"name": "Nimbus"}\n]'
    assert records.items[0].span == TextSpan(3, 21)


def test_reading_a_small_text_imports_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from ketju.formats.format import Source\n"
        "from ketju.formats.reading import read_document\n"
        "read_document(Source('Nimbus\\tÅbo\\nPostbox\\tOslo\\n'.encode(), 'a.txt'))\n"
        "heavy = {'yaml', 'lxml', 'justhtml', 'markdown_it', 'charset_normalizer', 'pypdfium2', 'python_calamine'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
