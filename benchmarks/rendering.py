"""Published lists as the web page that their publisher's tools would make of them.

Small renderers, good enough to give office programs and browsers something to convert: Markdown through
markdown-it-py, reStructuredText (headings, paragraphs, bullets, ``list-table``, named links), YAML as tables.
HTML passes through without what a browser would fetch or run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title>
<style>@page{{size:{size}}} body{{font-family:sans-serif}} table{{border-collapse:collapse}}
th,td{{border:1px solid #999;padding:4px 8px;text-align:left;vertical-align:top}}</style>
</head><body>
{body}
</body></html>
"""
WIDE = 6  # columns from which a table needs the page turned
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?\n\1[ \t]*\n", re.DOTALL)
_SCRIPT_LINES = re.compile(r"^(import|export) .*?(?:;\s*$|^\);$|^};$)", re.DOTALL | re.MULTILINE)
_FETCHED = re.compile(
    r"<(script|iframe|svg|video|noscript)\b.*?</\1\s*>|<(?:link|img|source|meta)\b[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_FIELD_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)


def rendered(path: Path) -> str | None:
    """The list at ``path`` as an HTML page; None for plain text, which is converted as it stands.

    Raises ValueError for a suffix that has no renderer.
    """
    renderers: dict[str, Callable[[str], str]] = {
        ".md": _markdown,
        ".mdx": lambda text: _markdown(_SCRIPT_LINES.sub("", text)),
        ".rst": _restructured,
        ".yml": _yaml,
        ".yaml": _yaml,
    }
    suffix, text = path.suffix.lower(), path.read_text(encoding="utf-8")
    if suffix == ".txt":
        return None
    if suffix in (".html", ".htm"):
        return _FETCHED.sub("", text).replace("<head>", '<head><meta charset="utf-8">', 1)
    if suffix not in renderers:
        raise ValueError(f"no renderer for {suffix or 'files without a suffix'}: {path}")
    front = _FRONT_MATTER.match(text)
    title = _FIELD_TITLE.search(front.group()) if front else None
    body = renderers[suffix](text[front.end() :] if front else text)
    wide = max((row.count("<th>") for row in body.split("</tr>")), default=0) >= WIDE
    size = "29.7cm 21cm" if wide else "21cm 29.7cm"
    return _PAGE.format(title=escape(title.group(1) if title else path.stem), body=body, size=size)


def _markdown(text: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


def _yaml(text: str) -> str:
    import yaml

    return "\n".join(_yaml_blocks(yaml.load(text, Loader=yaml.BaseLoader)))


def _yaml_blocks(value: Any) -> Iterator[str]:
    """Sequences of mappings become tables, other values one paragraph each."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                yield f"<h2>{escape(str(key))}</h2>"
                yield from _yaml_blocks(inner)
            else:
                yield f"<p>{escape(str(key))}: {escape(str(inner))}</p>"
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        keys = list(dict.fromkeys(key for item in value for key in item))
        yield "<table><thead><tr>" + "".join(f"<th>{escape(key)}</th>" for key in keys) + "</tr></thead>"
        for item in value:
            yield "<tr>" + "".join(f"<td>{_linked(str(item.get(key, '')))}</td>" for key in keys) + "</tr>"
        yield "</table>"
    elif isinstance(value, list):
        yield "<ul>" + "".join(f"<li>{escape(str(item))}</li>" for item in value) + "</ul>"
    else:
        yield f"<p>{escape(str(value))}</p>"


def _linked(value: str) -> str:
    shown = escape(value)
    return f'<a href="{shown}">{shown}</a>' if re.fullmatch(r"https?://\S+", value) else shown


def _restructured(text: str) -> str:
    targets = dict(re.findall(r"^\.\. _([^:\n]+): (\S+)$", text, re.MULTILINE))
    text = re.sub(r"^\.\. _.*\n?", "", text, flags=re.MULTILINE)
    blocks = re.split(r"\n[ \t]*\n", text)
    return "\n".join(_restructured_blocks(blocks, targets))


def _restructured_blocks(blocks: list[str], targets: dict[str, str]) -> Iterator[str]:
    levels: list[str] = []
    in_table = False
    for block in blocks:
        lines = block.strip("\n").split("\n")
        if in_table and lines[0].startswith(" "):
            yield _list_table(lines, targets)
            in_table = False
        elif len(lines) == 2 and re.fullmatch(r"([=\-~^\"'#*+])\1+", lines[1]):
            levels += [lines[1][0]] if lines[1][0] not in levels else []
            level = levels.index(lines[1][0]) + 1
            yield f"<h{level}>{_inline(lines[0], targets)}</h{level}>"
        elif lines[0].startswith(".. list-table::"):
            in_table = True
        elif lines[0].startswith(".. "):
            continue
        elif lines[0].startswith(("- ", "* ")):
            yield "<ul>" + "".join(f"<li>{_inline(line[2:], targets)}</li>" for line in lines) + "</ul>"
        elif block.strip():
            yield f"<p>{_inline(' '.join(line.strip() for line in lines), targets)}</p>"


def _list_table(lines: list[str], targets: dict[str, str]) -> str:
    rows: list[list[str]] = []
    for line in lines:
        cell = re.match(r"\s*(\* )?- ?(.*)", line)
        if cell and cell.group(1):
            rows.append([cell.group(2)])
        elif cell and rows:
            rows[-1].append(cell.group(2))
        elif rows:
            rows[-1][-1] += " " + line.strip()
    made = []
    for number, row in enumerate(rows):
        tag = "td" if number else "th"
        made.append("<tr>" + "".join(f"<{tag}>{_inline(cell, targets)}</{tag}>" for cell in row) + "</tr>")
    return f"<table><thead>{made[0]}</thead><tbody>{''.join(made[1:])}</tbody></table>" if made else ""


def _inline(text: str, targets: dict[str, str]) -> str:
    def link(match: re.Match[str]) -> str:
        target = match.group(2)
        return f'<a href="{escape(targets.get(target, target))}">{match.group(1)}</a>'

    shown = escape(text, quote=False)
    shown = re.sub(r"`([^`&]+?) &lt;(.+?)&gt;`__?", link, shown)
    shown = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", shown)
    return re.sub(r"``(.+?)``", r"<code>\1</code>", shown)
