"""Rules for blocks that CommonMark lacks, in the form that markdown-it-py takes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketju.formats.markdown.pipes import (
    PipeLine,
    is_delimiter,
    is_row,
    pipe_line,
    starts_other_block,
)

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

MAX_TAG_LINES = 500
MAX_FAILURES = 20

_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?|===)[ \t]*(?:[\w -]*?)[ \t]*(?:\"([^\"]*)\")?[ \t]*$")
_DIRECTIVE = re.compile(
    r":{3,}[ \t]*\{?[ \t]*([\w-]*)\}?[ \t]*(?:\[([^\]]*)\]|\"([^\"]*)\"|([^{\n]*?))[ \t]*(?:\{.*\})?$"
)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_MARKUP_LINE = re.compile(
    r"(?:\{%.*%\}|\{\{[<%]?.*[>%]?\}\}|\{:.*\}|\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\}|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]|"
    r"///.*|\\newpage|\\pagebreak)[ \t]*$",
    re.IGNORECASE,
)
_ESM = re.compile(
    r"(?:import\s+(?:[\w*{\"'].*?(?:from\s*)?[\"'].*|[{\w*][^.]*$)|export\s+(?:default\b|const\b|let\b|var\b|function\b|async\b|class\b|\{|\*).*)"
)
_COMPONENT = re.compile(r"</?(?:[A-Z][\w.]*|>)")
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)


def line_of(state: StateBlock, line: int) -> tuple[int, int]:
    """Where the content of a line starts and ends."""
    return state.bMarks[line] + state.tShift[line], state.eMarks[line]


def _text(state: StateBlock, line: int) -> str:
    start, end = line_of(state, line)
    return state.src[start:end]


def _emit(state: StateBlock, kind: str, start: int, end: int, meta: dict[str, object]) -> None:
    token = state.push(kind, "", 0)
    token.map = [start, end]
    token.meta = meta
    state.line = end


def pipes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A run of table rows, with or without a header."""
    if not _has_pipe(state, start) and not (start + 1 < end and _has_pipe(state, start + 1)):
        return False
    first = _pipe_line(state, start)
    headed = (
        start + 1 < end
        and state.sCount[start + 1] >= state.blkIndent
        and is_delimiter(_text(state, start + 1))
    )
    if first is None and not headed:
        return False
    if first is None:
        begin, stop = line_of(state, start)
        if not state.src[begin:stop].strip() or not _text(state, start + 1).lstrip().startswith("|"):
            return False
        first = PipeLine(begin, stop, [(begin, stop)], False, False, False)
    elif not headed and not is_row(first):
        return False
    if first.delimiter and not first.opened:
        return False
    if silent:
        return True
    lines = [first]
    at = start + 1
    while (after := _next_row(state, at, end, lines)) is not None:
        line, at = after
        lines.append(line)
    _emit(state, "pipes", start, at, {"lines": lines})
    return True


def _has_pipe(state: StateBlock, line: int) -> bool:
    return state.src.find("|", state.bMarks[line], state.eMarks[line]) >= 0


def _starts_with(state: StateBlock, line: int, letters: str) -> bool:
    at = state.bMarks[line] + state.tShift[line]
    return at < state.eMarks[line] and state.src[at] in letters


def _pipe_line(state: StateBlock, line: int) -> PipeLine | None:
    begin, stop = line_of(state, line)
    return pipe_line(state.src, begin, stop)


def _next_row(state: StateBlock, at: int, end: int, lines: list[PipeLine]) -> tuple[PipeLine, int] | None:
    """The next row of the table and the line after it; rows after one blank line still belong to it."""
    torn = at < end and state.isEmpty(at)
    at += torn
    if at >= end or state.isEmpty(at) or state.sCount[at] < state.blkIndent:
        return None
    line = _pipe_line(state, at)
    if line is None or (not line.opened and starts_other_block(_text(state, at))):
        return None
    if line.delimiter:
        return None if torn else (line, at + 1)
    if at + 1 < end and not lines[-1].delimiter and is_delimiter(_text(state, at + 1)):
        return None
    if torn:
        width = len(lines[0].cells)
        fits = len(line.cells) == width or (not lines[-1].closed and len(lines[-1].cells) < width)
        if not fits or not (line.opened or line.closed):
            return None
    return line, at + 1


