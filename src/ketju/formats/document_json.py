"""A document as plain JSON values and back, for passing it between processes.

Shapes: a text is ``[text, span]`` or ``[text, span, marks]``, a mark ``[kind, start, end, target]``, a span or a block
a list that begins with the name of its kind. ``document_from_json`` trusts nothing: what does not have exactly these
shapes raises ValueError.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from ketju.core.model.document import (
    Aside,
    AsideKind,
    Block,
    Definition,
    Definitions,
    Document,
    Heading,
    Item,
    Listing,
    Mark,
    MarkKind,
    Paragraph,
    ReadProblem,
    Record,
    Records,
    Row,
    Table,
    Text,
    Value,
)
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan

MAX_DEPTH = 120
_MARKS, _ASIDES = frozenset(get_args(MarkKind)), frozenset(get_args(AsideKind))
_SEVERITIES = frozenset({"error", "warning", "info"})
Json = Any


def json_from_document(document: Document) -> dict[str, Json]:
    """The document as values that ``json.dumps`` takes."""
    return {
        "format": document.format,
        "blocks": [_block(block) for block in document.blocks],
        "source": document.source,
        "title": _optional(_text, document.title),
        "languages": list(document.languages),
        "problems": [_problem(problem) for problem in document.problems],
        "encoding": document.encoding,
    }


def document_from_json(value: Json) -> Document:
    """The document that ``json_from_document`` wrote. Raises ValueError for anything else."""
    try:
        source = value["source"]
        return Document(
            format=_string(value["format"]),
            blocks=tuple(_read_block(block, 0) for block in _list(value["blocks"])),
            source=None if source is None else _string(source),
            title=_read_optional(_read_text, value["title"]),
            languages=tuple(_string(language) for language in _list(value["languages"])),
            problems=tuple(_read_problem(problem) for problem in _list(value["problems"])),
            encoding=_string(value["encoding"]),
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("not a document") from error


def _optional(write: Callable[[Any], Json], value: object) -> Json:
    return None if value is None else write(value)


def _text(text: Text) -> Json:
    marks = [[mark.kind, mark.start, mark.end, mark.target] for mark in text.marks]
    return [text.text, json_from_span(text.span), marks] if marks else [text.text, json_from_span(text.span)]


def json_from_span(span: Span) -> Json:
    """A span as a list that begins with the name of its kind."""
    match span:
        case TextSpan(start, end):
            return ["text", start, end]
        case CellSpan(sheet, row, column):
            return ["cell", sheet, row, column]
        case BoxSpan(page, x0, y0, x1, y1):
            return ["box", page, x0, y0, x1, y1]
        case NodeSpan(part, path, start, end):
            return ["node", part, path, start, end]


def _block(block: Block) -> Json:
    match block:
        case Heading(text, level):
            return ["heading", _text(text), level]
        case Paragraph(text, gap):
            return ["paragraph", _text(text), gap]
        case Aside(text, kind):
            return ["aside", _text(text), kind]
        case Listing(items, ordered):
            return [
                "listing",
                [[_text(i.text), [_block(b) for b in i.children], i.marker] for i in items],
                ordered,
            ]
        case Definitions(items):
            return ["definitions", [[_text(item.term), [_block(b) for b in item.details]] for item in items]]
        case Table(rows, caption):
            return ["table", [_row(row) for row in rows], _optional(_text, caption)]
        case Record() | Records():
            return _value(block)


def _row(row: Row) -> Json:
    cells = [_optional(_text, cell) for cell in row.cells]
    return [cells, json_from_span(row.span), row.header, *([list(row.under)] if row.under else [])]


def _value(value: Value) -> Json:
    match value:
        case Text():
            return ["value", _text(value)]
        case Record(pairs, span):
            return ["record", [[_text(key), _value(inner)] for key, inner in pairs], json_from_span(span)]
        case Records(items, span):
            return ["records", [_value(inner) for inner in items], json_from_span(span)]


def _problem(problem: ReadProblem) -> Json:
    return [
        problem.code,
        _optional(json_from_span, problem.span),
        [list(pair) for pair in problem.params],
        problem.severity,
    ]


def _string(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a whole number")
    return value


def _number(value: Json) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError("not a number")
    return float(value)


def _truth(value: Json) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not a truth value")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def _one_of(allowed: frozenset[str], value: Json) -> Any:
    if _string(value) not in allowed:
        raise ValueError(f"not one of {sorted(allowed)}")
    return value


def _read_optional(read: Callable[[Json], Any], value: Json) -> Any:
    return None if value is None else read(value)


def _read_text(value: Json) -> Text:
    text, span, *more = _list(value)
    marks = tuple(
        Mark(_one_of(_MARKS, kind), _whole(start), _whole(end), _string(target))
        for kind, start, end, target in map(_list, more[0] if more else [])
    )
    return Text(_string(text), span_from_json(span), marks)


def span_from_json(value: Json) -> Span:
    """The span that ``json_from_span`` wrote. Raises ValueError for anything else."""
    match _list(value):
        case ["text", start, end]:
            return TextSpan(_whole(start), _whole(end))
        case ["cell", sheet, row, column]:
            return CellSpan(_string(sheet), _whole(row), _whole(column))
        case ["box", page, *corners] if len(corners) == 4:
            x0, y0, x1, y1 = map(_number, corners)
            return BoxSpan(_whole(page), x0, y0, x1, y1)
        case ["node", part, path, start, end]:
            return NodeSpan(_string(part), _string(path), _whole(start), _whole(end))
    raise ValueError("not a span")


def _read_block(value: Json, depth: int) -> Block:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    match _list(value):
        case ["heading", text, level]:
            return Heading(_read_text(text), _whole(level))
        case ["paragraph", text, gap]:
            return Paragraph(_read_text(text), _whole(gap))
        case ["aside", text, kind]:
            return Aside(_read_text(text), _one_of(_ASIDES, kind))
        case ["listing", items, ordered]:
            return Listing(tuple(_read_item(item, depth) for item in _list(items)), _truth(ordered))
        case ["definitions", items]:
            return Definitions(tuple(_read_definition(item, depth) for item in _list(items)))
        case ["table", rows, caption]:
            return Table(tuple(map(_read_row, _list(rows))), _read_optional(_read_text, caption))
        case ["record" | "records", *_]:
            found = _read_value(value, depth)
            if not isinstance(found, Text):
                return found
    raise ValueError("not a block")


def _read_item(value: Json, depth: int) -> Item:
    text, children, marker = _list(value)
    return Item(_read_text(text), tuple(_read_block(b, depth + 1) for b in _list(children)), _string(marker))


def _read_definition(value: Json, depth: int) -> Definition:
    term, details = _list(value)
    return Definition(_read_text(term), tuple(_read_block(block, depth + 1) for block in _list(details)))


def _read_row(value: Json) -> Row:
    cells, span, header, *more = _list(value)
    texts = tuple(_read_optional(_read_text, cell) for cell in _list(cells))
    under = tuple(_whole(column) for column in _list(more[0])) if more else ()
    return Row(texts, span_from_json(span), _truth(header), under)


def _read_value(value: Json, depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    match _list(value):
        case ["value", text]:
            return _read_text(text)
        case ["record", pairs, span]:
            read = tuple(
                (_read_text(key), _read_value(inner, depth + 1)) for key, inner in map(_list, _list(pairs))
            )
            return Record(read, span_from_json(span))
        case ["records", items, span]:
            return Records(tuple(_read_value(item, depth + 1) for item in _list(items)), span_from_json(span))
    raise ValueError("not a value")


def _read_problem(value: Json) -> ReadProblem:
    code, span, params, severity = _list(value)
    pairs = tuple((_string(name), _string(text)) for name, text in map(_list, _list(params)))
    return ReadProblem(
        _string(code), _read_optional(span_from_json, span), pairs, _one_of(_SEVERITIES, severity)
    )
