"""Small operations on printed texts that keep their place in the source."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ketju.core.model.document import Mark, Text
from ketju.core.model.span import NodeSpan, Span, TextSpan

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1024)
def flat(text: str) -> str:
    """``text`` on one line with single spaces; the same string where it is so already."""
    made = " ".join(text.split())
    return text if made == text else made


@lru_cache(maxsize=4096)
def word_count(text: str) -> int:
    """How many words ``text`` has."""
    return len(_WORD.findall(text))


def cut(text: Text, start: int, end: int) -> Text:
    """The part of ``text`` from ``start`` to ``end``, trimmed of white space, with its marks.

    The span is narrowed when the source and the printed text are equally long, else it stays that of the whole.
    """
    while start < end and text.text[start].isspace():
        start += 1
    while end > start and text.text[end - 1].isspace():
        end -= 1
    marks = tuple(
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in text.marks
        if mark.start < end and mark.end > start
    )
    return Text(text.text[start:end], _narrowed(text, start, end), marks)


def _narrowed(text: Text, start: int, end: int) -> Span:
    span = text.span
    if isinstance(span, TextSpan) and span.end - span.start == len(text.text):
        return TextSpan(span.start + start, span.start + end)
    if isinstance(span, NodeSpan) and span.end - span.start == len(text.text):
        return replace(span, start=span.start + start, end=span.start + end)
    return span


def lines(text: Text) -> list[Text]:
    """The non-blank lines of ``text``."""
    found, at = [], 0
    for line in text.text.split("\n"):
        if line.strip():
            found.append(cut(text, at, at + len(line)))
        at += len(line) + 1
    return found


def joined(first: Text, second: Text, glue: str = " ") -> Text:
    """Two texts in a row as one; its span runs from the first to the second when both are of one source text."""
    shift = len(first.text) + len(glue)
    moved = tuple(replace(mark, start=mark.start + shift, end=mark.end + shift) for mark in second.marks)
    span = first.span
    if isinstance(span, TextSpan) and isinstance(second.span, TextSpan):
        span = TextSpan(min(span.start, second.span.start), max(span.end, second.span.end))
    return Text(first.text + glue + second.text, span, first.marks + moved)


def follows(first: Span, second: Span, between: int) -> bool:
    """Whether one stretch of a source text ends just ``between`` code points before another."""
    if not isinstance(first, TextSpan) or not isinstance(second, TextSpan):
        return False
    return second.start - first.end == between


def bold_start(text: Text) -> int:
    """Where the bold stretch at the start of ``text`` ends; 0 when it does not start bold."""
    end = 0
    for mark in sorted((m for m in text.marks if m.kind == "bold"), key=lambda m: m.start):
        if not text.text[end : mark.start].strip():
            end = max(end, mark.end)
        else:
            break
    return end


def is_all_bold(text: Text) -> bool:
    """Whether all of ``text`` but closing punctuation is bold."""
    return (
        bool(text.text.strip()) and not text.text[bold_start(text) :].strip(" :.\n") and bold_start(text) > 0
    )


def links_of(text: Text) -> list[Mark]:
    """The link marks of ``text``."""
    return [mark for mark in text.marks if mark.kind == "link"]


_SITE = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?")


def is_site(printed: str) -> bool:
    """Whether a text is nothing but the address of a website: "example.com", "https://example.com/privacy"."""
    return _SITE.fullmatch(printed.strip()) is not None
