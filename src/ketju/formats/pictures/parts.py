"""What pictures are made of: the figure with its key, and the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.formats.writers.site.markup import Child, Markup, el


def figure(*drawn: Child, key: Sequence[Markup] = (), caption: str = "") -> Markup:
    """A picture with its key and what is to be said of it."""
    parts: list[Child] = []
    if key:
        parts.append(el("ul", [el("li", one) for one in key], class_="key"))
    if caption:
        parts.append(el("p", caption, class_="about"))
    return el("figure", *drawn, el("figcaption", *parts) if parts else None, class_="picture")


def wide(drawn: Markup, title: str) -> Markup:
    """A picture that is wider than a phone: it can be moved, with the keyboard too."""
    return el("div", drawn, class_="side", tabindex="0", role="region", aria_label=title)


def table(caption: str, headers: Sequence[str], rows: Sequence[Sequence[Child]]) -> Markup:
    """The data of a picture: the first cell of each row is its header."""
    head = el("thead", el("tr", [el("th", one, scope="col") for one in headers]))
    body = [
        el(
            "tr",
            el("th", row[0], scope="row"),
            [el("td", cell, data_label=header) for cell, header in zip(row[1:], headers[1:], strict=True)],
        )
        for row in rows
    ]
    return el("table", el("caption", caption), head, el("tbody", body))


def sample(kind: str, shape: str = "square") -> Markup:
    """A small sign for a key."""
    inner = {
        "disc": f'<circle class="{kind}" cx="10" cy="10" r="8"/>',
        "diamond": f'<path class="{kind}" d="M10 1l9 9-9 9-9-9z"/>',
        "triangle": f'<path class="{kind}" d="M10 1l9 17h-18z"/>',
        "square": f'<rect class="{kind}" x="2" y="2" width="16" height="16" rx="2"/>',
    }[shape]
    return Markup(f'<svg viewBox="0 0 20 20" aria-hidden="true">{inner}</svg>')
