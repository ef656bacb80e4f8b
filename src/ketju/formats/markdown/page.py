"""The text of a Markdown page, after its front matter, as blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ketju.core.model.document import Block, ReadProblem, Text
from ketju.core.model.span import TextSpan
from ketju.formats.markdown.blocks import Blocks
from ketju.formats.markdown.inline import Inline
from ketju.formats.markdown.parser import inline_parser, parser
from ketju.formats.markdown.rest import Rest, share_of_parser

_EXPORTED_TITLE = re.compile(
    r"^export\s+const\s+(?:meta|metadata|frontmatter|pageMeta)\b[^;]{0,500}?\btitle\s*:\s*([\"'`])([^\n]{1,300}?)\1",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """What was read of the text, with the title that MDX exports and the languages that HTML in it declares."""

    blocks: list[Block]
    title: Text | None
    languages: tuple[str, ...]
    problems: tuple[ReadProblem, ...]


def read_body(source: str, base: int, *, jsx: bool) -> Body:
    """The blocks of ``source`` from ``base`` on; never an error."""
    env: dict[str, Any] = {}
    inline = Inline(inline_parser(), env, jsx=jsx)
    body = source[base:]
    share = share_of_parser(body)
    reading = Blocks(body[:share], base, inline)
    blocks = reading.of(parser(jsx).parse(body[:share], env))
    problems = list(reading.problems)
    if share < len(body):
        rest = Rest(source, inline)
        blocks = [*blocks[:-1], *rest.read(base + share, blocks)]
        problems += rest.problems
    if inline.given_up is not None:
        problems.append(ReadProblem("read.markup-left", inline.given_up))
    return Body(
        blocks, _exported_title(source, base) if jsx else None, tuple(reading.languages), tuple(problems)
    )


def _exported_title(source: str, base: int) -> Text | None:
    match = _EXPORTED_TITLE.search(source, base, base + 20_000)
    return Text(match.group(2), TextSpan(*match.span(2))) if match else None
