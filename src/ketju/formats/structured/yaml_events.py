"""YAML read with the places of all keys and values. Every scalar is a text: ``NO`` is Norway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from ketju.core.model.document import Aside, Block, Paragraph, ReadProblem, Record, Text, Value
from ketju.core.model.span import TextSpan
from ketju.formats.lines import slice_text
from ketju.formats.structured.building import MAX_NESTING, Builder, Full, block_of, in_order

MAX_EXPANDED = 20_000
"""Values that aliases stand for, all in all."""
MAX_COMMENTS = 20_000
MAX_OPEN = 1000
"""Records and sequences that are open at once; the parser takes quadratic time in them."""

# What YAML does not allow in a text; each is read as U+FFFD, so that places stay the same.
_NOT_YAML = re.compile("[\0-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_TAB_INDENT = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)
_COMMENT_SIGN = re.compile(r"^[ \t]*#+ ?", re.MULTILINE)


class NotYaml(Exception):
    """The text is not YAML from ``at`` on."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason, at)
        self.reason = reason
        self.at = at


def blocks_of(source: str) -> tuple[tuple[Block, ...], tuple[ReadProblem, ...]]:
    """(blocks, problems): one value for each YAML document, and its comments. Raises NotYaml."""
    text = _NOT_YAML.sub("\ufffd", source)
    try:
        return _Reader(source).read(text)
    except yaml.MarkedYAMLError as error:
        if "\t" in source and (straight := _TAB_INDENT.sub(_spaces, text)) != text:
            try:
                return _Reader(source).read(straight)
            except yaml.YAMLError:
                pass
        mark = error.problem_mark or error.context_mark
        raise NotYaml(_slug(error.problem or ""), mark.index if mark else 0) from None
    except yaml.YAMLError:
        raise NotYaml("unreadable", 0) from None


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _slug(problem: str) -> str:
    """The parser's words as the end of a message key: "mapping-values-are-not-allowed-in-this-context"."""
    return "-".join(re.findall(r"[a-z]+", problem.lower()))[:60] or "unreadable"


@dataclass(slots=True)
class _Node:
    """An open record or sequence: its anchor, the values before it, its depth, whether it has brackets."""

    anchor: str | None
    before: int
    height: int
    flow: bool


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value that an alias may stand for, with the number of values in it and how deep it goes."""

    value: Value
    size: int
    height: int


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.build = Builder(source)
        self.asides: list[Block] = []
        self.scalars: list[tuple[int, int]] = []
        self.nodes: list[_Node] = []
        self.anchors: dict[str, _Anchored] = {}
        self.expanded = 0
        self.end = 0

    def read(self, text: str) -> tuple[tuple[Block, ...], tuple[ReadProblem, ...]]:
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                self._take(event)
        except Full:
            self.build.finish(self.end)
            rest = slice_text(self.source, self.end, len(self.source))
            self.asides.append(Paragraph(rest))
            self.build.problems.append(ReadProblem("read.too-long", rest.span))
            self.scalars.append((self.end, len(self.source)))
        self.asides += self._comments()
        blocks = in_order([*map(block_of, self.build.roots), *self.asides])
        return blocks, tuple(self.build.problems)

    def _take(self, event: yaml.Event) -> None:
        assert event.start_mark is not None
        assert event.end_mark is not None
        start, end = event.start_mark.index, event.end_mark.index
        match event:
            case yaml.ScalarEvent():
                self._scalar(event, start, end)
            case yaml.AliasEvent():
                self.scalars.append((start, end))
                self._alias(event.anchor or "", TextSpan(start, end))
                self.end = end
            case yaml.CollectionStartEvent():
                self._open(event, start, end)
            case yaml.CollectionEndEvent():
                self._close(end)
            case yaml.DocumentStartEvent() | yaml.DocumentEndEvent():
                if event.explicit and start < end:
                    self.asides.append(Aside(slice_text(self.source, start, end), "markup"))
                self.anchors.clear()
            case _:
                pass

    def _open(self, event: yaml.CollectionStartEvent, start: int, end: int) -> None:
        if len(self.nodes) >= MAX_OPEN:
            raise NotYaml("too-deep", start)
        self.nodes.append(_Node(event.anchor, self._size, 1, bool(event.flow_style)))
        self.build.open("record" if isinstance(event, yaml.MappingStartEvent) else "sequence", start)
        self.end = max(self.end, end)

    @property
    def _size(self) -> int:
        return self.build.count + self.expanded

    def _scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> None:
        end = start + len(self.source[start:end].rstrip())
        self.scalars.append((start, end))
        self.end = max(self.end, end)
        text = Text(event.value.strip(), TextSpan(start, end))
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(text, 1, 0)
        self.build.add(text)

    def _close(self, end: int) -> None:
        node = self.nodes.pop()
        self.end = max(self.end, end) if node.flow else self.end
        value = self.build.close(self.end)
        if self.nodes:
            self.nodes[-1].height = max(self.nodes[-1].height, node.height + 1)
        if node.anchor and value is not None:
            self.anchors[node.anchor] = _Anchored(value, self._size - node.before, node.height)

    def _alias(self, name: str, span: TextSpan) -> None:
        """Put in what an alias stands for, unless there is no such anchor or it would grow too large."""
        anchored = self.anchors.get(name)
        if anchored is not None and (
            self.expanded + anchored.size > MAX_EXPANDED or self.build.depth + anchored.height > MAX_NESTING
        ):
            self.build.problems.append(ReadProblem("read.too-many-aliases", span))
            anchored = None
        if anchored is None:
            self.build.add(Text(self.source[span.start : span.end], span))
            return
        self.expanded += anchored.size
        if self.nodes:
            self.nodes[-1].height = max(self.nodes[-1].height, anchored.height + 1)
        if self.build.key is not None and self.build.key.text == "<<" and isinstance(anchored.value, Record):
            self.build.merge(anchored.value.pairs)
        else:
            self.build.add(anchored.value)

    def _comments(self) -> Iterator[Aside]:
        """Comments: what starts with # outside all scalars. Comments on neighbouring lines are one."""
        spans = [*sorted(self.scalars), (len(self.source) + 1, len(self.source) + 1)]
        at, index, start, end = 0, 0, -1, -1
        found_count = 0
        while (found := _COMMENT.search(self.source, at)) and found_count < MAX_COMMENTS:
            while spans[index][1] <= found.start():
                index += 1
            if spans[index][0] <= found.start():
                at = max(spans[index][1], found.start() + 1)
                continue
            if start >= 0 and self.source[end : found.start()].strip(" \t") != "\n":
                yield self._comment(start, end)
                start, found_count = -1, found_count + 1
            start = found.start() if start < 0 else start
            end = at = found.end()
        if start >= 0:
            yield self._comment(start, end)

    def _comment(self, start: int, end: int) -> Aside:
        text = slice_text(self.source, start, end)
        return Aside(Text(_COMMENT_SIGN.sub("", text.text).strip(), text.span), "comment")
