"""Markdown (CommonMark, GitHub's tables, front matter, HTML in it) and MDX."""

from __future__ import annotations

import re

from ketju.core.model.document import Aside, Block, Document, Paragraph, ReadProblem, Text
from ketju.core.model.span import TextSpan
from ketju.formats.format import Format, Source

_SAMPLE = 20_000
_STRONG = re.compile(
    r"^(?:#{1,6} +\S|[ ]{0,3}\|?[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$|!\[|```|\+\+\+$|import .* from ['\"]|!!! \w)",
    re.M,
)
_WEAK = re.compile(
    r"\[[^\[\]\n]{1,200}\]\([^)\s]{1,500}\)|\*\*[^*\n]{1,200}\*\*|^[ ]{0,3}(?:[-*+]|\d+\.) +\S|^> |^\|.*\|[ \t]*$|`[^`\n]+`",
    re.M,
)
_NOT = re.compile(r"^(?:= \S|\|===|\.\. \w+::|:toc:)", re.M)
_MARKUP_ONLY = re.compile(r"[ \t]*(?:\[[^\]]*\]:|[-*_=~`:#>|+\s]+$|</?[a-zA-Z]|-->|\{)")
_MODULE = re.compile(r"^(?:import\s.+from\s+['\"]|export\s+(?:default|const)\b)", re.M)


def _recognise(source: Source) -> float:
    text = source.text[:_SAMPLE]
    strong, weak = len(_STRONG.findall(text)), len(_WEAK.findall(text))
    if _NOT.search(text):
        return 0.1
    if strong > 1 and strong + weak > 3:
        return 0.8
    if strong or weak > 3:
        return 0.6 if strong and weak else 0.45
    return 0.2 if weak else 0.0


def _read(source: Source) -> Document:
    from ketju.formats.html.gaps import filled
    from ketju.formats.html.page import collection_paused
    from ketju.formats.markdown.front_matter import front_matter
    from ketju.formats.markdown.page import read_body

    text, encoding = source.decoded
    front = front_matter(text)
    blocks: list[Block] = []
    base = 0
    if front is not None:
        blocks.append(
            Aside(Text(text[front.start : front.end], TextSpan(front.start, front.end)), "front matter")
        )
        base = front.end
    jsx = source.suffix == ".mdx" or _MODULE.search(text, base, base + _SAMPLE) is not None
    with collection_paused(len(text)):
        body = read_body(text, base, jsx=jsx)
        problems = list(body.problems)
        blocks = filled(text, [*blocks, *body.blocks], lambda gap, start: _gap(gap, start, problems))
    return Document(
        format="markdown",
        blocks=tuple(blocks),
        source=text,
        title=(front.title if front else None) or body.title,
        languages=tuple(dict.fromkeys((*(front.languages if front else ()), *body.languages))),
        problems=tuple(problems),
        encoding=encoding,
    )


def _gap(gap: str, start: int, problems: list[ReadProblem]) -> list[Block]:
    """Lines that no block covers: markup as a rule; anything else is kept as a paragraph and reported."""
    text = Text(gap, TextSpan(start, start + len(gap)))
    if all(_MARKUP_ONLY.match(line) or not line.strip() for line in gap.split("\n")):
        return [Aside(text, "markup")]
    problems.append(ReadProblem("read.kept-as-text", text.span))
    return [Paragraph(text)]


FORMAT = Format(
    id="markdown",
    name="Markdown",
    suffixes=(".md", ".mdx", ".markdown", ".mdown", ".mkd"),
    recognise=_recognise,
    read=_read,
)
