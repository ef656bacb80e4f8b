"""The canonical form of a register: what it means as plain data, as bytes, and as a hash.

Two registers that mean the same have the same bytes. ``docs/decisions/what-the-content-hash-covers.md`` says
what is meaning and what is not. Source: D-2, RFC 8785.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import rfc8785

from ketju.core.model.register import Register, Words
from ketju.core.register.building import SOURCE as SOURCE
from ketju.core.register.building import Asked, built
from ketju.core.register.shape import (
    DateKind,
    Kind,
    ListKind,
    MapKind,
    RecordKind,
    TextKind,
    WordsKind,
    has_id,
    members,
)

FORMAT = 1
"""The number of the form, under ``ketju`` in the data and in the file."""

UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class _Form:
    """Whether what is no meaning is there too, and whether sets stay as they were given."""

    whole: bool = False
    as_given: bool = False


def data_from_register(register: Register, *, whole: bool = False, as_given: bool = False) -> dict[str, Any]:
    """The register as plain data: dicts, lists, strings, whole numbers and booleans.

    Strings are NFC, records stand in maps by their id, sets are sorted, and what is empty or has the model's
    default is left out. With ``whole`` it also holds what is kept but is no meaning (the version's label and
    date, the source revision, marks of inference). With ``as_given`` sets stay in the order in which they were
    given, for people who compare with what is printed. Raises ValueError when two records of a kind share an id.
    """
    return {"ketju": FORMAT, **_record(register, _Form(whole, as_given))}


def register_from_data(data: Mapping[str, Any], asked: Asked | None = None) -> Register:
    """The register that ``data`` holds, as made by ``data_from_register`` or read from its JSON.

    Raises ValueError for data of another form: readers of files check first and report what is wrong where.
    ``asked`` is told of every value of which more is asked than its type, and may raise ValueError.
    """
    if data.get("ketju") != FORMAT:
        raise ValueError(f"not a register of form {FORMAT}: {data.get('ketju')!r}")
    content = {name: value for name, value in data.items() if name != "ketju"}
    try:
        return cast(Register, built(RecordKind(Register), content, asked))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not the data of a register: {error}") from error


def canonical_bytes(register: Register) -> bytes:
    """The meaning of the register in the JSON Canonicalization Scheme (RFC 8785)."""
    return rfc8785.dumps(data_from_register(register))


def content_hash(register: Register) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal. Source: D-2."""
    return hashlib.sha256(canonical_bytes(register)).hexdigest()


def settled(kind: Kind, data: Any, *, as_given: bool = False) -> Any:
    """Plain data in the one whole form that all its spellings share: sets sorted, defaults left out.

    With ``as_given`` sets stay in the order in which they were given. Raises ValueError, TypeError or KeyError for
    data of another kind.
    """
    if isinstance(kind, RecordKind) and has_id(kind.of):
        return settled(MapKind(kind.of), {"": data}, as_given=as_given)[""]
    return _plain(kind, built(kind, data), _Form(True, as_given))


def meaning(kind: Kind, value: Any) -> Any:
    """What a value of the model means, as plain data; None, "", [] and {} stand for nothing."""
    return _plain(kind, value, _Form())


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


def _each_once(items: list[Any]) -> list[Any]:
    """Plain values as a set, in the order in which they were given."""
    return items if len(items) < 2 else list({rfc8785.dumps(item): item for item in items}.values())


def _plain(kind: Kind, value: Any, form: _Form) -> Any:
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
            return _record(value, form)
        case ListKind(item, ordered):
            items = [p for v in value if (p := _plain(item, v, form)) not in ("", {})]
            if ordered:
                return items
            return _each_once(items) if form.as_given else in_order(items)
        case MapKind():
            return _by_id(value, form)
    return value


def _record(record: Any, form: _Form) -> dict[str, Any]:
    found = {}
    of: type = type(record)
    for member in members(of):
        if not (member.meaning or form.whole):
            continue
        plain = _plain(member.kind, getattr(record, member.name), form)
        if plain is not None and plain not in ("", [], {}) and not _is_default(plain, member.default):
            found[member.name] = plain
    return found


def _is_default(plain: Any, default: Any) -> bool:
    return type(plain) is type(default) and bool(plain == default)


def _by_id(records: Iterable[Any], form: _Form) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        key = normal(record.id)
        if key in found:
            raise ValueError(f"two of {type(record).__name__} have the id {key!r}")
        found[key] = _record(record, form)
    return found


def _words(words: Words) -> dict[str, str]:
    """Texts by language; ``source`` names the original when there are several."""
    found: dict[str, str] = {}
    for code, text in words.texts:
        if text:
            found.setdefault(language_tag(code), normal(text))
    return {**found, SOURCE: next(iter(found))} if len(found) > 1 else found
