"""The frame of a page: what stands around its content, the same on all of them."""

from __future__ import annotations

from dataclasses import dataclass

from ketju.formats.writers.site.edition import Edition, plain
from ketju.formats.writers.site.markup import EMPTY, Markup, el, escaped, joined
from ketju.text.render import phrasebook

STYLE = "style.css"
ICON = "icon.svg"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"
"""The content security policy that every page brings along; servers may say it with more words in a header."""
SECTIONS = ("index", "choose", "places", "purposes", "data", "chain", "history", "about")
"""The pages of the menu, in its order."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an edition: where it is ("companies/acme.html"), what it is called, what it says.

    ``section`` names the page of the menu that it belongs to.
    """

    path: str
    title: Markup
    body: Markup
    section: str = ""

    @property
    def depth(self) -> int:
        """How many folders it is below the root."""
        return self.address("xx").count("/")

    def address(self, language: str) -> str:
        """Where the page is in a language; permalinks begin with the version, not with the language."""
        if self.path.startswith("v/"):
            return f"{self.path}{language}.html"
        return f"{language}/{self.path}"


class Frame:
    """Puts pages of an edition into the frame; ``menu`` names the sections that there are."""

    def __init__(self, edition: Edition, menu: tuple[str, ...], feed: str = "") -> None:
        self.edition = edition
        self.menu = menu
        self.feed = feed
        self._heads: dict[tuple[int, str], str] = {}
        self._feet: dict[int, str] = {}
        self._labels = {
            language: phrasebook(language)(f"language.{language}") for language in edition.subject.languages
        }

    def page(self, page: Page) -> bytes:
        """The whole page in UTF-8."""
        up = "../" * page.depth
        title = plain(page.title)
        own = plain(self.edition.title)
        full = title if title == own else f"{title} – {own}"
        return (
            f'<!doctype html>\n<html lang="{self.edition.language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            f'<title>{full}</title>\n<link rel="stylesheet" href="{up}{STYLE}">\n'
            f'<link rel="icon" href="{up}{ICON}" type="image/svg+xml">\n{self._alternates(page, up)}</head>\n<body>\n'
            f"{self._before(page, up)}"
            f'<main id="main" tabindex="-1">\n{page.body}\n</main>\n{self._after(page, up)}</body>\n</html>\n'
        ).encode()

    def _alternates(self, page: Page, up: str) -> str:
        base = self.edition.subject.publication.base_url or up
        links = [
            f'<link rel="alternate" hreflang="{language}" href="{escaped(base)}{escaped(page.address(language))}">\n'
            for language in self.edition.subject.languages
        ]
        if self.feed:
            feed = escaped(self.edition("feed"))
            links.append(
                f'<link rel="alternate" type="application/atom+xml" title="{feed}" href="{up}{self.feed}">\n'
            )
        if self.edition.subject.register.tlp != "TLP:CLEAR":
            links.append('<meta name="robots" content="noindex">\n')
        return "".join(links)

    def _before(self, page: Page, up: str) -> str:
        key = (page.depth, page.section)
        if key not in self._heads:
            self._heads[key] = self._head(page, up)
        return self._heads[key].replace("\0", self._languages(page, up))

    def _head(self, page: Page, up: str) -> str:
        edition = self.edition
        home = f"{up}{edition.language}/"
        items = [
            el(
                "li",
                el(
                    "a",
                    edition(f"menu.{name}"),
                    href=f"{home}{name}.html",
                    aria_current=_current(name, page),
                ),
            )
            for name in self.menu
        ]
        return (
            f"{el('a', edition('skip'), class_='skip', href='#main')}\n"
            f'<header>\n<div class="bar">{el("p", el("a", edition.title, href=home + "index.html"), class_="home")}'
            f"\0{self._label()}</div>\n"
            f"{el('nav', el('ul', items), class_='menu', aria_label=edition('menu'))}\n</header>\n"
        )

    def _languages(self, page: Page, up: str) -> str:
        own = self.edition.language
        items = [
            el(
                "li",
                el(
                    "a",
                    self._labels[language],
                    href=up + page.address(language),
                    lang=None if language == own else language,
                    hreflang=language,
                    aria_current="true" if language == own else None,
                ),
            )
            for language in self.edition.subject.languages
        ]
        if len(items) < 2:
            return ""
        return el("nav", el("ul", items), class_="languages", aria_label=self.edition("languages"))

    def _label(self) -> Markup:
        return tlp_label(self.edition.subject.register.tlp)

    def _after(self, page: Page, up: str) -> str:
        if page.depth not in self._feet:
            self._feet[page.depth] = self._foot(up)
        return self._feet[page.depth]

    def _foot(self, up: str) -> str:
        edition = self.edition
        current = edition.subject.publication.current
        said = joined(
            [
                el("span", edition("foot.version", number=current.number)),
                edition.date(current.on),
                el(
                    "a",
                    edition("foot.permalink"),
                    href=f"{up}v/{current.digest}/{edition.language}.html",
                    title=current.digest,
                ),
            ],
            " · ",
        )
        return (
            f'<footer>\n<div class="bar">{el("p", said)}{self._label()}</div>\n'
            f"{el('p', edition('foot.made'), class_='made')}\n</footer>\n"
        )


def tlp_label(label: str) -> Markup:
    """The label of the Traffic Light Protocol in its colours (requirements 6.6)."""
    if not label:
        return EMPTY
    kind = label.removeprefix("TLP:").lower().replace("+strict", "")
    return el("p", el("span", label, class_=f"tlp {kind}"), class_="label")


def _current(name: str, page: Page) -> str | None:
    if name != page.section:
        return None
    return "page" if page.path == f"{name}.html" else "true"
