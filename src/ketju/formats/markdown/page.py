"""The text of a Markdown page, after its front matter, as blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ketju.core.model.document import Block, ReadProblem
from ketju.formats.markdown.blocks import Blocks
from ketju.formats.markdown.inline import Inline
from ketju.formats.markdown.parser import inline_parser, parser
from ketju.formats.markdown.rest import Rest, share_of_parser


@dataclass(frozen=True, slots=True)
class Body:
    """What was read of the text, with the languages that HTML in it declares."""

    blocks: list[Block]
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
    return Body(blocks, tuple(reading.languages), tuple(problems))
