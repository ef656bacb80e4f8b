"""Keys and values, as they come one after another, put together into records and sequences.

Nothing here calls itself, so that no nesting is too deep for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ketju.core.model.document import Aside, Block, Paragraph, ReadProblem, Record, Records, Text, Value
from ketju.core.model.span import TextSpan

MAX_NESTING = 64
MAX_VALUES = 1_200_000

Kind = Literal["record", "sequence"]


class Full(Exception):
    """There are more values than MAX_VALUES."""


@dataclass(slots=True)
class _Open:
    """A record or sequence whose end has not come. ``key`` is the key that waits for its value."""

    kind: Kind
    start: int
    pairs: list[tuple[Text, Value]] = field(default_factory=list)
    items: list[Value] = field(default_factory=list)
    key: Text | None = None


class Builder:
    """Takes the parts of a structured text in order; ``roots`` are the values that stand in nothing else."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.roots: list[Value] = []
        self.problems: list[ReadProblem] = []
        self._open: list[_Open] = []
        self._skipped = 0
        self._skipped_from = 0
        self.count = 0

    @property
    def depth(self) -> int:
        """How many records and sequences are open."""
        return len(self._open) + self._skipped

    @property
    def inside(self) -> Kind | None:
        """What the next value goes into."""
        return self._open[-1].kind if self._open else None

    def open(self, kind: Kind, start: int) -> None:
        """A record or sequence starts. One that is nested too deep becomes a text, with a problem."""
        self._more()
        if self._skipped or len(self._open) >= MAX_NESTING:
            self._skipped_from = self._skipped_from if self._skipped else start
            self._skipped += 1
            return
        self._open.append(_Open(kind, start))

    def close(self, end: int) -> Value | None:
        """The innermost record or sequence ends; returns it, or None when it was nested too deep."""
        if self._skipped:
            self._skipped -= 1
            if not self._skipped:
                span = TextSpan(self._skipped_from, end)
                self.problems.append(ReadProblem("read.too-deep", span))
                self.add(Text(self.source[span.start : span.end].strip(), span))
            return None
        ended = self._open.pop()
        span = TextSpan(ended.start, max(ended.start, end))
        if ended.key is not None:
            ended.pairs.append((ended.key, Text("", TextSpan(span.end, span.end))))
        value = (
            Record(tuple(ended.pairs), span) if ended.kind == "record" else Records(tuple(ended.items), span)
        )
        self.add(value)
        return value

    def add(self, value: Value) -> None:
        """A key or a value. Raises Full."""
        self._more()
        if self._skipped:
            return
        if not self._open:
            self.roots.append(value)
        elif self._open[-1].kind == "sequence":
            self._open[-1].items.append(value)
        elif self._open[-1].key is None:
            self._open[-1].key = value if isinstance(value, Text) else self._as_text(value)
        else:
            self._open[-1].pairs.append((self._open[-1].key, value))
            self._open[-1].key = None

    def _more(self) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            raise Full

    def merge(self, pairs: tuple[tuple[Text, Value], ...]) -> None:
        """Instead of the value that the open key waits for, take in pairs whose keys are not there yet."""
        record = self._open[-1]
        record.key = None
        there = {key.text for key, _ in record.pairs}
        record.pairs += [(key, value) for key, value in pairs if key.text not in there]

    @property
    def key(self) -> Text | None:
        """The key that waits for its value."""
        return self._open[-1].key if self._open else None

    def drop(self) -> None:
        """Forget what is open."""
        self._open.clear()
        self._skipped = 0

    def finish(self, end: int) -> None:
        """Close everything that is open at the end of a text that was cut off."""
        self.count = -2 * MAX_NESTING
        while self.depth:
            self.close(end)

    def _as_text(self, value: Record | Records) -> Text:
        assert isinstance(value.span, TextSpan)
        return Text(self.source[value.span.start : value.span.end], value.span)


def in_order(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks by where they start."""
    return tuple(sorted(blocks, key=_start_of))


def _start_of(block: Block) -> int:
    span = block.span if isinstance(block, Record | Records) else None
    if isinstance(block, Paragraph | Aside):
        span = block.text.span
    return span.start if isinstance(span, TextSpan) else 0


def block_of(value: Value) -> Block:
    """A value that stands in nothing else as a block of a document."""
    return Paragraph(value) if isinstance(value, Text) else value
