"""Markdown (CommonMark, GitHub's tables, front matter, HTML in it) and MDX."""

from __future__ import annotations

import re

from ketju.core.model.document import Block, Document
from ketju.formats.format import Format, Source
from ketju.formats.rows import markdown_rows

_SAMPLE = 20_000
_STRONG = re.compile(
    r"""^(?: \#{1,6}[ ]+\S                                  # a heading
    | [ ]{0,3}\|?[ \t]*:?-{2,}:?[ \t]*\|[-:|\ \t]*$       # the line under the header of a table
    | ``` | !\[ | !!![ ]\w | import[ ].*[ ]from[ ]['"] )""",
    re.MULTILINE | re.VERBOSE,
)
_WEAK = re.compile(
    r"""\[[^\[\]\n]{1,200}\]\([^)\s]{1,500}\)               # a link
    | \*\*[^*\n]{1,200}\*\* | `[^`\n]{1,200}`
    | ^[ ]{0,3}(?:[-*+]|\d{1,9}\.)[ ]+\S | ^>[ ] | ^\|.*\|[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
_OTHER_MARKUP = re.compile(r"^(?:= \S|\|===|\.\. \w+::|:toc:)", re.MULTILINE)
_SETTING = re.compile(r"^[ ]*(?:- )?[\"']?[\w.-]+[\"']?:(?: |$)|^[ ]*- \S|^[ ]*#", re.MULTILINE)
_KEY = re.compile(r"^[\w-]+:(?: |$)", re.MULTILINE)
_MODULE = re.compile(r"^(?:import\s.+from\s+['\"]|export\s+(?:default|const)\b)", re.MULTILINE)


def _recognise(source: Source) -> float:
    from ketju.formats.markdown.front_matter import front_matter

    text = source.text[:_SAMPLE]
    front = front_matter(text)
    body = text[front.end :] if front else text
    if _OTHER_MARKUP.search(body):
        return 0.1
    lines = body.count("\n") + 1
    if _KEY.search(body) and len(_SETTING.findall(body)) > 0.8 * (lines - body.count("\n\n")):
        return 0.2
    strong, weak = len(_STRONG.findall(body)), len(_WEAK.findall(body))
    if strong > 1 and strong + weak > 3:
        return 0.8
    if strong or front or weak > 3:
        return 0.6 if front or (strong and weak) else 0.45
    return 0.2 if weak else 0.0


def _read(source: Source) -> Document:
    from ketju.formats.html.gaps import filled
    from ketju.formats.html.page import collection_paused
    from ketju.formats.markdown.front_matter import front_matter
    from ketju.formats.markdown.leftover import left_over
    from ketju.formats.markdown.page import read_body
    from ketju.formats.markdown.written import front_matter_blocks, with_components

    text, encoding = source.decoded
    front = front_matter(text)
    base = front.end if front else 0
    before: list[Block] = front_matter_blocks(text, front) if front else []
    jsx = source.suffix == ".mdx" or _MODULE.search(text, base, base + _SAMPLE) is not None
    with collection_paused(len(text)):
        body = read_body(text, base, jsx=jsx)
        problems = list(body.problems)
        content = with_components(text, body.blocks) if jsx else body.blocks
        blocks = filled(text, [*before, *content], lambda gap, start: left_over(gap, start, problems))
    return Document(
        format="markdown",
        blocks=tuple(blocks),
        source=text,
        title=(front.title if front else None) or body.title,
        languages=tuple(dict.fromkeys((*(front.languages if front else ()), *body.languages))),
        problems=tuple(problems),
        encoding=encoding,
    )


FORMAT = Format(
    id="markdown",
    name="Markdown",
    suffixes=(".md", ".mdx", ".markdown", ".mdown", ".mkd"),
    recognise=_recognise,
    read=_read,
    rows=markdown_rows,
)
