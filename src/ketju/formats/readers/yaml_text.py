"""YAML."""

from __future__ import annotations

import re

from ketju.core.model.document import Document
from ketju.core.problems import SourceBroken
from ketju.formats.format import Format, Source
from ketju.formats.rows import yaml_items

_SAMPLE_LINES = 120
_PLAIN_KEY = r"""(?:[\w.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*:(?=\s|$)"""
_KEY_LINE = re.compile(rf"([ \t]*)((?:-[ \t]+)*){_PLAIN_KEY}")
_OTHER_LINE = re.compile(r"[ \t]*(?:#|-(?:\s|$)|---|\.\.\.|%YAML|[\]}])")


def recognise(source: Source) -> float:
    """Nearly every line has a key or a dash, and some lines stand inside others."""
    text = source.text
    if text.startswith(("%YAML", "ketju:")):
        return 0.95
    indents: set[tuple[int, bool]] = set()
    keys = odd = 0
    for line in text[:20_000].split("\n")[:_SAMPLE_LINES]:
        if not line.strip():
            continue
        if found := _KEY_LINE.match(line):
            keys += 1
            indents.add((len(found[1]), bool(found[2])))
        elif not _OTHER_LINE.match(line) and not (indents and _indent(line) > 0):
            odd += 1
    if keys < 2 or odd > keys * 0.05 or text.lstrip()[:1] in "{[<":
        return 0.0
    if len(indents) < 2:
        return 0.2
    return 0.9 if odd == 0 else 0.7


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def read(source: Source) -> Document:
    """Records and sequences, and comments as asides. Raises SourceBroken where the text stops being YAML."""
    from ketju.formats.structured.yaml_events import NotYaml, blocks_of

    text = source.text
    try:
        blocks, problems = blocks_of(text)
    except NotYaml as broken:
        line = text.count("\n", 0, broken.at) + 1
        column = broken.at - text.rfind("\n", 0, broken.at)
        raise SourceBroken(
            file=source.name, format="YAML", reason=broken.reason, line=line, column=column
        ) from None
    return Document("yaml", blocks, text, problems=problems, encoding=source.decoded[1])


FORMAT = Format("yaml", "YAML", (".yaml", ".yml"), recognise, read, rows=yaml_items)
