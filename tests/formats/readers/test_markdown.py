"""Markdown and MDX as people publish them: what a person means to see is what comes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.document import Aside, Block, Document, Heading, Listing, Paragraph, Table
from ketju.formats.format import Source
from ketju.formats.readers.markdown import FORMAT
from tests.formats.covering import assert_nothing_lost, assert_survives
from tests.formats.covering import read as read_as
from tests.formats.documents import (
    asides,
    assert_lines_covered,
    content,
    headers,
    marks,
    outline,
    quoted,
    tables,
)
from tests.formats.mangling import mangled

LIST = """---
title: "Sub-processors of \\"Pilvipolku\\""
lang: en
tags:
  - legal
---

# Sub-processors {#top}

Updated **5 May 2026**, see [our terms][terms].

| Name | Purpose | Place |
| :--- | ------- | ----: |
| [Nimbus Oy](https://nimbus.example) | Hosting | Finland |
| Postbox AB[^1] | Mail<br>and *SMS* | Sweden |

- **Pigeon Ltd**: post
  - Ireland
    1. Dublin
- [x] Third

> Quoted text

```csv
name,place
Nimbus,FI
```

***

[terms]: /terms "Terms"
[^1]: Only on request.
<!-- end -->
"""


def read(text: str, name: str = "list.md") -> Document:
    document = read_as(FORMAT, text, name)
    assert_nothing_lost(document)
    assert_lines_covered(document)
    return document


def blocks(text: str) -> list[object]:
    return outline(read(text).blocks)


def only(text: str) -> Block:
    (block,) = content(read(text))
    return block


def paragraph(text: str) -> Paragraph:
    block = only(text)
    assert isinstance(block, Paragraph)
    return block


def test_a_list_is_its_headings_text_tables_and_items() -> None:
    assert blocks(LIST) == [
        "# Sub-processors",
        "Updated 5 May 2026, see our terms.",
        (
            ("Name", "Purpose", "Place"),
            ("Nimbus Oy", "Hosting", "Finland"),
            ("Postbox AB¹", "Mail\nand SMS", "Sweden"),
        ),
        [("Pigeon Ltd: post", [("Ireland", ["Dublin"])]), "Third"],
        "Quoted text",
        "¹ Only on request.",
    ]


def test_what_is_no_content_is_set_aside() -> None:
    document = read(LIST)
    assert asides(document, "code") == ["name,place\nNimbus,FI"]
    assert asides(document, "markup") == ["***", '[terms]: /terms "Terms"']
    assert asides(document, "comment") == ["<!-- end -->"]
    (front,) = asides(document, "front matter")
    assert front.startswith("---\ntitle") and front.endswith("legal\n---")


def test_front_matter_gives_title_and_language() -> None:
    document = read(LIST)
    assert document.title is not None and document.title.text == 'Sub-processors of "Pilvipolku"'
    assert quoted(document, document.title) == '"Sub-processors of \\"Pilvipolku\\""'
    assert document.languages == ("en",)
    toml = read("+++\ntitle = 'It''s ours'\ndraft = false\n+++\ntext")
    assert toml.title is not None and toml.title.text == "It's ours"
    assert outline(toml.blocks) == ["text"]


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    assert blocks("---\nNimbus Oy hosts our servers\n---\ntext")[-1] == "text"
    assert read("---\nNimbus Oy hosts our servers\n---\ntext").title is None
    assert blocks("---\n\ntext") == ["text"]


def test_texts_span_their_source() -> None:
    document = read(LIST)
    heading, intro, table, items, *_ = content(document)
    assert isinstance(heading, Heading) and quoted(document, heading.text) == "# Sub-processors {#top}"
    assert isinstance(intro, Paragraph) and quoted(document, intro.text).startswith("Updated **5 May")
    assert isinstance(table, Table) and table.rows[1].cells[0] is not None
    assert quoted(document, table.rows[1].cells[0]) == "[Nimbus Oy](https://nimbus.example)"
    assert isinstance(items, Listing)
    assert quoted(document, items.items[0].text) == "- **Pigeon Ltd**: post"
    assert [item.marker for item in items.items] == ["-", "- [x]"]


def test_marks_tell_bold_code_struck_and_linked_text() -> None:
    block = paragraph(
        "**Bold** ***both*** `code` ~~old~~ [link](/a b) [ref] <https://x.example> __b__\n\n[ref]: /r"
    )
    assert marks(block.text) == [
        ("bold", "Bold both", ""),
        ("code", "code", ""),
        ("strike", "old", ""),
        ("link", "ref", "/r"),
        ("link", "https://x.example", "https://x.example"),
        ("bold", "b", ""),
    ]


def test_links_keep_their_address_as_written() -> None:
    block = paragraph("[a](https://x.example/ä?b=1&c=2) [b](javascript:alert) [c](<d e>)")
    assert [target for _, _, target in marks(block.text)] == [
        "https://x.example/ä?b=1&c=2",
        "javascript:alert",
        "d e",
    ]


def test_escapes_and_references_are_resolved() -> None:
    assert paragraph(r"Nimbus\_Oy \* 2020\. &amp; &#x20AC; a&nbsp;b R&D snake_case").text.text == (
        "Nimbus_Oy * 2020. & € a\u00a0b R&D snake_case"
    )


def test_lines_of_a_paragraph_stay_lines() -> None:
    assert blocks("Nimbus Oy\nEspoo  \nFinland\\\nEurope<br>World") == [
        "Nimbus Oy\nEspoo\nFinland\nEurope\nWorld"
    ]


def test_headings_of_both_kinds_and_without_a_space() -> None:
    assert blocks("Title\n=====\n\nPart\n---\n\n## Sub ##\n\n##Near\n\n#1 of all") == [
        "# Title",
        "## Part",
        "## Sub",
        "## Near",
        "#1 of all",
    ]


def test_a_heading_in_an_item_is_its_text_in_bold() -> None:
    block = only("1. ## Hosting\n    1. ## **Nimbus Oy** in Espoo\n    2. ## Postbox AB\n2. # Mail")
    assert isinstance(block, Listing)
    assert outline([block]) == [[("Hosting", ["Nimbus Oy in Espoo", "Postbox AB"]), "Mail"]]
    assert marks(block.items[0].text) == [("bold", "Hosting", "")]


def test_lists_nest_by_two_three_or_four_spaces() -> None:
    assert blocks("1. One\n  - two\n    * three\n        - four\n2. Five") == [
        [("One", [("two", [("three", ["four"])])]), "Five"]
    ]
    assert blocks("- a\n        - b\n        - c") == [[("a", ["b", "c"])]]
    assert blocks("* a\n\n    * b\n\n    text of a\n\n* c") == [[("a", ["b"], "text of a"), "c"]]


def test_bullets_of_other_programs_make_a_list() -> None:
    assert blocks("Sub-processors:\n• Nimbus Oy\n  Espoo\n• Postbox AB\n\n• Pigeon Ltd") == [
        "Sub-processors:",
        ["Nimbus Oy\nEspoo", "Postbox AB", "Pigeon Ltd"],
    ]


def test_indented_text_is_text_and_not_code() -> None:
    assert blocks("1. One\n\n        Text far in.\n\n    More") == [[("One", "Text far in.", "More")]]


def test_definitions_under_their_terms() -> None:
    assert blocks("Nimbus Oy\n: Hosting\n: in Espoo\n\nPostbox AB\n:   Mail") == [
        {"Nimbus Oy": ["Hosting", "in Espoo"], "Postbox AB": ["Mail"]}
    ]


def test_admonitions_and_containers_keep_title_and_text() -> None:
    text = '!!! note "Any *questions*?"\n    Ask us.\n\n??? danger\n    Careful.\n\n:::tip[Good to know]\nText\n:::\n'
    assert blocks(text) == ["Any questions?", "Ask us.", "Careful.", "Good to know", "Text"]
    assert blocks("> [!NOTE]\n> Quoted **text**") == ["Quoted text"]


def test_tables_in_items_and_quotations_are_read_there() -> None:
    assert blocks("- Europe\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n\n> | A |\n> |---|\n> | 3 |") == [
        [("Europe", (("A", "B"), ("1", "2")))],
        (("A",), ("3",)),
    ]


def test_footnotes_are_numbered_in_the_order_they_are_met() -> None:
    assert blocks("Nimbus[^b], Postbox[^a]\n\n[^a]: On request.\n[^b]: Since 2020.\n") == [
        "Nimbus¹, Postbox²",
        "² On request.",
        "¹ Since 2020.",
    ]


def test_html_blocks_are_read_as_html() -> None:
    document = read(
        '<div class="x">\n<h2>Europe</h2>\n<p>Nimbus &amp; Co</p>\n</div>\n\n## Next\n\n<p hidden>x</p>'
    )
    assert outline(document.blocks) == ["## Europe", "Nimbus & Co", "## Next"]
    (paragraph,) = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert quoted(document, paragraph.text) == "<p>Nimbus &amp; Co</p>"
    assert asides(document, "hidden") == ["x"]


def test_an_html_table_is_one_table_even_with_blank_lines_and_markdown_in_it() -> None:
    document = read(
        "Intro\n<table>\n<tr><th>Name</th><th>Use</th></tr>\n\n    <tr><td>Nimbus</td>\n\n<td>\n\n**bold** [l](/u)\n\n"
        "</td></tr>\n</table>\n\nAfter"
    )
    assert tables(document) == [[["Name", "Use"], ["Nimbus", "bold l"]]]
    assert headers(document) == [[True, False]]
    assert outline(document.blocks)[0] == "Intro" and outline(document.blocks)[-1] == "After"


def test_html_in_a_quotation_keeps_its_places() -> None:
    document = read("> <div>\n> <p>Nimbus</p>\n> </div>")
    (paragraph,) = content(document)
    assert isinstance(paragraph, Paragraph) and quoted(document, paragraph.text) == "<p>Nimbus</p>"


def test_inline_html_in_cells_and_text() -> None:
    document = read(
        "| A |\n|---|\n| <p>One</p><p>Two</p><p><br></p> |\n| <u>x</u> <b>y</b> <a href='/z'>z</a> <!-- c --> |"
    )
    assert tables(document) == [[["A"], ["One\nTwo"], ["x y z"]]]
    (table,) = content(document)
    assert isinstance(table, Table) and table.rows[2].cells[0] is not None
    assert marks(table.rows[2].cells[0]) == [("bold", "y", ""), ("link", "z", "/z")]
    assert asides(document, "comment") == ["<!-- c -->"]


def test_pictures_speak_where_there_is_no_text() -> None:
    document = read("| ![Nimbus Oy](l.png) | ![x](y) Hosting |\n\n![A picture](p.png)\n\n- ![Postbox](q.png)")
    assert outline(document.blocks) == [(("Nimbus Oy", "Hosting"),), ["Postbox"]]
    assert asides(document, "metadata") == ["x", "A picture"]


def test_template_lines_are_markup() -> None:
    document = read("{% include x.html %}\n\n{{< list >}}\n\n{: .no_toc}\n\n[TOC]\n\n[//]: # (note)\n\ntext")
    assert outline(document.blocks) == ["text"]
    assert len(asides(document, "markup")) == 5


def test_lists_are_recognised() -> None:
    assert FORMAT.recognise(Source(LIST.encode())) >= 0.6
    assert FORMAT.recognise(Source(b"# List\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")) >= 0.8
    assert FORMAT.recognise(Source(b"Nimbus Oy\nHosting\n\nPostbox AB\nMail\n")) == 0.0
    assert FORMAT.recognise(Source(b"- name: Nimbus\n  place: FI\n- name: Postbox\nlist:\n  - x\n")) <= 0.2
    assert FORMAT.recognise(Source(b"= Title\n\n|===\n|a |b\n|===\n")) <= 0.1


_WORDS = st.integers(1, 999).map(lambda number: f"w{number}q")
_LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "  ", "    ", "> ", "- ", "1. ", "        "]),
        st.sampled_from(
            [
                "# W",
                "- W",
                "  - W",
                "1. ## W",
                "10) W",
                "> W",
                "W W",
                "    W",
                "\tW",
                "**W** W",
                "*W* `W`",
                "[W](http://x.example)",
                "[W][a]",
                "W[^1]",
                "![W](i.png)\n            ",
                "[^1]: W",
                "[a]: http://x.example/W",
                ": W",
                "• W",
                "W<br>W",
                "<u>W</u> W",
                "~~W~~",
                "\\_W\\_",
                "W&nbsp;W",
                "<div>",
                "</div>",
                "<table>",
                "</table>\n            ",
                "<tr><td>W</td></tr>",
                "<td>W",
                "<li>W",
                "<p>W</p>",
                "<!-- W -->",
                "<!--",
                "-->",
                '!!! note "W"',
                ":::",
                "---",
                "===",
                "***",
                "",
                "",
                "- ",
                "#",
                "\\",
                "W",
            ]
        ).map(str.strip),
    ).map("".join)
    | st.sampled_from(
        ["| W | W |", "|---|---|", "| W |", "W | W |", "W | W", "---|---", "|W|W|W|", r"| W \| W |", "|"]
    ),
    max_size=14,
).map("\n".join)


def test_the_address_of_a_link_above_a_nested_list_is_kept() -> None:
    (listing,) = read("- [a]: https://www.example.com/one\n  - two").blocks
    assert isinstance(listing, Listing)
    kept, nested = listing.items[0].children
    assert isinstance(kept, Aside) and "https://www.example.com/one" in kept.text.text
    assert isinstance(nested, Listing) and nested.items[0].text.text == "two"


@given(_LINES, st.lists(_WORDS, min_size=40, max_size=40), st.booleans())
@settings(max_examples=300, deadline=None)
def test_every_word_comes_out_somewhere(lines: str, words: list[str], mdx: bool) -> None:
    from tests.formats.covering import texts_of

    text = lines
    for word in words:
        text = text.replace("W", word, 1)
    document = read(text, "list.mdx" if mdx else "list.md")
    found = " ".join(
        f"{part.text} {' '.join(mark.target for mark in part.marks)}"
        for block in document.blocks
        for part in texts_of(block)
    )
    assert all(word in found for word in words if word in text)


@given(mangled(LIST))
@settings(max_examples=100, deadline=None)
def test_a_mangled_list_is_read_without_loss(text: str) -> None:
    assert_survives(FORMAT, text)
    assert_lines_covered(read_as(FORMAT, text))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read(data: bytes) -> None:
    assert_nothing_lost(FORMAT.read(Source(data, "list.md")))


@pytest.mark.parametrize("name", ["list.md", "list.mdx"])
def test_an_empty_source_is_an_empty_document(name: str) -> None:
    assert read("", name).blocks == () and read(" \n\n", name).blocks == ()
