"""Where the values of a register file stand in its text, for messages about them."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.result import Provenance
from ketju.core.model.span import TextSpan
from ketju.formats.registerfile.nodes import Mapping, Node, Scalar, compose

DEEPEST = 3
"""Values of members of an entry are told apart, what lies deeper is not."""


def places_in(text: str) -> tuple[Provenance, ...]:
    """The place of each value of a YAML register file by its path; () for a text that cannot be read.

    A record's own path ("entries/slack") is at its id.
    """
    root, _ = compose(text)
    return tuple(_below("", root, 1)) if isinstance(root, Mapping) else ()


def _below(path: str, node: Mapping, depth: int) -> Iterator[Provenance]:
    for key, value in node.pairs:
        own = f"{path}/{key.value}" if path else key.value
        is_record = isinstance(value, Mapping) and depth < DEEPEST
        yield Provenance(own, _span(key if is_record else value))
        if is_record:
            assert isinstance(value, Mapping)
            yield from _below(own, value, depth + 1)


def _span(node: Node) -> TextSpan:
    """The text of a scalar without its quotes; the first line of anything longer is for the reader to cut."""
    quoted = isinstance(node, Scalar) and node.style in ("'", '"') and node.end - node.start > 2
    return TextSpan(node.start + 1, node.end - 1) if quoted else TextSpan(node.start, node.end)
