"""A site of invented companies with everything that pages may have to show, and what a browser would see in it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from ketju.core.model.date import PartialDate
from ketju.core.model.publication import Publication
from ketju.core.model.register import (
    Condition,
    DataCategory,
    Entry,
    Group,
    GroupReference,
    ObjectionTerms,
    Option,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Transfer,
    Words,
)
from ketju.core.register.projection import public_register
from ketju.formats.publishing import next_publication, publication_files

HOSTILE = "<script>alert('x')</script> & \"Co\""
FIRST_DAY, SECOND_DAY = date(2026, 9, 1), date(2026, 11, 29)


def words(text: str, **translations: str) -> Words:
    return Words((("en", text), *translations.items()))


def entry(id: str, name: str, *codes: str, **more: object) -> Entry:
    return replace(Entry(id, name, places=tuple(Place(code) for code in codes)), **more)  # type: ignore[arg-type]


def register() -> Register:
    return Register(
        publisher="Esimerkki Oy",
        title=words("Sub-processors of Esimerkki", fi="Esimerkin alikäsittelijät"),
        languages=("en", "fi"),
        tlp="TLP:CLEAR",
        objection=ObjectionTerms("You may object in writing within 30 days.", 30, "days", "written"),
        regions=(Region("eu", words("Europe", fi="Eurooppa")), Region("us", words("America"))),
        services=(
            Service("mail", words("Postikku"), ("eu", "us"), (GroupReference("relay"),)),
            Service("shop", words("Kauppala"), ("eu",)),
        ),
        options=(Option("sms", words("Text messages")), Option("ai", words("Assistant"), "consent")),
        groups=(
            Group("base", words("General"), all_services=True),
            Group("relay", words("Mail relays", fi="Sähköpostipalvelimet")),
        ),
        entries=(
            entry(
                "lehto",
                "Lehtokuja Pilvet Oy",
                "FI",
                "DE",
                purpose=words("Hosting of servers", fi="Palvelinten ylläpito"),
                data=(DataCategory("Name", ("Name",)), DataCategory("E-mail address", ("EmailAddress",))),
                purpose_read=("TechnicalServiceProvision",),
                since=PartialDate(2016),
                applies_to=Scope(groups=("base",)),
                links=("https://lehtokuja.example/", "javascript:alert(1)"),
            ),
            entry(
                "keski",
                "Keski AB",
                "SE",
                engaged_by="lehto",
                since=PartialDate(2018, 4),
                applies_to=Scope(groups=("base",)),
            ),
            entry(
                "blue",
                "Bluepenny Inc.",
                "US",
                purpose=words("Sending of e-mail"),
                outside_eea=True,
                transfer=Transfer("standard contractual clauses", ("SCC",), ("46(2)(c)",)),
                applies_to=Scope(groups=("relay",)),
            ),
            entry(
                "bad",
                HOSTILE,
                "SG",
                purpose=words("Text <b>messages</b>"),
                condition=Condition(words("Only with text messages"), "option", "sms"),
                applies_to=Scope(services=("mail",)),
            ),
            entry(
                "next",
                "Tulevainen GmbH",
                "DE",
                since=PartialDate(2027, 2, 1),
                applies_to=Scope(services=("mail", "shop")),
            ),
            entry("past", "Mennyt Oy", "FI", since=PartialDate(2012), until=PartialDate(2021, 12, 31)),
            entry("news", "Uutiset Oy", "EU", role="controller"),
        ),
    )


def publication(base_url: str = "") -> Publication:
    """In the second version Tulevainen is new and Bluepenny has another purpose."""
    new = public_register(register())
    old = replace(
        new,
        entries=tuple(
            replace(one, purpose=words("Sending of letters")) if one.id == "blue" else one
            for one in new.entries
            if one.id != "next"
        ),
    )
    first = next_publication((), old, FIRST_DAY, base_url=base_url)
    return next_publication(first.versions, new, SECOND_DAY, base_url=base_url)


def site(of: Publication, languages: tuple[str, ...] = ("en", "fi", "sv")) -> dict[str, bytes]:
    return publication_files(of, languages, ["html", "json"])


@dataclass(frozen=True)
class Tag:
    name: str
    attributes: Mapping[str, str]


class Seen(HTMLParser):
    """The tags of a page, and its text without what is in the head."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.text = ""
        self._quiet = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}))
        self._quiet = self._quiet or tag == "head"

    def handle_endtag(self, tag: str) -> None:
        self._quiet = self._quiet and tag != "head"

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.text += data

    def all(self, name: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name == name]

    @property
    def ids(self) -> list[str]:
        return [tag.attributes["id"] for tag in self.tags if "id" in tag.attributes]


def pages(files: Mapping[str, bytes]) -> dict[str, Seen]:
    return {path: Seen(data) for path, data in files.items() if path.endswith(".html")}


def links(path: str, page: Seen) -> Iterator[tuple[str, str]]:
    """(file, anchor) of everything inside the site that a page refers to."""
    for tag in page.tags:
        target = tag.attributes.get("href", "") or tag.attributes.get("src", "")
        parts = urlsplit(target)
        if target and not parts.scheme and not parts.netloc:
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            yield (path if not parts.path else file), unquote(parts.fragment)
