"""JSON and JSON Lines."""

from __future__ import annotations

import re

from ketju.core.model.document import Document
from ketju.core.problems import SourceBroken
from ketju.formats.format import Format, Source
from ketju.formats.rows import json_records

# The first two signs of a record or sequence; a Markdown link starts with a bracket, too.
_START = re.compile(r"""[\s\ufeff]*(?:\{\s*(["'}]|\w+\s*:)|\[\s*(["'{\[\]\d-]|//))""")


def recognise(source: Source) -> float:
    """The text starts as a record or sequence of JSON does, and ends as it started."""
    text = source.text
    if not _START.match(text):
        return 0.0
    opened, closed = text.lstrip("\ufeff \t\n")[0], text.rstrip()[-1]
    if opened + closed in ("{}", "[]"):
        return 0.95 if '"' in text[:2000] else 0.6
    return 0.4


def read(source: Source) -> Document:
    """Records and sequences. Raises SourceBroken where the text stops being JSON."""
    from ketju.formats.structured.json_scan import NotJson, blocks_of

    text = source.text
    try:
        blocks, problems = blocks_of(text)
    except NotJson as broken:
        line = text.count("\n", 0, broken.at) + 1
        column = broken.at - text.rfind("\n", 0, broken.at)
        raise SourceBroken(
            file=source.name, format="JSON", reason=broken.reason, line=line, column=column
        ) from None
    return Document("json", blocks, text, problems=problems, encoding=source.decoded[1])


FORMAT = Format(
    "json", "JSON", (".json", ".jsonl", ".ndjson", ".json5", ".jsonc"), recognise, read, rows=json_records
)
