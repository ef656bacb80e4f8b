"""Menus, footers and banners are set aside; content never is."""

from __future__ import annotations

import pytest

from ketju.formats.readers.html import FORMAT
from tests.formats.covering import read
from tests.formats.documents import asides, outline


@pytest.mark.parametrize(
    "markup",
    [
        "<nav><a href=/a>Menu</a></nav>",
        "<div role=navigation><a href=/a>Menu</a></div>",
        "<main><nav><a href=#a>Menu</a></nav></main>",
        "<header><a href=/a>Menu</a></header>",
        '<div class="top-nav"><ul><li><a href=/a>Menu</a></ul></div>',
        '<ul class="breadcrumb"><li><a href=/a>Menu</a></ul>',
        '<div id="cookie-banner"><p>Menu</p><button>Accept</button></div>',
        '<div class="onetrust-pc-dark-filter">Menu</div>',
    ],
)
def test_what_leads_elsewhere_is_navigation(markup: str) -> None:
    document = read(FORMAT, f"<h1>List</h1>{markup}<p>Nimbus Oy</p>")
    assert outline(document.blocks) == ["# List", "Nimbus Oy"]
    assert asides(document, "navigation")[0] == "Menu"


def test_a_list_of_nothing_but_links_within_the_site_is_a_menu_outside_the_main_part() -> None:
    menu = "<ul><li><a href=/a>A</a><li><a href=b.html>B</a><li><a href=#c>C</a></ul>"
    assert asides(read(FORMAT, menu), "navigation") == ["A", "B", "C"]
    assert outline(read(FORMAT, f"<main>{menu}</main>").blocks) == [["A", "B", "C"]]


def test_a_list_of_links_to_other_companies_is_content() -> None:
    links = "".join(
        f"<li><a href=https://{name}.example>{name}</a>" for name in ("nimbus", "postbox", "pigeon")
    )
    assert outline(read(FORMAT, f"<ul>{links}</ul>").blocks) == [["nimbus", "postbox", "pigeon"]]


def test_a_header_with_a_heading_is_content() -> None:
    assert outline(read(FORMAT, "<header><h1>List</h1><p>Since 2020</p></header>").blocks) == [
        "# List",
        "Since 2020",
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<footer><p>© Nimbus</p></footer>",
        "<div role=contentinfo>© Nimbus</div>",
        '<div class="site-footer"><a href=/p>© Nimbus</a></div>',
    ],
)
def test_what_stands_at_the_foot_of_the_page_is_footer(markup: str) -> None:
    document = read(FORMAT, f"<p>List</p>{markup}")
    assert outline(document.blocks) == ["List"] and asides(document, "footer") == ["© Nimbus"]


def test_a_footer_inside_the_article_is_content() -> None:
    document = read(FORMAT, "<article><p>List</p><footer><p>* Only on request.</p></footer></article>")
    assert outline(document.blocks) == ["List", "* Only on request."]


def test_furniture_that_holds_a_table_or_the_main_part_is_content() -> None:
    table = "<table><tr><th>Name<tr><td>Nimbus</table>"
    for markup in (
        f"<footer>{table}</footer>",
        f"<div class=menu>{table}</div>",
        f"<main><nav>{table}</nav></main>",
    ):
        assert outline(read(FORMAT, markup).blocks) == [(("Name",), ("Nimbus",))]
    assert outline(read(FORMAT, "<div class='site menu'><main><p>x</p></main></div>").blocks) == ["x"]


def test_names_that_only_remind_of_furniture_are_content() -> None:
    for name in ("cookie-policy", "gdpr", "navigator-product", "list-content"):
        assert outline(read(FORMAT, f"<div class='{name}'><p>Nimbus Oy hosts.</p></div>").blocks) == [
            "Nimbus Oy hosts."
        ]


def test_a_pile_of_links_is_set_aside_line_by_line() -> None:
    document = read(FORMAT, "<nav><a href=/a>A</a> <a href=/b>B</a><a href=/c>C</a></nav>")
    assert asides(document, "navigation") == ["A", "B", "C"]
