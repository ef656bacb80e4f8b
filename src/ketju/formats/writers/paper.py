"""A record of several parts on paper, as tagged PDF (PDF/UA-1): headings, paragraphs, facts, things with facts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ketju.formats.writers.typesetting import typeset

Pairs = Sequence[tuple[str, str]]
"""Facts: what each is called, and what it is."""
Block = dict[str, Any]
"""A part of a record, made by the functions below."""


def heading(text: str) -> Block:
    """The heading of what follows."""
    return {"kind": "heading", "text": text}


def paragraph(text: str) -> Block:
    """A paragraph."""
    return {"kind": "paragraph", "text": text}


def facts(pairs: Pairs) -> Block:
    """Facts, those that say something."""
    return {"kind": "pairs", "pairs": [list(one) for one in pairs if one[1]]}


def thing(title: str, pairs: Pairs) -> Block:
    """A thing with its facts."""
    return {"kind": "thing", "title": title, "pairs": [list(one) for one in pairs if one[1]]}


def paper_of(
    title: str, blocks: Sequence[Block], *, author: str, language: str, footer: str = ""
) -> bytes:  # fmt: skip
    """The PDF of a record; the same bytes for the same record. Raises WriterMissing."""
    data = {"title": title, "author": author, "language": language, "footer": footer, "blocks": list(blocks)}
    return typeset("record", json.dumps(data, ensure_ascii=False), "pdf")
