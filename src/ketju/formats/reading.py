"""Bytes to a document: choose the format, keep to the limits, lose nothing.

A format is chosen by what the content looks like (each format's ``recognise``) and by the extension of the
name; the content wins when it is sure. ``recognise`` is read on this scale: 0.9 and more means that it can
hardly be anything else, 0.6 that it looks like this format, 0.3 that it could be.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import islice

from ketju.core.discovery import declared
from ketju.core.model.document import Document, ReadProblem
from ketju.core.model.span import TextSpan
from ketju.core.problems import (
    FormatUnknown,
    SourceBroken,
    SourceHostile,
    SourceLong,
    SourceRows,
    SourceTooLarge,
)
from ketju.formats import readers
from ketju.formats.format import Format, Source
from ketju.formats.rows import rows_of
from ketju.formats.running import running_texts

MAX_BYTES = 50_000_000
MAX_TEXT_BYTES = 20_000_000
"""Text is held as up to four bytes for each of its letters, so it has a lower limit than packages."""

MAX_RUNNING = 1_000_000
"""Code points of running text and lists that are searched: four times a long agreement with its appendices.

A table is read row by row. Whether running text holds a list is tried in many ways, at a few microseconds for each of
its letters, so that more of it would take longer than anybody waits.
"""

LONG = 4
"""A source so many times as long as its running text may be is looked through before it is parsed."""

MAX_ROWS = 150_000
"""Rows of tables, items of lists and records of one source: each costs half a millisecond and six KiB."""

PLAIN = "plain"
NAMELESS = "binary"
"""What a message calls content that no reader knows under a name without an ending."""
SUFFIX_WEIGHT = 0.5
# Anything may stand in a file of these: the extension speaks for plain text only a little.
GENERAL_SUFFIXES = frozenset({".txt", ".text", ""})
GENERAL_WEIGHT = 0.3

_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_KNOWN_BINARY = re.compile(
    rb"PK\x03\x04|PK\x05\x06|%PDF-|\xd0\xcf\x11\xe0|\x89PNG|\xff\xd8\xff|GIF8|\x1f\x8b|BZh|7z\xbc\xaf|\xfd7zXZ|Rar!|RIFF|"
    rb"\x7fELF|MZ|II\*\0|MM\0\*|SQLite format|\{\\rtf"
)


@cache
def formats() -> tuple[Format, ...]:
    """Every format that is declared in ``formats/readers``, in order of module name."""
    return tuple(declared(readers, "FORMAT", Format))


def read_document(source: Source, format_id: str | None = None) -> Document:
    """The document in the bytes of ``source``, read as ``format_id`` or as the format it looks like.

    Raises SourceTooLarge, SourceLong, SourceRows, FormatUnknown (an unknown id, or binary content of no known format),
    SourceBroken and SourceHostile. Text that is not of the format it claims is read as plain text, with a problem that
    says where the format broke off.
    """
    _check_size(source, MAX_BYTES)
    chosen = _by_id(source, format_id) if format_id else choose_format(source)
    if chosen.binary:
        from ketju.formats.isolation import read_isolated

        return _checked_length(read_isolated(chosen, source), source)
    _check_size(source, MAX_TEXT_BYTES)
    if not source.text.strip():
        problem = ReadProblem("read.empty", params=(("file", source.name),), severity="error")
        return Document(chosen.id, (), source.text, problems=(problem,), encoding=source.decoded[1])
    if chosen.rows and any(islice(chosen.rows(source.text), MAX_ROWS, None)):
        raise SourceRows(file=source.name, limit=MAX_ROWS)
    if chosen.running and len(source.text) > LONG * MAX_RUNNING:
        _check_running(chosen.running(source.text), source)
    return _checked_length(_read_text(chosen, source), source)


def choose_format(source: Source) -> Format:
    """The format that content and extension speak for most; plain text when nothing does.

    Raises FormatUnknown for binary content that no format recognises, SourceBroken where the name's ending promises
    a format that the content is not.
    """
    magic = [(format.recognise(source), format) for format in formats() if format.binary]
    sure = [(score, format) for score, format in magic if score >= 0.5]
    if sure:
        return max(sure, key=lambda pair: (pair[0], source.suffix in pair[1].suffixes))[1]
    if _looks_binary(source.data):
        claimed = next((format for format in formats() if source.suffix in format.suffixes), None)
        if claimed and source.suffix not in GENERAL_SUFFIXES:
            raise SourceBroken(
                file=source.name, format=claimed.name, reason="other-content", line=0, column=0
            )
        raise FormatUnknown(file=source.name, format=source.suffix or NAMELESS)
    _check_size(source, MAX_TEXT_BYTES)
    texts = [format for format in formats() if not format.binary]
    return max(texts, key=lambda format: (_score(format, source), format.id == PLAIN))


def _score(format: Format, source: Source) -> float:
    """How much speaks for a text format. An extension counts half as much as being sure of the content."""
    if source.suffix not in format.suffixes:
        return format.recognise(source)
    weight = GENERAL_WEIGHT if source.suffix in GENERAL_SUFFIXES else SUFFIX_WEIGHT
    return format.recognise(source) + weight


def _by_id(source: Source, format_id: str) -> Format:
    for format in formats():
        if format.id == format_id:
            return format
    raise FormatUnknown(file=source.name, format=format_id)


def _check_size(source: Source, limit: int) -> None:
    if len(source.data) > limit:
        raise SourceTooLarge(file=source.name, size=len(source.data), limit=limit)


def _checked_length(document: Document, source: Source) -> Document:
    """The document, unless it has too many rows or too much running text: then SourceRows or SourceLong."""
    if rows_of(document.blocks) > MAX_ROWS:
        raise SourceRows(file=source.name, limit=MAX_ROWS)
    _check_running(sum(len(text.text) for text in running_texts(document.blocks)), source)
    return document


def _check_running(length: int, source: Source) -> None:
    if length > MAX_RUNNING:
        raise SourceLong(file=source.name, size=length, limit=MAX_RUNNING)


def _looks_binary(data: bytes) -> bool:
    """Bytes that nobody would call text. NULs do not count: they may be UTF-16, or stray."""
    sample = data[:4096]
    found = _KNOWN_BINARY.match(data)
    if found and (found[0] == b"{\\rtf" or b"\0" in sample or not found[0].decode("latin-1").isprintable()):
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS)) - sample.count(0)
    return controls > len(sample) * 0.05 + 2


def _read_text(format: Format, source: Source) -> Document:
    try:
        document = format.read(source)
    except SourceBroken as broken:
        if format.id == PLAIN:
            raise
        return _read_as_plain(source, format, broken)
    except RecursionError as error:
        raise SourceHostile(file=source.name, reason="nesting") from error
    return document if document.encoding else replace(document, encoding=source.decoded[1])


def _read_as_plain(source: Source, format: Format, broken: SourceBroken) -> Document:
    """The text as it stands, for a structured format that breaks off somewhere."""
    document = _read_text(_by_id(source, PLAIN), source)
    line = int(broken.params.get("line", "0") or 0)
    column = int(broken.params.get("column", "1") or 1)
    span = _span_at(document, line, column)
    params = (
        ("format", format.name),
        *((name, broken.params.get(name, "")) for name in ("reason", "line", "column")),
    )
    problem = ReadProblem("read.not-as-claimed", span, params, severity="error")
    return replace(document, problems=(problem, *document.problems))


def _span_at(document: Document, line: int, column: int) -> TextSpan | None:
    """The rest of a line from a column on, both counted from 1, when there is such a place."""
    starts = document.line_starts
    if document.source is None or not 1 <= line <= len(starts):
        return None
    end = starts[line] - 1 if line < len(starts) else len(document.source)
    return TextSpan(min(starts[line - 1] + column - 1, end), end)
