"""The fast way of reading running text gives what the parser gives."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ketju.core.model.span import TextSpan
from ketju.formats.markdown import inline as inline_module
from ketju.formats.markdown.inline import Inline
from ketju.formats.markdown.parser import inline_parser
from ketju.formats.markdown.simple import simple_prose
from ketju.formats.readers.markdown import FORMAT
from tests.formats.covering import assert_nothing_lost, read

_PIECES = st.lists(
    st.sampled_from(
        [
            "a", "Bc ", "é", " ", "**", "**x**", "*", "_", "__", "a_b", "`", "``", "`c`", "[x](y)", "[", "]", "(", ")",
            "<br>", "<b>", "<", "<https://x.y>", "&amp;", "&", "&nbsp;", "&x", "&#39;", "!", "![", "~", "~~", "\n",
            "  \n", "\\", ".", ":", "1", "€", "%", ">", "{", "}", "|", "**Bold:** ", "[a b](http://c.d/e_f*g)", "#",
        ]
    ),
    max_size=10,
).map("".join)  # fmt: skip


@given(_PIECES)
@settings(max_examples=1000, deadline=None)
def test_simple_text_reads_like_the_parser_reads_it(raw: str) -> None:
    raw = re.sub(r"\n\s*\n", "\n", raw.strip())  # a paragraph has no blank lines
    simple = simple_prose(raw)
    if simple is None:
        return
    original = inline_module.simple_prose
    inline_module.simple_prose = lambda text: None  # type: ignore[assignment]
    try:
        parsed, _ = Inline(inline_parser(), {}, jsx=False).text(raw, TextSpan(0, 0))
    finally:
        inline_module.simple_prose = original
    assert simple.text(0, 0, 0) == parsed


def test_markup_beyond_the_cap_is_left_and_reported() -> None:
    document = read(FORMAT, "*a* [" * 5000 + "\n\nNimbus *Oy*")
    assert [problem.code for problem in document.problems] == ["read.markup-left"]
    assert_nothing_lost(document)
