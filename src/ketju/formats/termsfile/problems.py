"""What can be wrong in a file of terms: codes (message keys) with parameters, never sentences."""

from __future__ import annotations

from dataclasses import replace

from ketju.core.model.document import Position, ReadProblem
from ketju.core.model.span import TextSpan
from ketju.formats.registerfile.problems import CODES as SHARED
from ketju.formats.registerfile.problems import Placed
from ketju.formats.registerfile.problems import problem as shared_problem

OWN_HINTS = {
    "register.bad-date": "terms.bad-date.hint",
    "register.wrong-type": "terms.wrong-type.hint",
}
"""Advice where that of the register file does not fit: a day must be whole, and the schema is another."""

CODES: dict[str, tuple[str, ...]] = {
    "terms.not-terms": (),
    "terms.version-unknown": ("found", "known"),
    "terms.unknown-parameter": ("found", "suggestions"),
    "terms.unknown-row": ("found",),
    "terms.bad-lines": ("found",),
    "terms.bad-value": ("found", "parameter", "expected"),
    "terms.dates-reversed": ("found", "expected"),
    "terms.out-of-place": ("found", "kind"),
    "terms.empty": (),
}
"""Every code of its own with its parameters beside ``file``, ``path`` and ``hint``. Each has advice under ".hint"."""


def problem(code: str, at: Placed | None, file: str, path: str = "", **params: str) -> ReadProblem:
    """A problem at a place of the file, or at none; codes of the register file's own YAML are made by that."""
    if code in SHARED:
        shared = shared_problem(code, at, file, path, **params)
        return replace(shared, params=tuple(_own_hint(code, *one) for one in shared.params))
    at = at if at and at.line else None
    hint = "register.did-you-mean" if params.get("suggestions") else f"{code}.hint"
    return ReadProblem(
        code,
        span=TextSpan(at.start, at.end) if at else None,
        params=(("file", file), ("path", path), *params.items(), ("hint", hint)),
        severity="error",
        position=Position(at.line, at.column) if at else None,
    )


def _own_hint(code: str, name: str, text: str) -> tuple[str, str]:
    return (name, OWN_HINTS.get(code, text)) if name == "hint" else (name, text)
