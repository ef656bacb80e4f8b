"""The register as JSON for machines: its canonical form with its hash, and what is known of the release.

``{"register": …, "release": …, "sha256": …, "waivers": …}`` in RFC 8785 and one line. The hash is that of the bytes of
``register`` alone, so anybody can check it with a JSON library that writes RFC 8785. Where customers were told of
entries, ``dates`` stand beside it: by id "announced", "closes" (the last day to object by general terms), "effective",
"since" (in use), as far as they are known. Source: D-2.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as TypingMapping
from dataclasses import asdict
from typing import Any

import rfc8785

from ketju.core.model.document import Position, ReadProblem
from ketju.core.model.publication import EntryDates
from ketju.core.model.register import Register
from ketju.core.register.canonical import content_hash, data_from_register
from ketju.core.register.shape import members
from ketju.formats.registerfile.as_written import register_as_written
from ketju.formats.registerfile.nodes import MAX_CHARACTERS, MAX_DEPTH, Mapping, Node, Scalar, Sequence
from ketju.formats.registerfile.problems import problem
from ketju.formats.registerfile.reading import register_from_node

REGISTER = "register"
RELEASE = "release"
HASH = "sha256"
WAIVERS = "waivers"
DATES = "dates"
RELEASE_MEMBERS = tuple(m.name for m in members(Register) if not m.meaning and m.name != WAIVERS)
"""Members of the register that say which release it is; they stand outside of what is hashed."""

_NOWHERE = (0, 0, 0, 0)
_WORDS = {True: "true", False: "false", None: ""}


def write_json(
    register: Register, digest: str = "", dates: TypingMapping[str, EntryDates] | None = None
) -> str:
    """The register as JSON with its hash, which is computed unless it is given; ``dates`` of entries stand beside it.

    Raises ValueError when two records of a kind share an id.
    """
    beside = _beside(register)
    envelope: dict[str, Any] = {
        REGISTER: data_from_register(register),
        RELEASE: {name: beside[name] for name in RELEASE_MEMBERS if name in beside},
        HASH: digest or content_hash(register),
    }
    if WAIVERS in beside:
        envelope[WAIVERS] = beside[WAIVERS]
    if dates:
        envelope[DATES] = {id: _days(one) for id, one in dates.items()}
    return rfc8785.dumps(envelope).decode() + "\n"


def _days(dates: EntryDates) -> dict[str, str]:
    """The days of an entry that are known, as ISO 8601."""
    return {name: day.isoformat() for name, day in asdict(dates).items() if day is not None}


def release_data(register: Register) -> dict[str, Any]:
    """What says which release a register is, as plain data; it stands outside of what is hashed."""
    beside = _beside(register)
    return {name: beside[name] for name in RELEASE_MEMBERS if name in beside}


def _beside(register: Register) -> dict[str, Any]:
    """The members of a register that are no meaning, as plain data, without going over the entries."""
    names = (found.name for found in members(Register) if not found.meaning)
    return data_from_register(Register(**{name: getattr(register, name) for name in names}), whole=True)


def read_json(text: str, name: str = "") -> tuple[Register | None, tuple[ReadProblem, ...]]:
    """The register in its JSON form, with or without the envelope, and its problems.

    It is checked like a ``ketju.yaml``; places are paths, as JSON that machines write has one line. A hash that is
    not that of the register is an error: somebody changed one of the two.
    """
    written = register_as_written(text)
    if written is not None:
        return written, ()
    root, refused = _composed(text, name)
    if root is None:
        return None, tuple(refused)
    inner = root.get(REGISTER) if isinstance(root, Mapping) else None
    if not isinstance(root, Mapping) or not isinstance(inner, Mapping):
        return register_from_node(root, refused, name)
    release = root.get(RELEASE)
    if isinstance(release, Mapping):
        inner.pairs += [pair for pair in release.pairs if pair[0].value in RELEASE_MEMBERS]
    inner.pairs += [pair for pair in root.pairs if pair[0].value == WAIVERS]
    register, problems = register_from_node(inner, refused, name)
    stated = root.get(HASH)
    if register is None or not isinstance(stated, Scalar):
        return register, problems
    found = content_hash(register)
    if found == stated.value or any(p.severity == "error" for p in problems):
        return register, problems
    return register, (
        *problems,
        problem("register.hash-differs", None, name, HASH, found=found, expected=stated.value),
    )


def _composed(text: str, file: str) -> tuple[Node | None, list[ReadProblem]]:
    """The tree of a JSON text. Only its scalars' values and its paths mean anything: it has no places."""
    if len(text) > MAX_CHARACTERS:
        return None, [
            problem("register.too-large", None, file, size=str(len(text)), limit=str(MAX_CHARACTERS))
        ]
    refused: list[ReadProblem] = []
    try:
        data = json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
        return _node(data, refused, file, ()), refused
    except json.JSONDecodeError as error:
        at = Position(error.lineno, error.colno)
        found = problem("register.syntax", None, file, reason=error.msg)
        return None, [ReadProblem(found.code, None, found.params, found.severity, at)]
    except (_TooDeep, RecursionError):
        return None, [problem("register.too-deep", None, file, limit=str(MAX_DEPTH))]


class _Pairs(list[tuple[str, Any]]):
    """The members of a JSON object in order, names that occur twice included."""


class _TooDeep(Exception):
    """Nested deeper than any register."""


def _node(data: Any, refused: list[ReadProblem], file: str, path: tuple[str, ...]) -> Node:
    if len(path) > MAX_DEPTH:
        raise _TooDeep
    if isinstance(data, _Pairs):
        found = Mapping(*_NOWHERE, flow=True)
        seen: set[str] = set()
        for key, value in data:
            if key in seen:
                where = "/".join((*path, key))
                refused.append(problem("register.duplicate-key", None, file, where, found=key, first_line=""))
                found.bad = True
            else:
                found.pairs.append((Scalar(*_NOWHERE, key), _node(value, refused, file, (*path, key))))
            seen.add(key)
        return found
    if isinstance(data, list):
        items = [_node(value, refused, file, (*path, str(at))) for at, value in enumerate(data, 1)]
        return Sequence(*_NOWHERE, flow=True, items=items)
    return Scalar(*_NOWHERE, data if isinstance(data, str) else _WORDS[data])
