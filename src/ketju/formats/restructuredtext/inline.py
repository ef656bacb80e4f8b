"""Markup inside a line of reStructuredText: bold, code, links, substitutions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ketju.core.model.document import Text
from ketju.core.model.span import TextSpan
from ketju.formats.runs import Run, text_from_runs

MAX_INLINE = 100_000
"""Longer paragraphs are taken as they stand."""

_BEFORE = r"(?<![^\s'\"(\[{<\-/:‐–—„“«‘’,|])"
_AFTER = r"(?![^\s'\")\]}>\-/:.,;!?\\‐–—“”»’|])"
_START = re.compile(
    rf"""{_BEFORE}(?P<code>``)(?=\S)
    |{_BEFORE}(?P<bold>\*\*)(?=[^\s*])
    |{_BEFORE}(?P<emphasis>\*)(?=[^\s*])
    |{_BEFORE}(?::(?P<role>[A-Za-z][\w.:+-]{{0,60}}):)?(?P<phrase>`)(?=[^\s`])
    |(?P<substitution>\|)(?=[^\s|])
    |(?P<url>\b(?:https?://|mailto:)[^\s<>"'`]{{1,2000}})
    |(?P<note>\[(?:\#?[\w.-]{{0,40}}|\*)\])_{_AFTER}
    |(?P<name>\b\w[\w.-]{{0,80}}?)(?P<line>__?){_AFTER}(?<=\w_)
    |(?P<escape>\\.)""",
    re.VERBOSE | re.DOTALL,
)
_END = {
    "code": re.compile(rf"(?<=\S)``{_AFTER}"),
    "bold": re.compile(rf"(?<=[^\s\\])\*\*{_AFTER}"),
    "emphasis": re.compile(rf"(?<=[^\s*\\])\*(?!\*){_AFTER}"),
    "phrase": re.compile(rf"(?<=[^\s\\])`(?P<line>__?)?(?::(?P<role>[A-Za-z][\w.:+-]{{0,60}}):)?{_AFTER}"),
    "substitution": re.compile(r"(?<=[^\s\\])\|(?P<line>__?)?"),
}
_ESCAPE = re.compile(r"\\(\s?)(\S?)")
_TARGET = re.compile(
    r"^[ \t]*(?:\.\. (?:_(?P<name>`[^`\n]{1,300}`|(?:[^:\n\\]|\\.|:(?=\S)){1,300}):|__:)|__)"
    r"[ \t]*(?P<url>[^\s]*(?:\n[ \t]+(?!:)\S+)?)[ \t]*$",
    re.MULTILINE,
)
_SUBSTITUTION = re.compile(
    r"^[ \t]*\.\. \|([^|\n]+)\|[ \t]+(replace|image|unicode)::[ \t]*([^\n]*)", re.MULTILINE
)


@dataclass(frozen=True)
class Names:
    """What names stand for: targets of links, substitutions; ``anonymous`` targets stand in their order."""

    targets: dict[str, str] = field(default_factory=dict)
    anonymous: list[str] = field(default_factory=list)
    substitutions: dict[str, str] = field(default_factory=dict)

    def target(self, name: str) -> str | None:
        """Where a link goes; a target may name another one."""
        for _ in range(10):
            found = self.targets.get(_plain(name))
            if found is None:
                return None
            if not found.endswith("_") or "/" in found:
                return found
            name = found[:-1].strip("`")
        return None


def names_of(source: str) -> Names:
    """The targets and substitutions that a text declares anywhere."""
    names = Names()
    if ".. " not in source and "__ " not in source:
        return names
    for found in _TARGET.finditer(source):
        url = re.sub(r"\s+", "", found["url"]).replace("\\_", "_")
        if found["name"]:
            names.targets.setdefault(_plain(found["name"].strip("`").replace("\\:", ":")), url)
        elif url:
            names.anonymous.append(url)
    for found in _SUBSTITUTION.finditer(source):
        names.substitutions[_plain(found[1])] = "" if found[2] == "image" else found[3].strip()
    return names


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def inline(raw: str, span: TextSpan, names: Names) -> Text:
    """The printed text of a paragraph, with marks."""
    if len(raw) > MAX_INLINE or not _START.search(raw):
        return Text(raw.strip(), span)
    return text_from_runs(_Inline(raw, names).runs(), span)


def _embedded(inside: str) -> tuple[str, str]:
    """(label, target) of "label <target>"; the target is empty when there is none."""
    opened = inside.rfind("<")
    if opened < 0 or not inside.endswith(">"):
        return inside, ""
    return inside[:opened].rstrip(), inside[opened + 1 : -1].strip()


class _Inline:
    """Goes over a paragraph once; ``never`` holds the kinds of markup that do not end any more."""

    def __init__(self, raw: str, names: Names) -> None:
        self.raw = raw
        self.names = names
        self.never: set[str] = set()
        self.made: list[Run] = []
        self.anonymous = iter(names.anonymous)

    def runs(self) -> list[Run]:
        at = plain_from = 0
        while found := _START.search(self.raw, at):
            taken = self._take(found)
            if taken is None:
                at = found.end()
                continue
            run, at = taken
            if plain_from < found.start():
                self.made.append(Run(self.raw[plain_from : found.start()]))
            self.made.append(run)
            plain_from = at
        self.made.append(Run(self.raw[plain_from:]))
        return self.made

    def _take(self, found: re.Match[str]) -> tuple[Run, int] | None:
        """(what is printed, where the markup ends), or None when the signs mean themselves."""
        kind = found.lastgroup or ""
        if kind == "escape":
            return Run("" if found[0][1].isspace() else found[0][1]), found.end()
        if kind == "url":
            url = found[0].rstrip(".,;:!?)]}*|")
            return Run(url, link=url), found.start() + len(url)
        if kind == "note":
            return Run(found["note"]), found.end()
        if found["name"]:
            target = self.names.target(found["name"])
            return None if target is None else (Run(found["name"], link=target), found.end())
        end = self._end(kind, found.end())
        if end is None:
            return None
        return self._marked(kind, found, end)

    def _end(self, kind: str, at: int) -> re.Match[str] | None:
        if kind in self.never:
            return None
        end = _END[kind].search(self.raw, at)
        if end is None:
            self.never.add(kind)
        return end

    def _marked(self, kind: str, found: re.Match[str], end: re.Match[str]) -> tuple[Run, int] | None:
        inside = self.raw[found.end() : end.start()]
        if kind == "code":
            return Run(inside, code=True), end.end()
        inside = _ESCAPE.sub(r"\2", inside) if "\\" in inside else inside
        if kind == "substitution":
            printed = self.names.substitutions.get(_plain(inside))
            return (
                None if printed is None else (Run(printed, link=self._link(inside, end["line"])), end.end())
            )
        if kind == "phrase":
            return self._phrase(inside, end["line"], found["role"] or end["role"]), end.end()
        return Run(inside, bold=kind == "bold"), end.end()

    def _phrase(self, inside: str, line: str | None, role: str | None) -> Run:
        """Text in backquotes: a link, a role, or just a phrase."""
        label, embedded = _embedded(inside)
        if role:
            label = label or inside.lstrip("~!")
            return Run(label, bold=role == "strong", code=role in ("code", "literal", "command", "file"))
        if not line:
            return Run(inside)
        if embedded:
            target = self.names.target(embedded.removesuffix("_"))
            return Run(label or embedded, link=target or "".join(embedded.split()))
        return Run(inside, link=self._link(inside, line))

    def _link(self, name: str, line: str | None) -> str:
        if line == "__":
            return next(self.anonymous, "")
        return (self.names.target(name) or "") if line else ""
