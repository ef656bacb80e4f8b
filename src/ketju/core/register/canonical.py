"""The canonical form of a register: what it means as plain data, as bytes, and as a hash.

Two registers that mean the same have the same bytes. ``docs/decisions/what-the-content-hash-covers.md`` says
what is meaning and what is not. Source: D-2, RFC 8785.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, cast

import rfc8785

from ketju.core.model.date import PartialDate, partial_date_from_iso
from ketju.core.model.register import Register, Words
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
    has_id,
    members,
)

FORMAT = 1
"""The number of the form, under ``ketju`` in the data and in the file."""

UNKNOWN_LANGUAGE = "und"
SOURCE = "source"
"""The member of words in several languages that names the original; no language has this code (RFC 5646)."""


def data_from_register(register: Register, *, whole: bool = False) -> dict[str, Any]:
    """The register as plain data: dicts, lists, strings, whole numbers and booleans.

    Strings are NFC, records stand in maps by their id, sets are sorted, and what is empty or has the model's
    default is left out. With ``whole`` it also holds what is kept but is no meaning (the version's label and
    date, the source revision, marks of inference). Raises ValueError when two records of a kind share an id.
    """
    return {"ketju": FORMAT, **_record(register, whole)}


def register_from_data(data: Mapping[str, Any]) -> Register:
    """The register that ``data`` holds, as made by ``data_from_register`` or read from its JSON.

    Raises ValueError for data of another form: readers of files check first and report what is wrong where.
    """
    if data.get("ketju") != FORMAT:
        raise ValueError(f"not a register of form {FORMAT}: {data.get('ketju')!r}")
    content = {name: value for name, value in data.items() if name != "ketju"}
    try:
        return cast(Register, _built(RecordKind(Register), content))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not the data of a register: {error}") from error


def canonical_bytes(register: Register) -> bytes:
    """The meaning of the register in the JSON Canonicalization Scheme (RFC 8785)."""
    return rfc8785.dumps(data_from_register(register))


def content_hash(register: Register) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal. Source: D-2."""
    return hashlib.sha256(canonical_bytes(register)).hexdigest()


def settled(kind: Kind, data: Any) -> Any:
    """Plain data in the one whole form that all its spellings share: sets sorted, defaults left out.

    Raises ValueError, TypeError or KeyError for data of another kind.
    """
    if isinstance(kind, RecordKind) and has_id(kind.of):
        return settled(MapKind(kind.of), {"": data})[""]
    return _plain(kind, _built(kind, data), whole=True)


def normal(text: str) -> str:
    """A text as it is kept: Unicode form NFC."""
    return unicodedata.normalize("NFC", text)


def language_tag(code: str) -> str:
    """A language code in the usual case: "SV-fi" → "sv-FI", "zh-hant" → "zh-Hant"; "" → "und" (BCP 47)."""
    first, *rest = (normal(code) or UNKNOWN_LANGUAGE).split("-")
    case = {2: str.upper, 4: str.title}
    return "-".join((first.lower(), *(case.get(len(part), str.lower)(part) for part in rest)))


def in_order(items: Iterable[Any]) -> list[Any]:
    """Plain values as a set: each once, sorted by their own canonical bytes."""
    found = list(items)
    if len(found) < 2:
        return found
    return [item for _, item in sorted({rfc8785.dumps(item): item for item in found}.items())]


def _plain(kind: Kind, value: Any, whole: bool) -> Any:
    """The plain form of a value; None, "", [] and {} stand for nothing."""
    if value is None:
        return None
    match kind:
        case TextKind(check="language"):
            return language_tag(value)
        case TextKind():
            return normal(value)
        case DateKind():
            return str(value)
        case WordsKind():
            return _words(value)
        case RecordKind():
            return _record(value, whole)
        case ListKind(item, ordered):
            items = [p for v in value if (p := _plain(item, v, whole)) not in ("", {})]
            return items if ordered else in_order(items)
        case MapKind():
            return _by_id(value, whole)
    return value


def _record(record: Any, whole: bool) -> dict[str, Any]:
    found = {}
    of: type = type(record)
    for member in members(of):
        if not (member.meaning or whole):
            continue
        plain = _plain(member.kind, getattr(record, member.name), whole)
        if plain is not None and plain not in ("", [], {}) and not _is_default(plain, member.default):
            found[member.name] = plain
    return found


def _is_default(plain: Any, default: Any) -> bool:
    return type(plain) is type(default) and bool(plain == default)


def _by_id(records: Iterable[Any], whole: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        key = normal(record.id)
        if key in found:
            raise ValueError(f"two of {type(record).__name__} have the id {key!r}")
        found[key] = _record(record, whole)
    return found


def _words(words: Words) -> dict[str, str]:
    """Texts by language; ``source`` names the original when there are several."""
    found: dict[str, str] = {}
    for code, text in words.texts:
        if text:
            found.setdefault(language_tag(code), normal(text))
    return {**found, SOURCE: next(iter(found))} if len(found) > 1 else found


def _built(kind: Kind, data: Any) -> Any:
    """The value of the model for plain data."""
    match kind:
        case DateKind():
            return _date(data)
        case WordsKind():
            return _built_words(data)
        case RecordKind(of):
            return of(**_arguments(of, data))
        case ListKind(item, _):
            if not isinstance(data, list):
                raise TypeError(f"a list was expected, not {data!r}")
            return tuple(_built(item, value) for value in data)
        case MapKind(of):
            return tuple(of(id=key, **_arguments(of, value)) for key, value in data.items())
    expected = _PLAIN_TYPES[type(kind)]
    if type(data) is not expected or (isinstance(kind, ChoiceKind) and data not in kind.values):
        raise TypeError(f"not a value of {kind}: {data!r}")
    return data


_PLAIN_TYPES: dict[type, type] = {TextKind: str, ChoiceKind: str, FlagKind: bool, NumberKind: int}


def _arguments(of: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a record is built from. A text that the model demands may be absent: it is empty."""
    known = {member.name: member.kind for member in members(of)}
    if unknown := sorted(set(data) - set(known)):
        raise KeyError(f"{of.__name__} has no {', '.join(unknown)}")
    empty: dict[str, Any] = {
        name: "" if isinstance(kind, TextKind) else Words()
        for name, kind in known.items()
        if isinstance(kind, TextKind | WordsKind)
    }
    return {**empty, **{name: _built(known[name], value) for name, value in data.items()}}


def _date(data: Any) -> PartialDate:
    if not isinstance(data, str):
        raise TypeError(f"a date was expected, not {data!r}")
    return partial_date_from_iso(data)


def _built_words(data: Mapping[str, str]) -> Words:
    texts = {code: text for code, text in data.items() if code != SOURCE}
    first = data.get(SOURCE) or next(iter(texts), "")
    return Words(tuple(sorted(texts.items(), key=lambda pair: pair[0] != first)))
