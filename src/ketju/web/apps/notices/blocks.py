"""A letter as blocks, and the blocks as plain text and as HTML without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal


@dataclass(frozen=True, slots=True)
class Words:
    """A heading or a paragraph, with places for what differs by recipient."""

    text: str
    kind: Literal["heading", "paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register says of one company: what changes about it, and its facts by their names."""

    title: str
    what: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()


Block = Words | Facts
INDENT = "  "


def text_of(blocks: Sequence[Block]) -> str:
    """The letter as plain text."""
    return "\n\n".join(_lines(one) for one in blocks) + "\n"


def _lines(block: Block) -> str:
    if isinstance(block, Words):
        return block.text.upper() if block.kind == "heading" else block.text
    told = [*block.what, *(f"{name}: {value}" for name, value in block.pairs)]
    return "\n".join([block.title, *(INDENT + line for line in told)])


_PAGE = (
    '<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
    '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em; margin: 1em auto; padding: 0 1em">\n'
    "<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
)


def html_of(blocks: Sequence[Block], title: str, language: str) -> str:
    """The letter as HTML."""
    body = "\n".join(_marked(one) for one in blocks)
    return _PAGE.format(language=language, title=escape(title), body=body)


def _marked(block: Block) -> str:
    if isinstance(block, Words):
        tag = "h2" if block.kind == "heading" else "p"
        return f"<{tag}>{_linked(block.text)}</{tag}>"
    rows = "".join(
        f'<tr><th scope="row" style="text-align: left; vertical-align: top; padding: 0 1em 0 0">{escape(name)}</th>'
        f"<td>{escape(value)}</td></tr>\n"
        for name, value in block.pairs
    )
    what = "".join(f"<li>{escape(one)}</li>" for one in block.what)
    table = f"\n<table>\n{rows}</table>" if rows else ""
    return f"<h3>{escape(block.title)}</h3>\n<ul>{what}</ul>{table}"


def _linked(text: str) -> str:
    """Paragraphs with the addresses of pages as links."""
    return escape(text).replace("{link}", '<a href="{link}">{link}</a>')
