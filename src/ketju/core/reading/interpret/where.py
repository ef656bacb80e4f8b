"""Places of an entry: codes and kinds, what is declared about the EEA, the transfer tool."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ketju.core.model.register import Place, PlaceKind, Transfer
from ketju.core.reading.draft import PLACES, Draft, Field
from ketju.core.reading.interpret.values import Reader, Sources
from ketju.core.reading.texts import flat
from ketju.core.vocabulary.lexicon import lexicon
from ketju.core.vocabulary.phrases import answer, has, phrases
from ketju.core.vocabulary.places import PlaceFound, find_places
from ketju.core.vocabulary.transfers import articles, transfer_tools

KINDS: dict[str, PlaceKind] = {
    "place": "processing",
    "storage_place": "storage",
    "backup_place": "backup",
    "access_place": "remote access",
    "region": "processing",
    "seat": "seat",
}
_KIND_WORDS: tuple[tuple[str, PlaceKind], ...] = (
    ("backup", "backup"),
    ("access", "remote access"),
    ("storage", "storage"),
    ("processing", "processing"),
    ("seat", "seat"),
)
_PLACE_TELLING = ("NONE_NEEDED", "ADEQUACY")
"""Meanings of transfer phrases whose places are where data are: "within the EU"."""
_CLAUSE_END = re.compile(r"[,;/()]|(?<=\w\w)\.\s")
_NOTHING = re.compile(r"[–—-]\s*(?:\(|$)")
"""A dash says that there is no safeguard, whatever stands in brackets after it."""
_AGREED = re.compile(r"\b(?:DPA|TIA|AVV)\b")
"""An agreement or an assessment that stands for a safeguard: "Separate DPA"."""
_BRACKETED = re.compile(r"\(([^()]*)\)")


def place_fields(draft: Draft) -> list[Field]:
    """The fields that say where data are: the seat and the region only count when nothing else does (2.3).

    An answer to "outside the EEA?" that names the country ("Yes (United States)") comes before the seat.
    """
    for keys in (PLACES, ("region",)):
        fields = draft.all(*keys)
        if fields:
            return fields
    leaving = [field for field in draft.all("outside_eea") if find_places(flat(field.text.text))]
    return leaving or draft.all("seat")


def read_places(draft: Draft, sources: Sources, language: str = "") -> tuple[str, tuple[Place, ...]]:
    """(places as printed, places). A text that starts with a placeholder has none; L-7.

    ``language`` is that of the document: it decides what two letters mean ("EL" is the EU in Estonian, else Greece).
    """
    printed: list[str] = []
    places: list[Place] = []
    for field in place_fields(draft):
        text = flat(field.text.text)
        printed.append(text)
        sources.note_field("places_printed", field)
        if not starts_with_placeholder(text):
            places += _places_in_tools_apart(text, KINDS.get(field.key, "processing"), language)
    if any(field.key != "seat" for field in place_fields(draft)):
        for field in draft.all("seat"):
            places += _places(flat(field.text.text), "seat")
    return ", ".join(printed), tuple(dict.fromkeys(_with_countries(places)))


def _in_tool(found: PlaceFound, text: str) -> bool:
    """Whether a place is only part of the name of a transfer tool: "EU-US Data Privacy Framework"."""
    return any(
        match.start <= found.start
        and found.end <= match.end
        and match.words > 1
        and ";" not in text[match.start : match.end]
        for match in lexicon("transfers").find(text)
        if match.meaning.rpartition(":")[2] not in _PLACE_TELLING
    )


@lru_cache(maxsize=4096)
def _places(text: str, kind: PlaceKind) -> tuple[Place, ...]:
    """The same cell stands in many rows: its places are made once."""
    return tuple(_place(found, text, kind) for found in find_places(text))


@lru_cache(maxsize=4096)
def _places_in_tools_apart(text: str, kind: PlaceKind, language: str) -> tuple[Place, ...]:
    """Likewise, without places that only name a transfer tool."""
    return tuple(
        _place(found, text, kind) for found in find_places(text, language) if not _in_tool(found, text)
    )


def _with_countries(places: Sequence[Place]) -> tuple[Place, ...]:
    """Cities together with the country that is printed beside them: "Finland (Helsinki)" is one place."""
    countries = {(place.code, place.kind) for place in places if not _is_inner(place)}
    inner = {(place.code, place.kind) for place in places if _is_inner(place)}
    both = countries & inner
    return tuple(
        replace(place, inferred=False) if (place.code, place.kind) in both else place
        for place in places
        if _is_inner(place) or (place.code, place.kind) not in both
    )


def _is_inner(place: Place) -> bool:
    """Whether a place is in a country that need not be printed."""
    return bool(place.city or place.region)


def _place(found: PlaceFound, text: str, kind: PlaceKind) -> Place:
    if kind in ("processing", "seat"):
        kind = _kind_in_text(found, text, kind)
    city = found.printed if found.kind in ("city", "state") else ""
    region = found.printed if found.kind == "cloud region" else ""
    return Place(found.code, kind, city, region, found.inferred)


def _kind_in_text(found: PlaceFound, text: str, otherwise: PlaceKind) -> PlaceKind:
    """The kind that words in the same clause give: "backups: Finland", "seat USA / processing Frankfurt".

    What stands in brackets goes with the clause before: "data in the EU (Frankfurt)".
    """
    end = found.end
    start = found.start
    while True:
        begin = max((mark.end() for mark in _CLAUSE_END.finditer(text, 0, start)), default=0)
        after = _CLAUSE_END.search(text, end)
        meanings = {
            match.meaning for match in lexicon("kinds").find(text[begin : after.start() if after else None])
        }
        kind = next((kind for meaning, kind in _KIND_WORDS if meaning in meanings), None)
        if kind or not begin or text[begin - 1] != "(":
            return kind or otherwise
        start = end = begin - 1


@lru_cache(maxsize=4096)
def starts_with_placeholder(text: str) -> bool:
    """Whether a value starts with a word that stands for a missing one."""
    return any(
        match.first == 0 and match.meaning == "placeholder.words" for match in phrases(text)
    ) and not _is_all_place(text)


def _is_all_place(text: str) -> bool:
    found = find_places(text)
    return bool(found) and found[0].start == 0


def read_outside(draft: Draft, reader: Reader, sources: Sources) -> bool | None:
    """Whether the list itself says that data leave the EEA: an answer, or words such as "also outside the EU". L-6."""
    for key, yes in (("outside_eea", True), ("inside_eea", False)):
        field = draft.first(key)
        told = answer(flat(field.text.text), reader.languages) if field else None
        if field and told is not None:
            sources.note_field("outside_eea", field)
            return told if yes else not told
        if field and key == "outside_eea" and has(flat(field.text.text), "outside.inside"):
            sources.note("outside_eea", field.text.span, field.confidence, field.reason)
            return False
    for field in place_fields(draft):
        if has(flat(field.text.text), "outside.outside"):
            sources.note("outside_eea", field.text.span)
            return True
    return None


def read_transfer(draft: Draft, sources: Sources) -> Transfer | None:
    """The safeguard of a transfer column that names a tool or a place, or a tool named elsewhere in the row."""
    for field in draft.all("transfer"):
        text = flat(field.text.text)
        tools = transfer_tools(text)
        if _NOTHING.match(text):
            continue
        if tools or find_places(text) or _AGREED.search(text):
            sources.note_field("transfer", field)
            shown = _tools_only(text) if field.reason == "guess.in-text" else text
            return Transfer(shown, tools, articles(tools))
    for field in draft.all("status", "dpa", "security", "note", "place", "outside_eea", "scope", "purpose"):
        text = flat(field.text.text)
        tools = tuple(tool for tool in transfer_tools(text) if tool != "NONE_NEEDED")
        if tools and (field.key != "purpose" or _in_brackets(text)):
            sources.note("transfer", field.text.span, 0.7, "guess.elsewhere")
            return Transfer(_tools_only(text), tools, articles(tools))
    return None


def _in_brackets(text: str) -> bool:
    """Whether brackets hold a transfer tool, as a remark behind what a company does."""
    return any(transfer_tools(inner[1]) for inner in _BRACKETED.finditer(text))


def _tools_only(text: str) -> str:
    """The stretch of a text that names tools: the brackets they stand in, else from the first to the last."""
    matches = lexicon("transfers").find(text)
    for inner in _BRACKETED.finditer(text):
        if inner.start(1) <= matches[0].start and matches[-1].end <= inner.end(1):
            return inner[1].strip()
    return text[matches[0].start : matches[-1].end].strip() if matches else text
