"""Stretches of formatted text, put together into one ``Text`` with marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ketju.core.model.document import Mark, MarkKind, Text
from ketju.core.model.span import Span


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one format; ``link`` is the target of the link it belongs to."""

    text: str
    bold: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""


LINE_BREAK = Run("\n")
_FLAGS: tuple[MarkKind, ...] = ("bold", "strike", "code")


def text_from_runs(runs: Sequence[Run], span: Span) -> Text:
    """The runs as one text, without white space around it."""
    if len(runs) == 1 and runs[0] == Run(runs[0].text):
        return Text(runs[0].text.strip(), span)
    whole = "".join(run.text for run in runs)
    text = whole.strip()
    if not text:
        return Text("", span)
    cut = len(whole) - len(whole.lstrip())
    found: list[Mark] = []
    for kind in _FLAGS:
        if any(getattr(run, kind) for run in runs):
            found += _stretches(whole, ((len(run.text), "x" * getattr(run, kind)) for run in runs), kind)
    if any(run.link for run in runs):
        found += _stretches(whole, ((len(run.text), run.link) for run in runs), "link")
    found.sort(key=lambda mark: (mark.start, -mark.end))
    return Text(text, span, tuple(Mark(m.kind, m.start - cut, m.end - cut, m.target) for m in found))


def _stretches(whole: str, values: Iterable[tuple[int, str]], kind: MarkKind) -> list[Mark]:
    """Marks where the value holds, without white space at their ends; joined when only white space is between."""
    made: list[Mark] = []
    at = 0
    for length, value in values:
        start, end, at = at, at + length, at + length
        while start < end and whole[start].isspace():
            start += 1
        while end > start and whole[end - 1].isspace():
            end -= 1
        if not value or start == end:
            continue
        target = value if kind == "link" else ""
        if made and made[-1].target == target and not whole[made[-1].end : start].strip():
            start = made.pop().start
        made.append(Mark(kind, start, end, target))
    return made
