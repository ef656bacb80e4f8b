"""What every page is made with: the publication, and the words and texts of one language."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ketju.core.model.date import PartialDate
from ketju.core.model.publication import Publication
from ketju.core.model.register import Entry, Place, Register, Words
from ketju.core.register.companies import grouped_by_company
from ketju.core.register.status import Status, status_of
from ketju.formats.writers.site.addresses import company_names, former_names
from ketju.formats.writers.site.markup import EMPTY, Markup, el, escaped, joined
from ketju.formats.writers.site.sections import using
from ketju.text.reasons import names_of
from ketju.text.render import Phrasebook, phrasebook
from ketju.text.terms import language_name
from ketju.text.values import date_words, place_name


@dataclass(frozen=True)
class Subject:
    """What is shown, the same in every language: a publication, its languages and the files beside the pages."""

    publication: Publication
    languages: tuple[str, ...]
    files: Collection[str]

    @property
    def register(self) -> Register:
        """The register that holds."""
        return self.publication.register

    @cached_property
    def statuses(self) -> dict[str, Status]:
        """The status of each entry on the day of publication, by id."""
        return {entry.id: status_of(entry, self.publication.on) for entry in self.register.entries}

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The entries by id."""
        return {entry.id: entry for entry in self.register.entries}

    @cached_property
    def users(self) -> dict[str, tuple[str, ...]]:
        """The services that use each group."""
        return {group.id: using(self.register, group.id) for group in self.register.groups}

    @cached_property
    def companies(self) -> tuple[tuple[Entry, ...], ...]:
        """The entries by company."""
        return grouped_by_company(self.register.entries)

    @cached_property
    def page_names(self) -> dict[str, str]:
        """The name of the page of the company of each entry, by id."""
        names = company_names(self.companies)
        return {
            entry.id: name for name, company in zip(names, self.companies, strict=True) for entry in company
        }

    @cached_property
    def pages(self) -> dict[str, str]:
        """The page of each entry, by id: that of its company."""
        return {
            entry.id: f"companies/{self.page_names[entry.id]}.html"
            + (f"#{entry.id}" if len(company) > 1 else "")
            for company in self.companies
            for entry in company
        }

    @cached_property
    def moved(self) -> dict[str, str]:
        """Pages of earlier versions whose company has another page now → that page."""
        former = former_names(self.publication, self.page_names)
        return {f"companies/{name}.html": f"{self.page_names[id]}.html" for name, id in former.items()}

    @cached_property
    def company_of(self) -> dict[str, tuple[Entry, ...]]:
        """Each company by the id of its first entry."""
        return {company[0].id: company for company in self.companies}

    @cached_property
    def heads(self) -> dict[str, Entry]:
        """The first entry of the company of each entry, by id: a company is spoken of by that one."""
        return {entry.id: company[0] for company in self.companies for entry in company}

    @cached_property
    def source(self) -> str:
        """The language of texts of which nobody says in which one they are; "" when that is not known."""
        return next(iter(self.register.languages), "")

    @cached_property
    def has_choices(self) -> bool:
        """Whether customers differ in what applies to them."""
        register = self.register
        asked = any(entry.condition and entry.condition.option for entry in register.entries)
        return bool(register.services or register.regions or register.options or asked)


class Edition:
    """The pages of one language: its words, and the texts of the register in it or in their original language."""

    def __init__(self, subject: Subject, language: str) -> None:
        self.subject = subject
        self.language = language
        self.phrases: Phrasebook = phrasebook(language)
        self.names = names_of(subject.register, language)
        self.title = self._title(subject.register)
        self._dates: dict[PartialDate | date, Markup] = {}
        self._places: dict[str, Markup] = {}
        self._words: dict[str, str] = {}

    def __call__(self, key: str, /, **params: object) -> str:
        """Words of the site: ``site.<key>``."""
        if params:
            return self.phrases(f"site.{key}", **params)
        return self._said(f"site.{key}")

    def column(self, name: str) -> str:
        """The header of a column."""
        return self._said(f"column.{name}")

    def _said(self, key: str) -> str:
        """Words without parameters, looked up once."""
        if key not in self._words:
            self._words[key] = self.phrases(key)
        return self._words[key]

    def words(self, words: Words) -> Markup:
        """A text in this language, else in its original one and marked so."""
        found = words.in_language(self.language)
        return self._in(*found) if found else EMPTY

    def original(self, text: str) -> Markup:
        """A text that there is in one language only, that of the register."""
        return self._in(self.subject.source, text) if text else EMPTY

    def term(self, kind: str, name: str) -> Markup:
        """A DPV term in words, its own English name where there are none."""
        key = f"{kind}.{name}"
        if self.phrases.has(key):
            return escaped(self.phrases(key))
        spaced = "".join(f" {c.lower()}" if c.isupper() and at else c for at, c in enumerate(name))
        return el("span", spaced, lang="en") if self.language != "en" else escaped(spaced)

    def day(self, when: PartialDate | date) -> str:
        """A day, month or year in words."""
        return date_words(when, self.phrases)

    def date(self, when: PartialDate | date | None) -> Markup:
        """A day, month or year in words, with its machine form."""
        if when is None:
            return EMPTY
        if when not in self._dates:
            iso = when.isoformat() if isinstance(when, date) else str(when)
            self._dates[when] = el("time", self.day(when), datetime=iso)
        return self._dates[when]

    def place(self, code: str) -> Markup:
        """The name of a country or bloc."""
        if code not in self._places:
            self._places[code] = escaped(place_name(code, self.phrases))
        return self._places[code]

    def place_lines(self, places: Iterable[Place]) -> list[Markup]:
        """Countries and blocs, each once, with the cities and cloud regions that are known."""
        found: dict[str, list[str]] = {}
        for place in places:
            inner = found.setdefault(place.code, [])
            inner += [text for text in (place.city, place.region) if text and text not in inner]
        return [
            joined([self.place(code), f" ({', '.join(inner)})" if inner else EMPTY])
            for code, inner in found.items()
        ]

    def name(self, kind: str, key: str) -> Markup:
        """The name of a service, region, group or option in this language or its original one."""
        records = {"service": "services", "region": "regions", "group": "groups", "option": "options"}
        for record in getattr(self.subject.register, records[kind]):
            if record.id == key:
                return self.words(record.name) or escaped(key)
        return escaped(key)

    @property
    def foreign(self) -> str:
        """The name of the language in which the list is written, when that is not this one; else ""."""
        source = self.subject.source
        return "" if source in ("", self.language) else language_name(source, self.phrases)

    def _in(self, language: str, text: str) -> Markup:
        if language in ("", self.language):
            return escaped(text)
        return el("span", text, lang=language)

    def _title(self, register: Register) -> Markup:
        """The title asked for, else the register's in this language, else one made of the publisher's name."""
        asked = self.subject.publication.title
        own = register.title.in_language(self.language)
        if asked:
            return escaped(asked)
        if own and (own[0] in ("", self.language) or not register.publisher):
            return self._in(*own)
        if register.publisher:
            return escaped(self.phrases("list.title", publisher=register.publisher))
        return escaped(self.phrases("list.title.nobody"))


def plain(markup: Markup) -> str:
    """The text of a title that may hold a span, as an attribute or ``<title>`` needs it; still escaped."""
    text = str(markup)
    while "<" in text:
        start = text.index("<")
        text = text[:start] + text[text.index(">", start) + 1 :]
    return Markup(text)
