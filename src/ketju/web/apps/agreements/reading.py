"""Read what people write of terms, with every mistake at its place: a value of one parameter, or a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketju.core.model.document import Position, ReadProblem
from ketju.core.problems import Problem
from ketju.core.register.nearest import nearest
from ketju.core.terms.layers import LayerKind
from ketju.core.terms.parameters import Parameter, parameters
from ketju.core.terms.values import MANY, written
from ketju.formats.termsfile.reading import read_terms
from ketju.web.apps.parties.checking import Fault

MOST = 5
"""So many mistakes of a file are told at once."""


def parameter_in(given: str) -> Parameter | list[Fault]:
    """The parameter with an id, or what is wrong."""
    found = parameters().get(given.strip())
    if found is not None:
        return found
    if not given.strip():
        return [Fault("parameter", "web.wrong.missing")]
    close = ", ".join(nearest(given.strip()[:80], parameters(), limit=3))
    params = {"found": given.strip()[:80], "suggestions": close}
    hint = "register.did-you-mean" if close else "terms.parameter-unknown.hint"
    return [Fault("parameter", "terms.parameter-unknown", params), Fault("parameter", hint, params)]


def value_in(parameter: Parameter, given: str) -> str | list[str] | list[Fault]:
    """A value of a parameter as a file of terms has it, or what is wrong: its code, and advice.

    Several are parted by commas or stand on lines of their own.
    """
    text = given.strip()
    if not text:
        return [Fault("value", "web.wrong.missing")]
    parts = [one.strip() for one in re.split(r"[,;\n]", text) if one.strip()]
    try:
        return written(parameter.value(parts if parameter.kind in MANY else text))
    except Problem as problem:
        return _faults("value", problem)


def _faults(field: str, problem: Problem) -> list[Fault]:
    """What a problem says of a field, and its advice."""
    params = {name: str(value) for name, value in problem.params.items()}
    return [Fault(field, key, params) for key in (problem.code, problem.hint) if key]


def terms_faults(text: str, kind: LayerKind) -> list[Fault]:
    """What is wrong with a file of terms of a kind, each with line and column, code and advice; nothing for no text."""
    if not text.strip():
        return []
    layer, problems = read_terms(text)
    found = [fault for one in problems[:MOST] for fault in _told(one)]
    if layer is not None and layer.kind != kind:
        found.append(Fault("terms", "web.wrong.terms-kind", {"found": layer.kind, "expected": kind}))
    return found


def _told(one: ReadProblem) -> Iterator[Fault]:
    params = dict(one.params)
    hint = params.get("hint", "")
    yield from _place(one.position)
    yield Fault("terms", one.code, params)
    if hint:
        yield Fault("terms", hint, params)


def _place(at: Position | None) -> list[Fault]:
    if at is None:
        return []
    return [Fault("terms", "web.wrong.terms-at", {"line": str(at.line), "column": str(at.column)})]
