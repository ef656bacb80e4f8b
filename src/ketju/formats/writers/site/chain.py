"""The picture of the chain: publisher, sub-processors and those that they engage, and the same as nested lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketju.core.model.register import Entry
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.links import Chain
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined

ROW, BOX, WIDTH, GAP, LEFT = 30, 24, 250, 60, 4
"""Heights of a row and of a box in it, width of a box, gap between columns, margin."""
MOST_BOXES = 120
"""A picture with more boxes says nothing any more; the list says it then."""
LONGEST = 32
"""A name with more characters is cut in a box; its whole is its tooltip and stands in the list."""
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A company in the picture, with those that it engages; ``depth`` is its step in the chain."""

    company: Sequence[Entry]
    inner: Sequence[Node]
    planned: bool

    @property
    def size(self) -> int:
        """How many companies hang here, this one included."""
        return 1 + sum(node.size for node in self.inner)


def chain_page(edition: Edition, chain: Chain) -> Page:
    """The picture with its list."""
    title = edition("menu.chain")
    nodes = _nodes(edition, chain, chain.top, 1)
    drawn = 0 < sum(node.size for node in nodes) <= MOST_BOXES
    body = [
        el("h1", title),
        el("p", edition("chain.about"), class_="lead"),
        _picture(edition, nodes) if drawn else EMPTY,
        el("p", edition("chain.too-large"), class_="note") if nodes and not drawn else EMPTY,
        el("h2", edition("chain.list")),
        el("ul", el("li", _root(edition), _list(edition, nodes)), class_="tree"),
    ]
    return Page("chain.html", joined([title]), joined(body, "\n"), "chain")


def _root(edition: Edition) -> str:
    return edition.subject.register.publisher or edition("publisher")


def _nodes(edition: Edition, chain: Chain, names: Sequence[str], depth: int) -> list[Node]:
    """The companies that have an engagement in use or planned."""
    statuses = edition.subject.statuses
    found = []
    for name in names:
        used = [
            entry
            for entry in edition.subject.company_of[name]
            if statuses[entry.id] != "ended" and entry.role == "processor"
        ]
        if used:
            inner = _nodes(edition, chain, chain.below.get(name, ()), depth + 1) if depth < DEEPEST else []
            planned = all(statuses[entry.id] == "planned" for entry in used)
            found.append(Node(used, inner, planned))
    return found


def _list(edition: Edition, nodes: Sequence[Node]) -> Markup:
    if not nodes:
        return EMPTY
    pages = edition.subject.pages
    items = []
    for node in nodes:
        codes = dict.fromkeys(p.code for entry in node.company for p in entry.places if p.kind != "seat")
        places = joined([edition.place(code) for code in codes], ", ")
        more = el("span", "– ", places, class_="where") if places else EMPTY
        mark = el("span", joined(["(", edition.phrases("status.planned"), ")"])) if node.planned else EMPTY
        first = node.company[0]
        name = el("a", first.name, href=pages[first.id].partition("#")[0])
        items.append(el("li", joined([name, mark, more], " "), _list(edition, node.inner)))
    return el("ul", items)


class _Picture:
    """Boxes in columns, one for each step, with lines between."""

    def __init__(self) -> None:
        self.boxes: list[Markup] = []
        self.lines: list[Markup] = []
        self.rows = 0
        self.columns = 0

    def place(self, node: Node, column: int) -> float:
        """Draw a company with all that it engages; the height of its middle."""
        self.columns = max(self.columns, column)
        if node.inner:
            middles = [self.place(one, column + 1) for one in node.inner]
            middle = (middles[0] + middles[-1]) / 2
            self._join(column, middle, middles)
        else:
            middle = self.rows * ROW + ROW / 2
            self.rows += 1
        self._shape(node.company[0].name, column, middle, "box planned" if node.planned else "box")
        return middle

    def root(self, name: str, nodes: Sequence[Node]) -> None:
        """Draw the publisher with everybody."""
        middles = [self.place(node, 1) for node in nodes]
        middle = (middles[0] + middles[-1]) / 2
        self._join(0, middle, middles)
        self._shape(name, 0, middle, "box root")

    def _join(self, column: int, middle: float, others: Sequence[float]) -> None:
        start, end = _x(column) + WIDTH, _x(column + 1)
        half = (start + end) / 2
        for other in others:
            path = f"M{start:g} {middle:g}H{half:g}V{other:g}H{end:g}"
            self.lines.append(el("path", d=path))

    def _shape(self, name: str, column: int, middle: float, kind: str) -> None:
        text = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
        x, y = _x(column), middle - BOX / 2
        rect = el("rect", x=f"{x:g}", y=f"{y:g}", width=WIDTH, height=BOX, rx=5)
        label = el("text", text, x=f"{x + 10:g}", y=f"{middle + 4.5:g}")
        self.boxes.append(el("g", el("title", name), rect, label, class_=kind))


def _x(column: int) -> float:
    return LEFT + column * (WIDTH + GAP)


def _picture(edition: Edition, nodes: Sequence[Node]) -> Markup:
    picture = _Picture()
    picture.root(_root(edition), nodes)
    width, height = _x(picture.columns) + WIDTH + LEFT, picture.rows * ROW
    drawing = el(
        "svg",
        el("title", edition("chain.title")),
        el("g", picture.lines, class_="lines"),
        *picture.boxes,
        viewBox=f"0 0 {width:g} {height}",
        width=f"{width:g}",
        height=height,
        role="img",
        aria_label=edition("chain.alternative", count=len(picture.boxes) - 1),
    )
    planned = el("p", edition("chain.planned")) if any(node.planned for node in nodes) else EMPTY
    caption = el("figcaption", el("p", edition("chain.caption"), class_="about"), planned)
    scroll = el(
        "div", drawing, class_="scroll", tabindex="0", role="region", aria_label=edition("chain.title")
    )
    return el("figure", scroll, caption, class_="chain")
