"""Pages as people publish them: what a person sees in the browser is what comes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.document import Aside, Block, Document, Listing, Paragraph
from ketju.formats.format import Source
from ketju.formats.readers.html import FORMAT
from tests.formats.covering import assert_nothing_lost, assert_survives
from tests.formats.covering import read as read_as
from tests.formats.documents import (
    asides,
    assert_lines_covered,
    content,
    letters,
    marks,
    outline,
    quoted,
    shown,
    tables,
)
from tests.formats.mangling import mangled

PAGE = """<!DOCTYPE html>
<html lang="fi">
<head>
  <meta charset="utf-8">
  <title>Alikäsittelijät &ndash; Pilvipolku</title>
  <meta name="description" content="Ketkä käsittelevät tietojasi.">
  <style>.x { color: red }</style>
  <script>if (1 < 2) { document.write("<p>no</p>") }</script>
</head>
<body>
  <!-- shell -->
  <header>
    <a href="/">Pilvipolku</a>
    <nav><ul><li><a href="/a">Tuote</a></li><li><a href="/b">Hinnat</a></li></ul></nav>
  </header>
  <main>
    <h1>Alikäsittelijät</h1>
    <p>Päivitetty
       <time>5.5.2026</time>.</p>
    <table>
      <thead><tr><th>Nimi</th><th>Tarkoitus</th></tr></thead>
      <tbody>
        <tr><td>Nimbus Oy</td><td>Palvelimet &amp; varmistus</td></tr>
        <tr>
          <td><a href="https://postbox.example">Postbox AB</a></td>
          <td>Sähköposti</td>
        </tr>
      </tbody>
    </table>
  </main>
  <footer><p>© Pilvipolku Oy</p></footer>
