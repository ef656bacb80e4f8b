"""What the elements of HTML are: which stand on lines of their own, which close which, which are not shown."""

from __future__ import annotations

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr frame keygen basefont bgsound".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TABLE_PARTS = frozenset("tr td th tbody thead tfoot caption colgroup col".split())
CELLS = frozenset(("td", "th"))
LISTS = frozenset("ul ol menu dir".split())

BLOCK = (
    frozenset(
        """address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure
        footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p
        pre search section select summary table ul textarea noscript template""".split()
    )
    | TABLE_PARTS
)

_INLINE = """a abbr acronym audio b bdi bdo big button canvas cite code data datalist del dfn em font i ins kbd label map
mark meter nobr object output picture progress q rp rt ruby s samp slot small span strike strong sub sup svg time tt u
var video math title style script iframe html"""
KNOWN = {name: name for name in sorted(BLOCK | VOID | frozenset(_INLINE.split()))}
"""Each name of an element, so that a source's many names are one string each."""

# Elements that no closing of another element reaches through.
_CELL_WALL = frozenset("table td th caption".split())
_TABLE_WALL = frozenset(("table",))

# A start tag closes these open elements, as far as none of the walls stands between.
_CLOSES_P = (frozenset("p".split()), _CELL_WALL | {"button", "template"})
_ROWS = frozenset("tr td th caption colgroup".split())
CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (
        frozenset("li p".split()),
        LISTS | _CELL_WALL | frozenset("section article main nav aside".split()),
    ),
    "dt": (frozenset("dt dd p".split()), LISTS | _CELL_WALL | {"dl"}),
    "dd": (frozenset("dt dd p".split()), LISTS | _CELL_WALL | {"dl"}),
    "tr": (_ROWS, _TABLE_WALL),
    "td": (frozenset("td th".split()), _TABLE_WALL | {"tr"}),
    "th": (frozenset("td th".split()), _TABLE_WALL | {"tr"}),
    "tbody": (_ROWS | frozenset("tbody thead tfoot".split()), _TABLE_WALL),
    "thead": (_ROWS | frozenset("tbody thead tfoot".split()), _TABLE_WALL),
    "tfoot": (_ROWS | frozenset("tbody thead tfoot".split()), _TABLE_WALL),
    "caption": (_ROWS | frozenset("tbody thead tfoot".split()), _TABLE_WALL),
    "option": (frozenset(("option",)), frozenset("select optgroup datalist".split())),
    "optgroup": (frozenset("option optgroup".split()), frozenset(("select",))),
    "body": (frozenset(("head",)), frozenset()),
} | {
    tag: _CLOSES_P
    for tag in """address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul""".split()
}


def walls(tag: str) -> frozenset[str]:
    """The elements through which the end tag ``tag`` does not reach."""
    if tag in TABLE_PARTS or tag == "table":
        return _TABLE_WALL
    if tag == "li":
        return _CELL_WALL | LISTS
    return _CELL_WALL
