"""Values of a register as words of a language: dates as precise as they are known, names of places, labels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Place, PlaceKind
from ketju.core.packaged import table
from ketju.core.vocabulary.identifiers import scheme_name
from ketju.text.render import Phrasebook


def date_words(when: PartialDate | date, phrases: Phrasebook) -> str:
    """A date in words: "1 March 2024", "March 2024", "2024"; Finnish days are "1.3.2024"."""
    names, year = table("names")[phrases.language], f"{when.year:04}"
    if not when.month:
        return year
    month = cast(list[str], names["months"])[when.month - 1]
    if not when.day:
        return f"{month} {year}"
    return str(names["day"]).format(day=when.day, month=month, number=when.month, year=year)


def place_name(code: str, phrases: Phrasebook) -> str:
    """The name of a country or a bloc, and the code itself where there is none."""
    return str(table("names")[phrases.language]["places"].get(code, code))


def place_words(places: Iterable[Place], phrases: Phrasebook) -> tuple[str, ...]:
    """Each country or bloc once, with the cities and cloud regions that are known: "Germany (Frankfurt)"."""
    found: dict[str, list[str]] = {}
    for place in places:
        inner = found.setdefault(place.code, [])
        inner += [text for text in (place.city, place.region) if text and text not in inner]
    return tuple(
        f"{name} ({', '.join(inner)})" if (name := place_name(code, phrases)) and inner else name
        for code, inner in found.items()
    )


def places_of(places: Iterable[Place], *kinds: PlaceKind) -> tuple[Place, ...]:
    """The places of some kinds."""
    return tuple(place for place in places if place.kind in kinds)


def answer_words(answer: bool | None, phrases: Phrasebook) -> str:
    """Yes, no, or nothing where it is not known."""
    return "" if answer is None else phrases("answer.yes" if answer else "answer.no")


def scheme_words(scheme: str, phrases: Phrasebook) -> str:
    """A scheme of numbers of companies as people know it: VAT numbers of the EU, which every country has, in the
    reader's language, all others in their own ("Y-tunnus").
    """
    return phrases("scheme.eu-vat") if scheme.startswith("eu-vat-") else scheme_name(scheme)
