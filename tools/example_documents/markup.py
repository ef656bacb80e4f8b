"""Pages as plain text, Markdown, MDX, HTML, reStructuredText and AsciiDoc."""

from __future__ import annotations

import re
from html import escape

from tools.example_documents.blocks import Block, Bullets, Grid, Head, Page, Pair, Para


def plain(page: Page) -> str:
    """As it looks when somebody copies the page from a browser."""
    lines: list[str] = []
    for block in page.blocks:
        match block:
            case Head(level, text, gap):
                above = 1 if page.spacious or level == 1 else 2
                lines += [*[""] * above, text, *[""] * gap] if lines else [text]
                lines += [""] if page.spacious or level == 1 else []
            case Para(text, _):
                lines += [text, ""] if page.spacious else ["", text, ""]
            case Pair(label, value):
                lines += [f"{label}: {value}".rstrip(), ""] if page.spacious else [f"{label}: {value}"]
            case Bullets(label, items):
                lines += [label, "", *(f"  • {item}" for item in items), ""]
            case Grid():
                lines += ["", *_tab_rows(block), ""]
    most = "\n\n\n" if any(isinstance(block, Pair) for block in page.blocks) and not page.spacious else "\n\n"
    return re.sub(r"\n{3,}", most, "\n".join(lines)).strip("\n") + "\n"


def _tab_rows(grid: Grid) -> list[str]:
    lines = ["\t".join(grid.headers)]
    for at, row in enumerate(grid.rows, 1):
        lines.append("\t".join(row))
        if at == grid.split_after:
            lines.append("")
        if at == grid.dashes_after:
            lines.append("\t".join("-" * 12 for _ in row))
    return lines


def markdown(page: Page) -> str:
    """Headings, lists and pipe tables."""
    return "\n\n".join(_markdown(block) for block in page.blocks) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Head(level, text):
            return f"{'#' * level} {text.replace('*', chr(92) + '*')}"
        case Para(text, link):
            return f"[{text}]({link})" if link else text.replace("* ", "\\* ", 1) if text[0] == "*" else text
        case Pair(label, value):
            return f"**{label}:** {value}".rstrip()
        case Bullets(label, items):
            return "\n".join([f"**{label}:**", "", *(f"- {item}" for item in items)]).rstrip()
        case Grid(headers, rows):
            lines = [headers, ["---"] * len(headers), *rows]
            return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def mdx(page: Page) -> str:
    """Markdown with front matter, an import and a component around the list."""
    title = page.title.replace('"', "'")
    head = f'---\ntitle: "{title}"\nslug: /{page.slug}\n---\n\nimport {{ Notice }} from "./notice"\n\n'
    return f"{head}{markdown(page)}\n<Notice>\n  {page.domain}\n</Notice>\n"


def html(page: Page) -> str:
    """A whole page with navigation and footer."""
    body = "\n".join(_html(block) for block in page.blocks)
    return _HTML.format(page=page, title=escape(page.title), body=body, publisher=escape(page.publisher))


def table_html(page: Page) -> str:
    """The table alone, for spreadsheets."""
    return (
        f'<!DOCTYPE html><html lang="{page.language}"><head><meta charset="utf-8">'
        f"<title>{escape(page.title)}</title></head><body><h1>{escape(page.title)}</h1>"
        f"{_html(page.table)}</body></html>"
    )


def printed_html(page: Page) -> str:
    """The page without what is for the screen only, for office programs and print."""
    body = "\n".join(_html(block) for block in page.blocks)
    return (
        f'<!DOCTYPE html><html lang="{page.language}"><head><meta charset="utf-8">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _html(block: Block) -> str:
    match block:
        case Head(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Para(text, link):
            return f'<p><a href="{link}">{escape(text)}</a></p>' if link else f"<p>{escape(text)}</p>"
        case Pair(label, value):
            return f"<p><strong>{escape(label)}:</strong> {escape(value)}</p>"
        case Bullets(label, items):
            listed = "".join(f"<li>{escape(item)}</li>" for item in items)
            return f"<p><strong>{escape(label)}</strong></p>" + (f"<ul>{listed}</ul>" if items else "")
        case Grid(headers, rows):
            head = "".join(f"<th>{escape(text)}</th>" for text in headers)
            rest = "".join(
                "<tr>" + "".join(f"<td>{_html_cell(c)}</td>" for c in row) + "</tr>\n" for row in rows
            )
            return f"<table border=1>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rest}</tbody></table>"


def _html_cell(text: str) -> str:
    return escape(" ".join(text.split()))


def restructured(page: Page) -> str:
    """Underlined headings, field lists and list tables."""
    return "\n\n".join(_restructured(block) for block in page.blocks) + "\n"


def _restructured(block: Block) -> str:
    match block:
        case Head(level, text):
            return f"{_escaped(text)}\n{'=-~'[level - 1] * (len(_escaped(text)))}"
        case Para(text, link):
            return f"`{text} <{link}>`__" if link else _escaped(text)
        case Pair(label, value):
            return f":{label}: {value}".rstrip()
        case Bullets(label, items):
            return "\n".join([f"**{label}**", "", *(f"* {item}" for item in items)]).rstrip()
        case Grid(headers, rows):
            lines = [".. list-table::", "   :header-rows: 1", ""]
            for row in (headers, *rows):
                lines += [f"   {'* -' if at == 0 else '  -'} {_cell(c)}".rstrip() for at, c in enumerate(row)]
            return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("*", "\\*")


def asciidoc(page: Page) -> str:
    """Headings with equals signs, description lists and tables."""
    return "\n\n".join(_asciidoc(block) for block in page.blocks) + "\n"


def _asciidoc(block: Block) -> str:
    match block:
        case Head(level, text):
            return f"{'=' * level} {text}"
        case Para(text, link):
            return f"{link}[{text}]" if link else f"{{empty}}{text}" if text[0] == "*" else text
        case Pair(label, value):
            return f"{label}:: {value}".rstrip()
        case Bullets(label, items):
            return "\n".join([f".{label}" if items else f"*{label}*", *(f"* {item}" for item in items)])
        case Grid(headers, rows):
            lines = [" ".join(f"|{_cell(cell)}".rstrip() for cell in row) for row in (headers, *rows)]
            return "\n".join(['[options="header"]', "|===", lines[0], "", *lines[1:], "|==="])


_STYLE = "body{font-family:sans-serif} td,th{padding:2px 7px;vertical-align:top;text-align:left}"
_HTML = """<!DOCTYPE html>
<html lang="{page.language}">
<head>
<meta charset="utf-8">
<title>{title} | {publisher}</title>
</head>
<body>
<nav><ul>
<li><a href="https://{page.domain}/">{publisher}</a></li>
<li><a href="https://{page.domain}/a">Blog</a></li>
<li><a href="https://{page.domain}/b">Login</a></li>
</ul></nav>
<main>
{body}
</main>
<footer><p>© {publisher}</p><p><a href="https://{page.domain}/cookies">Cookies</a></p></footer>
<script>window.page = "{page.slug}";</script>
</body>
</html>
"""
