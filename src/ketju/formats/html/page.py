"""A whole page, or a piece of HTML inside another format, as blocks."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ketju.core.model.document import Aside, Block, ReadProblem, Text
from ketju.core.model.span import TextSpan
from ketju.formats.html.flow import Flow
from ketju.formats.html.running import Place
from ketju.formats.html.tree import MAX_ELEMENTS, MAX_NESTING, tree_from_source

LARGE = 500_000
"""From this length on, memory is not searched for cycles while reading: we make none, and it costs a third."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What was read of some HTML. Spans are shifted to the document it stands in."""

    blocks: list[Block]
    title: Text | None
    languages: tuple[str, ...]
    problems: tuple[ReadProblem, ...]


def read_piece(source: str, base: int = 0, *, in_main: bool = False, jsx: bool = False) -> Piece:
    """The blocks of ``source``, which stands at ``base`` in its document; never an error.

    ``in_main`` says that it is known to be content, ``jsx`` that attributes may be ``{…}``.
    """
    with collection_paused(len(source)):
        tree = tree_from_source(source, jsx=jsx)
        flow = Flow(tree, base)
        blocks = flow.blocks(tree.root.children, Place(in_main=in_main))
    if tree.too_deep >= 0:
        flow.problem("read.too-deep", tree.too_deep, tree.too_deep + 1, limit=MAX_NESTING)
    if tree.cut_at >= 0:
        rest = Text(source[tree.cut_at :].strip(), TextSpan(base + tree.cut_at, base + len(source)))
        blocks.append(Aside(rest, "markup"))
        flow.problem("read.too-many-elements", tree.cut_at, len(source), limit=MAX_ELEMENTS)
    return Piece(blocks, flow.title, tuple(dict.fromkeys(flow.languages)), tuple(flow.problems))


@contextmanager
def collection_paused(size: int) -> Iterator[None]:
    """No search for cycles in memory while a source of a large ``size`` is read."""
    if size < LARGE or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
