"""What can be wrong in a register file: codes (message keys) with parameters, never sentences.

Every problem has its place and the parameters ``file``, ``path`` ("entries/acme/since") and, where advice
can be given, ``hint``: the key of a second message, which the same parameters fill in.
"""

from __future__ import annotations

from typing import Literal, Protocol

from ketju.core.model.document import Position, ReadProblem
from ketju.core.model.span import TextSpan

Severity = Literal["error", "warning"]


class Placed(Protocol):
    """Anything with a place in the file: offsets of its code points, line and column from 1; line 0 is no place."""

    start: int
    end: int
    line: int
    column: int


CODES: dict[str, tuple[Severity, tuple[str, ...]]] = {
    "register.too-large": ("error", ("size", "limit")),
    "register.too-deep": ("error", ("limit",)),
    "register.syntax": ("error", ("reason",)),
    "register.several-documents": ("error", ()),
    "register.alias": ("error", ("found",)),
    "register.anchor": ("error", ("found",)),
    "register.tag": ("error", ("found",)),
    "register.key-not-text": ("error", ()),
    "register.duplicate-key": ("error", ("found", "first_line")),
    "register.not-a-register": ("error", ()),
    "register.version-unknown": ("error", ("found", "known")),
    "register.unknown-key": ("error", ("found", "suggestions")),
    "register.wrong-type": ("error", ("found", "expected")),
    "register.missing": ("error", ("member",)),
    "register.bad-character": ("error", ("character",)),
    "register.bad-date": ("error", ("found",)),
    "register.bad-number": ("error", ("found",)),
    "register.bad-flag": ("error", ("found",)),
    "register.bad-choice": ("error", ("found", "suggestions", "known")),
    "register.bad-id": ("error", ("found", "suggestions")),
    "register.cycle": ("error", ("found", "chain")),
    "register.bad-language": ("error", ("found",)),
    "register.bad-token": ("error", ("found",)),
    "register.unknown-country": ("error", ("found", "suggestions")),
    "register.unknown-reference": ("error", ("found", "kind", "suggestions")),
    "register.unknown-scheme": ("warning", ("found", "suggestions")),
    "register.hash-differs": ("error", ("found", "expected")),
}
"""Every code with its severity and its parameters beside ``file``, ``path`` and ``hint``."""

HINTED = frozenset(
    {
        "register.too-deep",
        "register.syntax",
        "register.several-documents",
        "register.alias",
        "register.anchor",
        "register.tag",
        "register.duplicate-key",
        "register.not-a-register",
        "register.version-unknown",
        "register.wrong-type",
        "register.missing",
        "register.bad-date",
        "register.bad-number",
        "register.bad-flag",
        "register.bad-choice",
        "register.bad-id",
        "register.cycle",
        "register.bad-language",
        "register.bad-token",
        "register.unknown-country",
        "register.unknown-reference",
        "register.hash-differs",
    }
)
"""Codes with advice under the code with ".hint"; suggestions, where there are any, are the better advice."""


def problem(code: str, at: Placed | None, file: str, path: str = "", **params: str) -> ReadProblem:
    """A problem at a place of the file, or at none."""
    at = at if at and at.line else None
    severity, _ = CODES[code]
    if params.get("suggestions"):
        params["hint"] = "register.did-you-mean"
    elif code in HINTED:
        params["hint"] = f"{code}.hint"
    return ReadProblem(
        code,
        span=TextSpan(at.start, at.end) if at else None,
        params=(("file", file), ("path", path), *params.items()),
        severity=severity,
        position=Position(at.line, at.column) if at else None,
    )