def callout(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The first line of an admonition, tab or container, with its title; or a line of template code."""
    if not _starts_with(state, start, "!?=:{[$/\\"):
        return False
    text = _text(state, start)
    title, at = "", -1
    if text.startswith(("!!!", "???", "===")):
        match = _ADMONITION.match(text)
        if match is None or (text.startswith("===") and not match.group(1)):
            return False
        title, at = match.group(1) or "", match.start(1)
    elif text.startswith(":::"):
        match = _DIRECTIVE.match(text)
        if match is None:
            return False
        index = next((number for number in (2, 3, 4) if match.group(number)), 0)
        title, at = (match.group(index), match.start(index)) if index else ("", -1)
    elif not _MARKUP_LINE.match(text):
        return False
    if not silent:
        _emit(state, "callout", start, start + 1, {"title": title.strip(), "at": at})
    return True


def footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A footnote; its lines go on until a blank line or the next footnote."""
    match = _FOOTNOTE.match(_text(state, start)) if _starts_with(state, start, "[") else None
    if match is None:
        return False
    if silent:
        return True
    at = start + 1
    while at < end and not state.isEmpty(at) and not _ends_footnote(_text(state, at)):
        at += 1
    content = "\n".join(
        [_text(state, start)[match.end() :], *(_text(state, line) for line in range(start + 1, at))]
    )
    _emit(state, "footnote", start, at, {"label": match.group(1), "content": content})
    return True


def _ends_footnote(text: str) -> bool:
    return text.startswith(("[", "|")) or starts_other_block(text)


def module_code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An ``import`` or ``export`` of MDX, to where its brackets close."""
    if (
        not _starts_with(state, start, "ie")
        or state.level
        or state.sCount[start] - state.blkIndent > 0
        or not _ESM.match(_text(state, start))
    ):
        return False
    if silent:
        return True
    depth, at = 0, start
    while at < end:
        text = _text(state, at)
        depth += sum(text.count(letter) for letter in "([{") - sum(text.count(letter) for letter in ")]}")
        at += 1
        if depth <= 0 and (at >= end or state.isEmpty(at) or text.rstrip().endswith(";")):
            break
    _emit(state, "module_code", start, at, {})
    return True


def component(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that starts with a component tag of MDX, to the line on which that tag ends, if it ends soon."""
    failed = state.env.get("tags without end", 0)
    if (
        not _starts_with(state, start, "<")
        or failed > MAX_FAILURES
        or not _COMPONENT.match(_text(state, start))
    ):
        return False
    if silent:
        return True
    depth, at = 0, start
    while at < min(end, start + MAX_TAG_LINES):
        text = _text(state, at)
        depth += text.count("<") + text.count("{") - text.count(">") - text.count("}") + text.count("=>")
        at += 1
        if depth <= 0:
            break
    else:
        at = start + 1
        state.env["tags without end"] = failed + 1
    _emit(state, "html_block", start, at, {})
    return True


def expression(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines of MDX that are one ``{…}``: code, or a comment."""
    if not _starts_with(state, start, "{"):
        return False
    depth, at = 0, start
    while at < min(end, start + MAX_TAG_LINES):
        text = _text(state, at)
        depth += text.count("{") - text.count("}")
        at += 1
        if depth <= 0:
            break
    if depth or not _text(state, at - 1).rstrip().endswith("}"):
        return False
    if not silent:
        _emit(state, "comment" if _text(state, start).startswith("{/*") else "module_code", start, at, {})
    return True


def html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An HTML table from its first to its last line, blank lines in it or not."""
    match = _TABLE_TAG.match(_text(state, start)) if _starts_with(state, start, "<") else None
    if match is None or match.group(1) or "table without end" in state.env:
        return False
    depth, at = 0, start
    while at < end:
        if state.sCount[at] < state.blkIndent and not state.isEmpty(at):
            return False
        depth += sum(-1 if tag else 1 for tag in _TABLE_TAG.findall(_text(state, at)))
        at += 1
        if depth <= 0:
            if not silent:
                _emit(state, "html_block", start, at, {})
            return True
    state.env["table without end"] = True
    return False
