"""Values of the model built from plain data: the way back from the canonical form.

What is built for a kind is worked out once. Equal parts of a register (the same places, the same data) are one
value: a register of 100,000 entries repeats few of them a hundred thousand times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ketju.core.model.date import partial_date_from_iso
from ketju.core.model.register import Words
from ketju.core.register.shape import (
    ChoiceKind,
    DateKind,
    FlagKind,
    Kind,
    ListKind,
    MapKind,
    NumberKind,
    RecordKind,
    TextKind,
    WordsKind,
    members,
    required,
)

SOURCE = "source"
"""The member of words in several languages that names the original; no language has this code (RFC 5646)."""

MOST_KNOWN = 50_000
"""So many parts are remembered for sharing; what comes after them is built anew each time."""

Asked = Callable[[Kind, Any], None]
"""Looks at a plain value of a kind of which more is asked than its type; raises ValueError when it is not right."""


@dataclass(slots=True)
class Known:
    """What was built so far, by what it was built from, and who else looks at values."""

    asked: Asked | None
    parts: dict[tuple[int, str], Any] = field(default_factory=dict)


Maker = Callable[[Any, Known], Any]

_PLAIN_TYPES: dict[type, type] = {TextKind: str, ChoiceKind: str, FlagKind: bool, NumberKind: int}


def built(kind: Kind, data: Any, asked: Asked | None = None) -> Any:
    """The value of the model for plain data. Raises ValueError, TypeError or KeyError for data of another kind."""
    return _maker(kind)(data, Known(asked))


@cache
def _maker(kind: Kind) -> Maker:
    match kind:
        case DateKind():
            return _shared(_date)
        case WordsKind():
            return _shared(_words)
        case RecordKind(of):
            return _record_maker(of)
        case ListKind(item, _):
            return _shared(_list_maker(_maker(item)))
        case MapKind(of):
            return _map_maker(of)
    return _plain_maker(kind)


def _shared(make: Maker) -> Maker:
    """``make``, with the value of equal data given again. JSON data are equal when they print alike."""
    name = id(make)

    def shared(data: Any, known: Known) -> Any:
        key = (name, repr(data))
        found = known.parts.get(key)
        if found is None:
            found = make(data, known)
            if len(known.parts) < MOST_KNOWN:
                known.parts[key] = found
        return found

    return shared


def _plain_maker(kind: Kind) -> Maker:
    expected = _PLAIN_TYPES[type(kind)]
    choices = kind.values if isinstance(kind, ChoiceKind) else None
    is_asked = isinstance(kind, NumberKind) or (isinstance(kind, TextKind) and kind != TextKind())

    def plain(data: Any, known: Known) -> Any:
        if type(data) is not expected or (choices is not None and data not in choices):
            raise TypeError(f"not a value of {kind}: {data!r}")
        if is_asked and known.asked:
            known.asked(kind, data)
        return data

    return plain


def _list_maker(item: Maker) -> Maker:
    def listed(data: Any, known: Known) -> Any:
        if not isinstance(data, list):
            raise TypeError(f"a list was expected, not {data!r}")
        return tuple([item(value, known) for value in data])

    return listed


def _record_maker(of: type) -> Maker:
    arguments = _arguments_of(of)

    def record(data: Any, known: Known) -> Any:
        return of(**arguments(data, known))

    return record


def _map_maker(of: type) -> Maker:
    arguments, kind = _arguments_of(of), MapKind(of)

    def by_id(data: Any, known: Known) -> Any:
        if known.asked:
            known.asked(kind, data)
        return tuple([of(id=key, **arguments(value, known)) for key, value in data.items()])

    return by_id


@cache
def _arguments_of(of: type) -> Callable[[Any, Known], dict[str, Any]]:
    """What a record is built from. A text that the model demands may be absent: it is empty."""
    makers = {member.name: _maker(member.kind) for member in members(of)}
    empty: dict[str, Any] = {
        member.name: "" if isinstance(member.kind, TextKind) else Words()
        for member in members(of)
        if isinstance(member.kind, TextKind | WordsKind)
    }

    needed, kind = frozenset(required(of)), RecordKind(of)

    def arguments(data: Any, known: Known) -> dict[str, Any]:
        if known.asked and not needed <= data.keys():
            known.asked(kind, data)
        found = empty.copy()
        for name, value in data.items():
            make = makers.get(name)
            if make is None:
                raise KeyError(f"{of.__name__} has no {', '.join(sorted(set(data) - set(makers)))}")
            found[name] = make(value, known)
        return found

    return arguments


def _date(data: Any, _: Known) -> Any:
    if not isinstance(data, str):
        raise TypeError(f"a date was expected, not {data!r}")
    return partial_date_from_iso(data)


def _words(data: Any, known: Known) -> Words:
    if known.asked:
        known.asked(WordsKind(), data)
    texts = {code: text for code, text in data.items() if code != SOURCE}
    first = data.get(SOURCE) or next(iter(texts), "")
    return Words(tuple(sorted(texts.items(), key=lambda pair: pair[0] != first)))
