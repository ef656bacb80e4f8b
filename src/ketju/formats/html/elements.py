"""What the elements of HTML are: which stand on lines of their own, which close which."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


VOID = names(
    "area base br col embed hr img input link meta param source track wbr frame keygen basefont bgsound"
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TABLE_PARTS = names("tr td th tbody thead tfoot caption colgroup col")
CELLS = names("td th")
LISTS = names("ul ol menu dir")

_FLOW = names(
    """address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul"""
)
_OTHERS = names("body dd dt frameset head legend li noscript optgroup option select template textarea")
BLOCK = _FLOW | TABLE_PARTS | _OTHERS

_INLINE = names(
    """a abbr acronym audio b bdi bdo big button canvas cite code data datalist del dfn em font html i iframe ins kbd
    label map mark math meter nobr object output picture progress q rp rt ruby s samp script slot small span strike
    strong style sub sup svg time title tt u var video"""
)
KNOWN = {name: name for name in sorted(BLOCK | VOID | _INLINE)}
"""Each name of an element, so that a source's many names are one string each."""

# Elements that no closing of another element reaches through.
_CELL_WALL = names("table td th caption")
_TABLE_WALL = names("table")

# A start tag closes these open elements, as far as none of the walls stands between.
_ROWS = names("tr td th caption colgroup")
_ROW_GROUPS = _ROWS | names("tbody thead tfoot")
CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(_FLOW, (names("p"), _CELL_WALL | names("button template"))),
    **dict.fromkeys(names("tbody thead tfoot caption"), (_ROW_GROUPS, _TABLE_WALL)),
    **dict.fromkeys(CELLS, (CELLS, _TABLE_WALL | names("tr"))),
    **dict.fromkeys(names("dt dd"), (names("dt dd p"), LISTS | _CELL_WALL | names("dl"))),
    "li": (names("li p"), LISTS | _CELL_WALL | names("section article main nav aside")),
    "tr": (_ROWS, _TABLE_WALL),
    "option": (names("option"), names("select optgroup datalist")),
    "optgroup": (names("option optgroup"), names("select")),
    "body": (names("head"), frozenset()),
}


def walls(tag: str) -> frozenset[str]:
    """The elements through which the end tag ``tag`` does not reach."""
    if tag in TABLE_PARTS or tag == "table":
        return _TABLE_WALL
    if tag == "li":
        return _CELL_WALL | LISTS
    return _CELL_WALL
