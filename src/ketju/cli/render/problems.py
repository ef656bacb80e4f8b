"""Errors on the terminal: ``error[code]: sentence``, where it is, and what to do."""

from __future__ import annotations

import sys
from typing import TextIO

from ketju.core.model.document import Document, ReadProblem
from ketju.core.problems import Problem
from ketju.text.messages import problem_words
from ketju.text.render import Phrasebook

NO_LIST = "read.no-list"
"""The problem that is why nothing came out of a file."""


def print_problem(problem: Problem, phrases: Phrasebook, to: TextIO | None = None) -> None:
    """Show a problem on standard error."""
    sentence, hint = problem_words(problem, phrases)
    _print("error", problem.code, sentence, _place_of(problem), hint, phrases, to)


def print_read_problem(
    problem: ReadProblem,
    file: str,
    document: Document | None,
    phrases: Phrasebook,
    *,
    is_fatal: bool = False,
    to: TextIO | None = None,
) -> None:
    """Show a problem of reading, with its place in the file; as an error where it is why nothing came out."""
    sentence, hint = problem_words(problem, phrases)
    place = place_in(problem, file, document, phrases)
    _print("error" if is_fatal else problem.severity, problem.code, sentence, place, hint, phrases, to)


def print_unexpected(error: BaseException, phrases: Phrasebook) -> None:
    """Show an error that nobody foresaw."""
    about = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    sentence = phrases("internal", error=about)
    _print("error", "internal", sentence, "", phrases("internal.hint"), phrases, None)


def place_in(problem: ReadProblem, file: str, document: Document | None, phrases: Phrasebook) -> str:
    """Where a problem is: "list.txt:3:1", "list.xlsx, sheet Data, B3", or the file alone."""
    from ketju.cli.render.places import place_name

    at = problem.position
    if at is None and problem.span is not None and document is not None:
        return place_name(problem.span, document, file, phrases)
    if at is None:
        return f"{file}:1:1" if document is not None and document.source is not None else file
    return f"{file}:{at.line}:{at.column}"


def _place_of(problem: Problem) -> str:
    file, line = problem.params.get("file", ""), problem.params.get("line", "0")
    if not file or line in ("0", ""):
        return file
    return f"{file}:{line}:{problem.params.get('column', '1')}"


def _print(
    severity: str, code: str, sentence: str, place: str, hint: str, phrases: Phrasebook, to: TextIO | None
) -> None:
    lines = [f"{phrases('severity.' + severity)}[{code}]: {sentence}"]
    if place:
        lines.append(f"  --> {place}")
    if hint:
        lines.append(f"{phrases('severity.hint')}: {hint}")
    print("\n".join(lines), file=to or sys.stderr)