</body>
</html>
"""


def read(text: str) -> Document:
    document = read_as(FORMAT, text)
    assert_nothing_lost(document)
    assert_lines_covered(document)
    return document


def blocks(text: str) -> list[object]:
    return outline(read(text).blocks)


def only(text: str) -> Block:
    (block,) = content(read(text))
    return block


def test_a_page_is_its_heading_its_text_and_its_table() -> None:
    assert blocks(PAGE) == [
        "# Alikäsittelijät",
        "Päivitetty 5.5.2026.",
        (("Nimi", "Tarkoitus"), ("Nimbus Oy", "Palvelimet & varmistus"), ("Postbox AB", "Sähköposti")),
    ]


def test_what_stands_around_the_content_is_set_aside() -> None:
    document = read(PAGE)
    assert asides(document, "navigation") == ["Pilvipolku", "Tuote", "Hinnat"]
    assert asides(document, "footer") == ["© Pilvipolku Oy"]
    assert asides(document, "comment") == ["<!-- shell -->"]
    assert asides(document, "script") == [
        ".x { color: red }",
        'if (1 < 2) { document.write("<p>no</p>") }',
    ]
    assert asides(document, "metadata") == ["Alikäsittelijät – Pilvipolku", "Ketkä käsittelevät tietojasi."]


def test_title_and_language_are_those_of_the_page() -> None:
    document = read(PAGE)
    assert document.title is not None and document.title.text == "Alikäsittelijät – Pilvipolku"
    assert document.languages == ("fi",)
    assert document.format == "html" and document.encoding == "utf-8" and document.source == PAGE


def test_a_text_spans_its_element_in_the_source() -> None:
    document = read(PAGE)
    table = tables(document)
    assert table[0][2][0] == "Postbox AB"
    cell = next(text for text in shown(document.blocks) if text.text == "Postbox AB")
    assert quoted(document, cell) == '<td><a href="https://postbox.example">Postbox AB</a></td>'
    assert marks(cell) == [("link", "Postbox AB", "https://postbox.example")]


def test_a_minified_page_reads_like_a_printed_one() -> None:
    minified = "".join(
        line.strip() + (" " if line.endswith("Päivitetty") else "") for line in PAGE.split("\n")
    )
    assert outline(read_as(FORMAT, minified).blocks) == blocks(PAGE)


def test_elements_that_are_never_closed_end_where_browsers_end_them() -> None:
    assert blocks(
        "<p>One<p>Two<ul><li>a<li>b<ul><li>c</ul></ul><p>Three<table><tr><td>x<td>y<tr><td>z</table>"
    ) == [
        "One",
        "Two",
        ["a", ("b", ["c"])],
        "Three",
        (("x", "y"), ("z",)),
    ]


def test_text_of_a_box_without_paragraphs_is_a_paragraph() -> None:
    assert blocks("<div>Hosting by <b>Nimbus Oy</b><div>Espoo</div> and more</div>") == [
        "Hosting by Nimbus Oy",
        "Espoo",
        "and more",
    ]


def test_line_breaks_are_lines_and_an_empty_line_parts_paragraphs() -> None:
    assert blocks("<div>Nimbus Oy<br>Hosting<br><br/>Postbox AB<br>Mail</div>") == [
        "Nimbus Oy\nHosting",
        "Postbox AB\nMail",
    ]
    assert blocks("<p><font><b>Nimbus Oy<br> <br>Postbox AB</b></font></p>") == ["Nimbus Oy", "Postbox AB"]


def test_white_space_is_folded_and_references_are_resolved() -> None:
    assert blocks("<p> A\n  &amp;\tB &lt;c&gt;&nbsp;5 &lt 6 &eacute; &#x20AC; Zu&shy;sage </p>") == [
        "A & B <c>\u00a05 < 6 é € Zusage"
    ]


def test_raised_digits_stay_apart_from_the_word_before_them() -> None:
    assert blocks(
        "<p>Nimbus Oy<sup><a href='#n'>1</a></sup>, Postbox AB<sup>*</sup>, Third<sup>[2]</sup></p>"
    ) == ["Nimbus Oy¹, Postbox AB*, Third[2]"]


def test_marks_tell_bold_code_struck_and_linked_text() -> None:
    block = only(
        '<p><strong>Bold</strong> <b>too</b> <code>x</code> <del>old</del> <span style="font-weight:700">b</span></p>'
    )
    assert isinstance(block, Paragraph)
    assert marks(block.text) == [
        ("bold", "Bold too", ""),
        ("code", "x", ""),
        ("strike", "old", ""),
        ("bold", "b", ""),
    ]


def test_a_bold_paragraph_stays_a_paragraph() -> None:
    block = only("<p><b>Infrastructure</b></p>")
    assert isinstance(block, Paragraph) and marks(block.text) == [("bold", "Infrastructure", "")]


def test_a_link_around_blocks_marks_the_text_in_them() -> None:
    first, second = content(read('<a href="/x"><div>Nimbus</div><p>Hosting</p></a>'))
    assert isinstance(first, Paragraph) and isinstance(second, Paragraph)
    assert marks(first.text) == [("link", "Nimbus", "/x")] and marks(second.text) == [
        ("link", "Hosting", "/x")
    ]


def test_lists_nest_and_number_as_they_are_printed() -> None:
    block = only("<ol type=a start=3><li>Mail<ul><li>Postbox AB</ul><li value=7>Hosting</ol>")
    assert isinstance(block, Listing) and block.ordered
    assert [item.marker for item in block.items] == ["c.", "g."]
    assert outline([block]) == [[("Mail", ["Postbox AB"]), "Hosting"]]


def test_a_heading_in_a_list_item_is_its_text_in_bold() -> None:
    block = only("<ul><li><h3>Nimbus Oy</h3><p>Hosting</p><p>Espoo</p></li></ul>")
    assert isinstance(block, Listing)
    assert marks(block.items[0].text) == [("bold", "Nimbus Oy", "")]
    assert outline([block]) == [[("Nimbus Oy", "Hosting", "Espoo")]]


def test_items_without_a_list_are_a_list_and_lists_beside_items_belong_to_them() -> None:
    assert blocks("<p>x</p><li>one</li><li>two</li>") == ["x", ["one", "two"]]
    assert blocks("<ul><li>one</li><ul><li>inner</li></ul><li>two</li></ul>") == [[("one", ["inner"]), "two"]]


def test_definition_lists_give_terms_and_what_is_said_of_them() -> None:
    assert blocks("<dl><div><dt>Nimbus Oy<dd>Hosting<dd>Espoo</div><dt>A<dt>B<dd><ul><li>x</ul></dl>") == [
        {"Nimbus Oy": ["Hosting", "Espoo"], "A\nB": [["x"]]}
    ]


def test_a_summary_is_a_bold_paragraph_above_its_details() -> None:
    first, second = content(read("<details><summary>Europe</summary><p>Nimbus Oy</p></details>"))
    assert isinstance(first, Paragraph) and marks(first.text) == [("bold", "Europe", "")]
    assert outline([second]) == ["Nimbus Oy"]


def test_preformatted_text_keeps_its_lines_and_code_is_set_aside() -> None:
    document = read("<pre>Nimbus Oy   FI\nPostbox AB  SE</pre><pre><code>a = 1</code></pre>")
    assert outline(document.blocks) == ["Nimbus Oy   FI\nPostbox AB  SE"]
    assert asides(document, "code") == ["a = 1"]


def test_a_heading_loses_the_sign_that_links_to_itself() -> None:
    document = read('<h2 id="eu">Europe <a href="#eu">¶</a></h2><h2><a href="#us">United States</a></h2>')
    assert outline(document.blocks) == ["## Europe", "## United States"]
    assert asides(document, "navigation") == ["¶"]


def test_headings_by_role_have_their_level() -> None:
    assert blocks('<div role="heading" aria-level="3">Europe</div>') == ["### Europe"]


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden>secret</p>",
        '<div style="color:red; display: none"><p>secret</p></div>',
        "<template><p>secret</p></template>",
        "<noscript>secret</noscript>",
        "<p><span style='visibility:hidden'>secret</span></p>",
        "<dialog>secret</dialog>",
        "<ul><li hidden>secret</li></ul>",
        "<table><tr><td hidden>secret</td></tr></table>",
        "<table><tr hidden><td>secret</td></tr></table>",
    ],
)
def test_what_nobody_is_shown_is_set_aside_as_hidden(markup: str) -> None:
    document = read(f"<p>seen</p>{markup}")
    assert outline(document.blocks) == ["seen"]
    assert asides(document, "hidden") == ["secret"]


def test_choices_and_buttons_are_set_aside_but_those_that_open_content_are_read() -> None:
    document = read(
        "<select><option>EU<option>US</select><button>Accept</button>"
        "<button aria-expanded=false>Infrastructure</button><div>Nimbus Oy</div>"
    )
    assert outline(document.blocks) == ["Infrastructure", "Nimbus Oy"]
    assert asides(document, "navigation") == ["EU\nUS", "Accept"]


def test_words_for_a_picture_stand_where_there_is_no_text() -> None:
    document = read(
        '<table><tr><td><img alt="Nimbus Oy" src=l.png><td><i class=ok title=Yes></i><td><img alt=x> Hosting</table>'
        '<ul><li><img alt="Postbox AB"></ul><p><img alt="A picture"></p>'
    )
    assert outline(document.blocks) == [(("Nimbus Oy", "Yes", "Hosting"),), ["Postbox AB"]]
    assert asides(document, "metadata") == ["A picture"]


def test_comments_in_running_text_do_not_part_it() -> None:
    document = read("<p>Hosting <!-- since 2020 -->by Nimbus Oy</p><div>a<!-- b -->c</div>")
    assert outline(document.blocks) == ["Hosting by Nimbus Oy", "ac"]


def test_unclosed_comments_scripts_and_tags_take_the_rest_along() -> None:
    assert asides(read("<p>a</p><!-- never closed <p>b</p>"), "comment") == ["<!-- never closed <p>b</p>"]
    assert asides(read("<p>a</p><script>var b = 1"), "script") == ["var b = 1"]
    assert asides(read("<p>a</p><a href='x"), "markup") == ["<a href='x"]


def test_a_title_that_is_never_closed_does_not_swallow_the_page() -> None:
    assert blocks("<title>List<h1>Sub-processors</h1>") == ["List", "# Sub-processors"]


def test_tags_in_attributes_end_nothing() -> None:
    assert blocks("""<p title="a > b" data-x='<b>'>Nimbus <span x=">">Oy</span></p>""") == ["Nimbus Oy"]


def test_svg_is_markup_and_not_read() -> None:
    document = read("<p><svg><title>Icon</title><text>no</text></svg>Nimbus</p>")
    assert outline(document.blocks) == ["Nimbus"]
    assert asides(document, "markup") == ["<svg><title>Icon</title><text>no</text></svg>"]


def test_markup_alone_on_its_lines_is_set_aside_where_it_stands() -> None:
    document = read("<div>\n<p>One</p>\n</div>\n\n<div>\n<p>Two</p>")
    kinds = [block.kind if isinstance(block, Aside) else "text" for block in document.blocks]
    assert kinds == ["markup", "text", "markup", "text"]
    assert asides(document, "markup") == ["<div>", "</div>\n\n<div>"]


def test_pages_are_recognised_and_other_texts_are_not() -> None:
    assert FORMAT.recognise(Source(PAGE.encode())) == 1.0
    assert FORMAT.recognise(Source(b"<table><tr><td>Nimbus</td><td>Espoo</td></tr></table>")) >= 0.9
    assert FORMAT.recognise(Source(b"  <html><p>x")) == 1.0
    assert FORMAT.recognise(Source(b"<svg xmlns='http://www.w3.org/2000/svg'></svg>")) == 0.0
    assert FORMAT.recognise(Source(b"# List\n\n| a | b |\n|---|---|\n")) == 0.0
    assert FORMAT.recognise(Source(b"Nimbus Oy, Espoo; 5 < 6")) == 0.0


_PIECES = st.lists(
    st.sampled_from(
        [
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<span>",
            "<span\xa0class=x>",
            "</span>",
            "<a\xa0href=/x>",
            "</a>",
            "<ul>",
            "<ol>",
            "<li>",
            "</li>",
            "</ul>",
            "<dl>\n",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "<dt>",
            "<dd>",
            "<table>",
            "<tr>",
            "<td>",
            "<th>",
            "<td\xa0colspan=2>",
            "<td\xa0rowspan=3>",
            "</td>",
            "</tr>",
            "</table>",
            "<thead>",
            "<tbody>\n",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "<caption>",
            "<h2>",
            "</h2>",
            "<nav>",
            "</nav>",
            "<main>",
            "<footer>",
            "<details>",
            "<summary>",
            "<button>",
            "<select>",
            "<option>",
            "<pre>",
            "<sup>\n",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "<br>",
            "<hr>",
            "<b>",
            "</b>",
            "<p\xa0hidden>",
            "<div\xa0role=row>",
            "<div\xa0role=cell>",
            "<noscript>",
            "<!--c-->",
            "<!doctype\xa0x>",
            "<\n",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "<a\xa0href='",
            "</\xa0p>",
            "w1",
            "w2",
            "w3",
            "&amp;",
            "\n",
            "5\xa0<\xa06",
            "é\n\n",
        ]
    ).map(lambda piece: piece.replace("\u00a0", " ")),
    max_size=40,
).map("".join)


@given(_PIECES)
@settings(max_examples=300, deadline=None)
def test_every_letter_that_is_shown_comes_out_once(text: str) -> None:
    from ketju.formats.html.tree import Node, decoded, tree_from_source

    def visible(node: Node) -> str:
        return " ".join(
            decoded(text[child[0] : child[1]]) if isinstance(child, tuple) else visible(child)
            for child in node.children
        )

    document = read(text)
    assert letters(" ".join(found.text for found in shown(document.blocks))) == letters(
        visible(tree_from_source(text).root)
    )


@given(mangled(PAGE))
@settings(max_examples=100, deadline=None)
def test_a_mangled_page_is_read_without_loss(text: str) -> None:
    assert_survives(FORMAT, text)
    assert_lines_covered(read_as(FORMAT, text))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read(data: bytes) -> None:
    assert_nothing_lost(FORMAT.read(Source(data, "page.html")))
