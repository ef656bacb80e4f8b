"""What stands before a page's text: its title, its language and settings for the site generator."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketju.core.model.document import Text
from ketju.core.model.span import TextSpan

MAX_LENGTH = 100_000

_YAML = re.compile(
    r"\s*---[ \t]*\n(?:(?:(?!---[ \t]*$|\.\.\.[ \t]*$).*)\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE
)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n(?:(?!\+\+\+[ \t]*$).*\n)*?\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_SETTING = re.compile(r"^[\w\"'-]+[ \t]*[:=]|^\s*(?:#.*)?$|^\s+\S|^-\s|^\[", re.MULTILINE)
_TITLE = re.compile(r"^[\"']?title[\"']?[ \t]*[:=][ \t]*(.*)$", re.MULTILINE | re.IGNORECASE)
_LANGUAGE = re.compile(
    r"^[\"']?(?:lang|language|locale)[\"']?[ \t]*[:=][ \t]*[\"']?([a-zA-Z]{2,3}(?:[-_]\w{2,8})?)[\"']?[ \t]*$",
    re.MULTILINE,
)
_ESCAPED = re.compile(r"\\([\"\\/])")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The settings of a page from ``start`` to ``end``."""

    start: int
    end: int
    title: Text | None
    languages: tuple[str, ...]


def front_matter(source: str) -> FrontMatter | None:
    """The front matter with which the source begins (YAML or TOML), or None."""
    start = len(source) - len(source.lstrip())
    if not source.startswith(("---", "+++"), start):
        return None
    match = (_YAML if source[start] == "-" else _TOML).match(source, 0, start + MAX_LENGTH)
    if match is None:
        return None
    inside = source[start + 3 : match.end()]
    lines = inside.rstrip().split("\n")[1:-1]
    if (
        not lines
        or not all(_SETTING.match(line) for line in lines)
        or not any(line.strip() for line in lines)
    ):
        return None
    language = _LANGUAGE.search(inside)
    end = start + 3 + len(inside.rstrip())
    return FrontMatter(start, end, _title(source, start, end), (language.group(1),) if language else ())


def _title(source: str, start: int, end: int) -> Text | None:
    match = _TITLE.search(source, start, end)
    if match is None:
        return None
    value = match.group(1).strip()
    if len(value) > 1 and value[0] in "\"'" and value.endswith(value[0]):
        quote, value = value[0], value[1:-1]
        value = _ESCAPED.sub(r"\1", value) if quote == '"' else value.replace("''", "'")
    if not value or value in ("|", ">", "|-", ">-"):
        return None
    return Text(value, TextSpan(*match.span(1)))
