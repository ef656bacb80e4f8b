"""What an element is for: its role, whether it is shown, and whether it is part of the page's furniture."""

from __future__ import annotations

import re

from ketju.core.model.document import AsideKind
from ketju.formats.html.elements import LISTS, names
from ketju.formats.html.tokens import RAW_ELEMENTS
from ketju.formats.html.tree import HOLDS_HEADING, HOLDS_MAIN, HOLDS_TABLE, Node

_ROLE_TAGS = {
    "table": "table", "grid": "table", "treegrid": "table", "row": "tr", "rowgroup": "tbody", "cell": "td",
    "gridcell": "td", "columnheader": "th", "rowheader": "th", "list": "ul", "listitem": "li", "main": "main",
    "navigation": "nav", "menu": "nav", "menubar": "nav", "search": "nav", "contentinfo": "footer",
    "banner": "header", "article": "article", "dialog": "dialog", "alertdialog": "dialog",
}  # fmt: skip
# Elements whose own meaning a role does not change for us.
_FIXED = RAW_ELEMENTS | names(
    """table tr td th tbody thead tfoot caption ul ol li dl dt dd main article nav a button br img input select option
    noscript template"""
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_MAIN_IDS = names("main content main-content maincontent page-content")
_FOOTER_NAMES = re.compile(r"(?:^|[\s_-])(?:site-?|page-?|global-?)?footer(?:$|[\s_-])", re.IGNORECASE)
_MENU_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|menus|breadcrumbs?|toc|sidebar|topbar|social|pagination|pager|"
    r"languages?|lang-switcher|skip-?link|skip)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CONSENT_NAMES = re.compile(
    r"(?:cookie|consent)s?[\s_-]*(?:banner|bar|notice|pop-?up|modal|law|dialog|overlay|message|wrapper|box|prompt|"
    r"consent|settings|manager)|onetrust|cookiebot|cc-window|cky-|didomi|usercentrics|osano|iubenda-cs|klaro",
    re.IGNORECASE,
)
_OTHER_SITE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def role_tag(tag: str, attributes: dict[str, str]) -> str:
    """The tag that says what the element is: its own, or the one its ARIA role stands for."""
    role = attributes.get("role", "").strip().lower()
    if not role or tag in _FIXED:
        return tag
    if role == "heading":
        level = attributes.get("aria-level", "2")
        return f"h{level}" if level in "123456" and len(level) == 1 else "h2"
    return _ROLE_TAGS.get(role, tag)


def is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    """Is the element not shown to anybody who reads the page with a browser?"""
    if tag in ("noscript", "template"):
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    style = attributes.get("style")
    return bool(style and _NOT_SHOWN.search(style))


def is_main(tag: str, attributes: dict[str, str]) -> bool:
    """Is it the part of the page that holds its content?"""
    return tag in ("main", "article") or attributes.get("id", "").lower() in _MAIN_IDS


def furniture(tag: str, node: Node, attributes: dict[str, str], *, in_main: bool) -> AsideKind | None:
    """The kind of page furniture that the element is, or None for content.

    Inside the main content only what says that it is navigation is taken for it; a footer there is content.
    """
    if node.holds & HOLDS_MAIN:
        return None
    if tag == "nav":
        return None if in_main and node.holds & HOLDS_TABLE else "navigation"
    if in_main:
        return None
    names = f"{attributes.get('id', '')} {attributes.get('class', '')}"
    if tag == "footer":
        return None if node.holds & HOLDS_TABLE else "footer"
    if tag == "header" or tag == "dialog":
        return (
            "navigation" if not node.holds & (HOLDS_HEADING | HOLDS_TABLE) and _mostly_links(node) else None
        )
    if len(names) < 4 or node.holds & HOLDS_TABLE:
        return None
    if _CONSENT_NAMES.search(names):
        return "navigation"
    if tag in ("div", "section") and _FOOTER_NAMES.search(names) and _mostly_links(node, 0.3):
        return "footer"
    if (
        (tag in ("div", "section", "aside") or tag in LISTS)
        and _MENU_NAMES.search(names)
        and _mostly_links(node)
    ):
        return "navigation"
    return None


def _mostly_links(node: Node, share: float = 0.75) -> bool:
    return node.linked >= node.chars * share


def is_menu(items: int, targets: list[str], node: Node) -> bool:
    """Is a list outside the main content a menu: at least three items, nothing but links, most within the site?"""
    if items < 3 or len(targets) < items or not _mostly_links(node, 0.95):
        return False
    inside = sum(1 for target in targets if not _OTHER_SITE.match(target))
    return inside > len(targets) * 0.6
