"""The block and inline parser: CommonMark by markdown-it-py, with rules for what publishers add to it."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from ketju.formats.markdown import rules

MAX_NESTING = 64
MAX_INLINE_NESTING = 10

_INTERRUPTS = {"alt": ["paragraph", "reference", "blockquote", "list"]}


@cache
def inline_parser() -> MarkdownIt:
    """The parser of running text. Links as written, whatever they point to."""
    made = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_INLINE_NESTING}).enable("strikethrough")
    made.normalizeLink = str  # type: ignore[method-assign,assignment]
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    return made


@cache
def parser(jsx: bool) -> MarkdownIt:
    """The parser; ``jsx`` adds what MDX allows. Indented text is read as text, since lists seldom hold code."""
    made = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable("strikethrough")
    made.disable(["code", "inline", "text_join"], True)
    made.normalizeLink = str  # type: ignore[method-assign,assignment]
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    ruler = made.block.ruler
    ruler.before("fence", "pipes", rules.pipes, _INTERRUPTS)  # type: ignore[arg-type]
    ruler.before("reference", "footnote", rules.footnote, _INTERRUPTS)  # type: ignore[arg-type]
    ruler.before("reference", "callout", rules.callout, _INTERRUPTS)  # type: ignore[arg-type]
    ruler.before("html_block", "html_table", rules.html_table, _INTERRUPTS)  # type: ignore[arg-type]
    if jsx:
        ruler.before("html_block", "component", rules.component, _INTERRUPTS)  # type: ignore[arg-type]
        ruler.before("pipes", "expression", rules.expression, {"alt": []})
        ruler.before("pipes", "module_code", rules.module_code, {"alt": []})
    return made
