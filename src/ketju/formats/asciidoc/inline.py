"""Markup inside a line of AsciiDoc: bold, code, links, attributes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from ketju.core.model.document import Text
from ketju.core.model.span import TextSpan
from ketju.formats.runs import Run, text_from_runs

MAX_INLINE = 100_000
"""Longer paragraphs are taken as they stand."""
MAX_NESTING = 4

_ATTRIBUTE_LINE = re.compile(r"^:(!?[\w][\w-]{0,60}!?):(?:[ \t]+(.*?))?[ \t]*$", re.MULTILINE)
_BUILT_IN = {
    "nbsp": "\u00a0",
    "zwsp": "",
    "empty": "",
    "sp": " ",
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "vbar": "|",
}
_BUILT_IN |= {
    "plus": "+",
    "asterisk": "*",
    "tilde": "~",
    "backtick": "`",
    "apos": "'",
    "quot": '"',
    "deg": "°",
}

_START = re.compile(
    r"""(?P<escape>\\(?=[*_`\#+^~\[{<(]|https?:|link:|mailto:))
    |(?P<attribute>\{[\w][\w-]{0,60}\})
    |(?P<anchor>\[\[[^\]\n]{1,200}\]\]|(?:anchor|bibref|indexterm2?):[^\s\[]{0,100}\[[^\]]{0,200}\])
    |(?:\[[^\]\[\n]{0,80}\])?(?:(?P<double>\*\*|__|``|\#\#|\+\+)(?=\S)|(?<![\w\\])(?P<single>[*_`\#+])(?=[^\s*_`\#+]))
    |(?P<raise>[\^~])(?=[^\s^~])
    |<(?=https?://)(?P<angle>[^>\s\[]{1,2000})>
    |(?P<macro>(?:\b(?:link|mailto|xref|image|icon|pass|kbd|btn|menu|tel)|footnote):)(?P<target>(?!:)[^\s\[\]]{0,2000})\[
    |(?P<url>\bhttps?://[^\s\[\]<>"]{1,2000})(?P<open>\[)?
    |<<(?P<reference>[^<>,\n]{1,200})(?:,(?P<label>[^<>]{0,500}))?>>
    |(?P<index>\(\(\([^()]{1,200}\)\)\))|\(\((?P<term>[^()]{1,200})\)\)
    |(?P<sign>\((?:C|R|TM)\)|(?<=\s)--(?=\s)|&\#?\w{1,10};)
    |(?P<hard>[ \t]\+(?=\n|$))""",
    re.VERBOSE,
)
_SIGNS = {"(C)": "©", "(R)": "®", "(TM)": "™", "--": "—"}
_END_DOUBLE = {sign: re.compile(rf"(?<=\S){re.escape(sign)}") for sign in ("**", "__", "``", "##", "++")}
_END_SINGLE = {sign: re.compile(rf"(?<=[^\s\\]){re.escape(sign)}(?!\w)") for sign in "*_`#+"}
_END_RAISE = {sign: re.compile(rf"(?<=[^\s]){re.escape(sign)}|(?=\s)") for sign in "^~"}
_TAIL = re.compile(r"[^\s\[\]<>\"{}]{0,2000}")
_LABEL_OPTIONS = re.compile(
    r",\s*(?:window|role|title|opts|options|id|subject|body|rel)\s*=.*|\^$", re.DOTALL
)


@dataclass(frozen=True)
class Attributes:
    """What ``{name}`` stands for."""

    values: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str | None:
        """The value of an attribute, None for one that nobody set."""
        return self.values.get(name.lower(), _BUILT_IN.get(name.lower()))


def attributes_of(source: str) -> Attributes:
    """The attributes that a text sets anywhere, with those in their values put in once."""
    attributes = Attributes()
    if ":" not in source:
        return attributes
    for found in _ATTRIBUTE_LINE.finditer(source):
        name = found[1].lower()
        if "!" not in name:
            value = re.sub(r"\{([\w-]+)\}", lambda name: attributes.value(name[1]) or name[0], found[2] or "")
            attributes.values[name] = value[:2000]
    return attributes


def inline(raw: str, span: TextSpan, attributes: Attributes) -> Text:
    """The printed text of a paragraph, with marks."""
    if len(raw) > MAX_INLINE or not _START.search(raw):
        return Text(raw.strip(), span)
    return text_from_runs(_Inline(raw, attributes, 0).runs(), span)


class _Inline:
    """Goes over a stretch of text once; ``never`` holds the signs that do not come again."""

    def __init__(self, raw: str, attributes: Attributes, depth: int) -> None:
        self.raw = raw
        self.attributes = attributes
        self.depth = depth
        self.never: set[str] = set()
        self.made: list[Run] = []

    def runs(self) -> list[Run]:
        at = plain_from = 0
        while found := _START.search(self.raw, at):
            taken = self._take(found)
            if taken is None:
                at = found.end()
                continue
            runs, at = taken
            if plain_from < found.start():
                self.made.append(Run(self.raw[plain_from : found.start()]))
            self.made += runs
            plain_from = at
        self.made.append(Run(self.raw[plain_from:]))
        return self.made

    def _take(self, found: re.Match[str]) -> tuple[list[Run], int] | None:
        """(what is printed, where the markup ends), or None when the signs mean themselves."""
        kind = found.lastgroup or ""
        if found["url"] or found["angle"] or found["macro"]:
            return self._link(found)
        match kind:
            case "escape":
                return [Run(self.raw[found.end() : found.end() + 1])], found.end() + 1
            case "attribute":
                return self._attribute(found[0][1:-1], found.end())
            case "anchor" | "index":
                return [], found.end()
            case "reference" | "label":
                return self._inside(found["label"] or found["reference"]), found.end()
            case "term":
                return [Run(found["term"])], found.end()
            case "sign":
                return [Run(_SIGNS.get(found[0]) or html.unescape(found[0]))], found.end()
            case "hard":
                return [], found.end()
            case _:
                return self._quoted(found, found[kind])

    def _attribute(self, name: str, at: int) -> tuple[list[Run], int] | None:
        """The value of an attribute, which may be the address of a link whose label follows."""
        value = self.attributes.value(name)
        if value is None:
            return None
        if value.startswith(("https://", "http://", "mailto:")):
            tail = _TAIL.match(self.raw, at)
            assert tail is not None
            rest = tail[0].rstrip(".,;:!?)*_`'")
            value, at = value + rest, at + len(rest)
            closed = self._closing_bracket(at) if self.raw.startswith("[", at) else None
            label = self.raw[at + 1 : closed] if closed is not None else ""
            return self._macro("link", value, label.strip()), at if closed is None else closed + 1
        return self._inside(value), at

    def _quoted(self, found: re.Match[str], sign: str) -> tuple[list[Run], int] | None:
        """Text between two equal signs."""
        ends = _END_RAISE if found["raise"] else _END_DOUBLE if found["double"] else _END_SINGLE
        if sign in self.never:
            return None
        end = ends[sign].search(self.raw, found.end())
        if end is None:
            self.never.add(sign)
            return None
        if found["raise"] and not end[0]:
            return None
        inside = self.raw[found.end() : end.start()]
        if sign[0] in "+":
            return [Run(inside)], end.end()
        if sign[0] == "`":
            inner = inside[1:-1] if inside[:1] == inside[-1:] == "+" and len(inside) > 2 else inside
            return [replace(run, code=True) for run in self._inside(inner)], end.end()
        return [replace(run, bold=run.bold or sign[0] == "*") for run in self._inside(inside)], end.end()

    def _inside(self, raw: str) -> list[Run]:
        if self.depth >= MAX_NESTING:
            return [Run(raw)]
        return _Inline(raw, self.attributes, self.depth + 1).runs()

    def _link(self, found: re.Match[str]) -> tuple[list[Run], int] | None:
        """A link or macro: its label stands in brackets after the target."""
        if found["angle"]:
            return [Run(found["angle"], link=found["angle"])], found.end()
        if found["url"] and not found["open"]:
            url = found["url"].rstrip(".,;:!?)*_`'")
            return [Run(url, link=url)], found.start() + len(url)
        closed = self._closing_bracket(found.end())
        if closed is None:
            return None
        name = (found["macro"] or "link:")[:-1]
        target = self._filled(found["url"] or found["target"])
        label = self.raw[found.end() : closed].replace("\\]", "]").strip()
        return self._macro(name, target, label), closed + 1

    def _closing_bracket(self, at: int) -> int | None:
        """Where the label that starts at a place ends."""
        if "]" in self.never:
            return None
        closed = self.raw.find("]", at)
        while closed > 0 and self.raw[closed - 1] == "\\":
            closed = self.raw.find("]", closed + 1)
        if closed < 0:
            self.never.add("]")
            return None
        return closed

    def _filled(self, target: str) -> str:
        if "{" not in target:
            return target
        return re.sub(r"\{([\w-]{1,60})\}", lambda name: self.attributes.value(name[1]) or name[0], target)

    def _macro(self, name: str, target: str, label: str) -> list[Run]:
        if name in ("image", "icon"):
            return []
        if name == "footnote":
            return [Run("["), *self._inside(label), Run("]")] if label else []
        if name in ("pass", "kbd", "btn", "menu"):
            return [Run(label or target)]
        label = _LABEL_OPTIONS.sub("", label).strip()
        if len(label) > 1 and label[0] == label[-1] == '"':
            label = label[1:-1]
        if name == "xref":
            return self._inside(label or target)
        link = f"{name}:{target}" if name in ("mailto", "tel") else target
        return [replace(run, link=link) for run in self._inside(label or target)]
