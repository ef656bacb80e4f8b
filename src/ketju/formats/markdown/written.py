"""Records that a page writes out beside its text: in its front matter, and as attributes of components (MDX)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ketju.core.model.document import Aside, Block, Record, Records, Text, Value
from ketju.core.model.span import TextSpan
from ketju.formats.lines import slice_text
from ketju.formats.markdown.front_matter import FrontMatter
from ketju.formats.markdown.module import module_blocks

_ELEMENT = re.compile(r"<(?P<name>[A-Z][\w.]*)(?P<attributes>\s[^<>]*?)\s*(?:/>|>\s*</(?P=name)>)\s*")
_ATTRIBUTE = re.compile(
    r"(?P<key>[A-Za-z_][\w:-]*)=\{?(?P<quote>[\"'`])(?P<value>.*?)(?P=quote)\}?", re.DOTALL
)
LEAST_ATTRIBUTES = 2
LEAST_ELEMENTS = 2


def front_matter_blocks(source: str, front: FrontMatter) -> list[Block]:
    """Sequences of records in YAML front matter are content; the settings around them are none."""
    from ketju.formats.structured.yaml_events import NotYaml, blocks_of

    begin = source.find("\n", front.start) + 1
    end = source.rfind("\n", 0, front.end)
    if source[front.start] != "-" or not 0 < begin < end:
        return _settings(source, front.start, front.end)
    try:
        blocks, _ = blocks_of("\n" * begin + source[begin:end])
    except NotYaml:
        return _settings(source, front.start, front.end)
    made: list[Block] = []
    at = front.start
    for block in blocks:
        for key, value in block.pairs if isinstance(block, Record) else ():
            if not _holds_records(value) or isinstance(value, Text):
                continue
            span = _around(key.span, value.span)
            made += [*_settings(source, at, span.start), Record(((key, value),), span)]
            at = span.end
    return [*made, *_settings(source, at, front.end)]


def _settings(source: str, start: int, end: int) -> list[Block]:
    text = slice_text(source, start, end)
    return [Aside(text, "front matter")] if text.text else []


def _holds_records(value: Value) -> bool:
    return isinstance(value, Records) and any(isinstance(item, Record) for item in value.items)


def _around(first: object, last: object) -> TextSpan:
    assert isinstance(first, TextSpan)
    assert isinstance(last, TextSpan)
    return TextSpan(first.start, last.end)


def with_components(source: str, blocks: Sequence[Block]) -> list[Block]:
    """Blocks of MDX in which arrays given to components, and rows of one component, are records."""
    made: list[Block] = []
    run: list[tuple[str, Record, Block]] = []
    for block in blocks:
        found = _element(source, block)
        if run and (found is None or found[0] != run[0][0]):
            made += _from_run(run)
            run = []
        if found is not None:
            run.append((*found, block))
        else:
            made += _arrays(source, block)
    return made + _from_run(run)


def _from_run(run: Sequence[tuple[str, Record, Block]]) -> list[Block]:
    if len(run) < LEAST_ELEMENTS:
        return [block for _, _, block in run]
    records = tuple(record for _, record, _ in run)
    return [Records(records, _around(records[0].span, records[-1].span))]


def _arrays(source: str, block: Block) -> list[Block]:
    if (
        isinstance(block, Aside)
        and block.kind in ("markup", "code")
        and isinstance(block.text.span, TextSpan)
    ):
        made = module_blocks(source, block.text.span, 0) if "={[" in block.text.text else []
        if any(isinstance(one, Records) and len(one.items) >= LEAST_ELEMENTS for one in made):
            return [replace(one, kind=block.kind) if isinstance(one, Aside) else one for one in made]
    return [block]


def _element(source: str, block: Block) -> tuple[str, Record] | None:
    """(component, its attributes) of a block that is one element without content."""
    if not isinstance(block, Aside) or block.kind != "markup" or not isinstance(block.text.span, TextSpan):
        return None
    span = block.text.span
    found = _ELEMENT.fullmatch(source, span.start, span.end)
    if found is None:
        return None
    pairs = []
    for attribute in _ATTRIBUTE.finditer(source, found.start("attributes"), found.end("attributes")):
        key, value = attribute.span("key"), attribute.span("value")
        pairs.append(
            (
                Text(attribute["key"], TextSpan(*key)),
                Text(" ".join(attribute["value"].split()), TextSpan(*value)),
            )
        )
    return (found["name"], Record(tuple(pairs), span)) if len(pairs) >= LEAST_ATTRIBUTES else None
