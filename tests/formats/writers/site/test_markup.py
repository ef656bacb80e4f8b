from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.formats.writers.site.markup import EMPTY, el, escaped, joined, link_target
from tests.formats.writers.site.pages import Seen


@given(st.text())
def test_text_is_read_back_as_it_was_and_makes_no_tag(text: str) -> None:
    page = Seen(el("p", text, title=text).encode())
    assert [tag.name for tag in page.tags] == ["p"]
    assert "<" not in escaped(text) and '"' not in escaped(text)


@pytest.mark.parametrize("forbidden", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe", "\x85"])
def test_what_html_forbids_is_replaced(forbidden: str) -> None:
    assert escaped(f"a{forbidden}b") == "a\ufffdb"


def test_attributes_that_are_not_given_are_left_out() -> None:
    assert el("a", "x", href="y", lang=None, hidden=False, download=True) == '<a href="y" download>x</a>'


def test_what_is_empty_has_nothing_between() -> None:
    assert joined(["a", EMPTY, "b"], " & ") == "a &amp; b"


@pytest.mark.parametrize(
    "address",
    ["https://a.example/x?y=1", "http://a.example", "mailto:privacy@a.example", "HTTPS://A.EXAMPLE"],
)
def test_addresses_of_the_web_and_of_mail_are_links(address: str) -> None:
    assert link_target(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//a.example",
        "a.example",
        "",
        "http://[",
        "https://a.example/\x00",
        "file:///etc/passwd",
    ],
)
def test_nothing_else_is_a_link(address: str) -> None:
    assert link_target(address) == ""
