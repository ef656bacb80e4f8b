"""All pages of a publication, in every language."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources import files as packaged

from ketju.core.model.publication import Publication
from ketju.formats.writers.site.about import about_page, feed_path
from ketju.formats.writers.site.chain import chain_page
from ketju.formats.writers.site.choices import Choices, choice_index, choice_pages, choices_of
from ketju.formats.writers.site.companies import company_page
from ketju.formats.writers.site.edition import Edition, Subject, plain
from ketju.formats.writers.site.events import Event, by_entry, past_of
from ketju.formats.writers.site.frame import ICON, SECTIONS, STYLE, Frame, Page
from ketju.formats.writers.site.history import history_page
from ketju.formats.writers.site.indexes import data_page, places_page, purposes_page
from ketju.formats.writers.site.links import Chain, chain_of
from ketju.formats.writers.site.markup import Markup, el
from ketju.formats.writers.site.overview import overview
from ketju.formats.writers.site.rows import Rows
from ketju.formats.writers.site.served import look, pictures_page, snippets
from ketju.formats.writers.site.versions import version_pages
from ketju.text.render import phrasebook


def write_site(
    publication: Publication, languages: Sequence[str], files: Collection[str]
) -> dict[str, bytes]:
    """Every page by path, with the style and the icon that they share.

    ``files`` are the paths of what else the folder holds; pages link to those that are there. The same
    arguments give the same bytes.
    """
    site = Site(publication, languages, files)
    found = site.shared()
    for language in languages:
        found |= site.edition(language)
    return found


class Site:
    """The pages of a publication, language by language."""

    def __init__(self, publication: Publication, languages: Sequence[str], files: Collection[str]) -> None:
        self.subject = Subject(publication, tuple(languages), files)
        self.history, self.steps = past_of(publication)

    @cached_property
    def _events(self) -> Mapping[str, Sequence[Event]]:
        return by_entry(self.history, self.steps)

    @cached_property
    def _chain(self) -> Chain:
        return chain_of(self.subject.companies)

    @cached_property
    def _choices(self) -> Choices | None:
        return choices_of(self.subject.publication) if self.subject.has_choices else None

    def shared(self) -> dict[str, bytes]:
        """What all languages share: style, icon, and the pages that lead on to a language."""
        subject = self.subject
        more = look() if subject.publication.live else b""
        found = {STYLE: _packaged(STYLE) + more, ICON: _packaged(ICON)}
        first = _first(subject)
        found["index.html"] = _turn(subject, f"{first}/index.html", "")
        versions = subject.publication.versions
        for version in versions[-1:] if subject.publication.steps else versions:
            found[f"v/{version.digest}/index.html"] = _turn(subject, f"{first}.html", f"v/{version.digest}/")
        return found

    def edition(self, language: str) -> dict[str, bytes]:
        """Every page of a language."""
        edition = Edition(self.subject, language)
        frame = Frame(edition, menu_of(self.subject), feed_path(edition))
        found = {page.address(language): frame.page(page) for page in self._pages(edition)}
        for path, target in self.subject.moved.items():
            found[f"{language}/{path}"] = _moved(edition, target)
        if self.subject.publication.live:
            found |= snippets(edition)
        return found | self.permalinks(language)

    def permalinks(self, language: str) -> dict[str, bytes]:
        """The pages of versions in a language, which depend on nothing that came after them."""
        return version_pages(self.subject, language, self.history)

    def _pages(self, edition: Edition) -> Iterator[Page]:
        yield overview(edition, Rows(edition, self.subject.register.entries))
        yield places_page(edition)
        yield purposes_page(edition)
        yield data_page(edition)
        yield chain_page(edition, self._chain)
        yield history_page(edition, self.history)
        yield about_page(edition)
        for company in self.subject.companies:
            yield company_page(edition, company, self._chain, self._events)
        if self._choices:
            yield choice_index(edition, self._choices)
            yield from choice_pages(edition, self._choices)
        if "pictures" in self.subject.publication.live:
            yield pictures_page(edition, self.history)


def menu_of(subject: Subject) -> tuple[str, ...]:
    """The sections that have something to say."""
    entries = subject.register.entries
    there = {
        "choose": subject.has_choices,
        "purposes": any(entry.purpose_read for entry in entries),
        "data": any(one.terms for entry in entries for one in entry.data),
        "compare": subject.publication.current.number > 1,
    }
    return tuple(name for name in (*SECTIONS, *subject.publication.live) if there.get(name, True))


def _first(subject: Subject) -> str:
    """The language of visitors who named none: that of the list, else the first."""
    return subject.source if subject.source in subject.languages else subject.languages[0]


def _turn(subject: Subject, target: str, folder: str) -> bytes:
    """A page that leads on at once; the languages are there to choose for who is not led."""
    languages = [
        el("li", _language_link(language, _choice(folder, language))) for language in subject.languages
    ]
    edition = Edition(subject, _first(subject))
    return _leading(edition, target, el("ul", languages))


def _moved(edition: Edition, target: str) -> bytes:
    """A page that a company had before, which leads to the one that it has now."""
    return _leading(edition, target, el("p", el("a", edition("moved"), href=target)))


def _leading(edition: Edition, target: str, more: Markup) -> bytes:
    """A page that leads to another one."""
    return (
        f'<!doctype html>\n<html lang="{edition.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n<title>{plain(edition.title)}</title>\n'
        f'<link rel="canonical" href="{target}">\n</head>\n<body>\n'
        f"{el('main', el('h1', edition.title), more)}\n</body>\n</html>\n"
    ).encode()


def _language_link(language: str, target: str) -> Markup:
    return el("a", phrasebook(language)(f"language.{language}"), href=target, lang=language)


def _choice(folder: str, language: str) -> str:
    return f"{language}.html" if folder else f"{language}/index.html"


def _packaged(name: str) -> bytes:
    return (packaged(__package__) / name).read_bytes()
