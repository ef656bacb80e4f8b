"""What an example says, as the register that a person would write: made from its source, never by reading."""

from __future__ import annotations

from typing import Any

from ketju.core.model.date import partial_date_from_iso
from ketju.core.model.register import (
    Condition,
    DataCategory,
    Entry,
    Group,
    GroupReference,
    Identifier,
    NoticeTerms,
    ObjectionTerms,
    Option,
    Parent,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Site,
    Transfer,
    Words,
)
from ketju.core.register.slugs import with_entry_ids

Source = dict[str, Any]


def register_from(source: Source) -> Register:
    """The register of a source."""
    language = source["language"]
    title = Words(((language, source["title"]),))
    if source["layout"] == "tables":
        return _of_tables(source, title)
    entries = tuple(_entry(entry, source) for entry in source["entries"])
    sites = tuple(
        Site(e["site"], e["site"][:2].upper(), e["function"]) for e in source["entries"] if "site" in e
    )
    return Register(
        publisher=source["publisher"],
        title=title,
        languages=(language,),
        parent=Parent("", source["appendix"]) if "appendix" in source else None,
        source_revision=source.get("revision", ""),
        tlp=source.get("tlp", ""),
        sites=sites,
        entries=entries,
    )


def _entry(entry: Source, source: Source) -> Entry:
    language, number = source["language"], entry.get("number", "")
    places: dict[str, str | list[str]] = entry.get("places", {})
    codes = [code for c in places.values() for code in ([c] if isinstance(c, str) else c)]
    kind = "storage" if source["layout"] == "pairs" else "processing"
    data = entry.get("data", [])
    return Entry(
        id=entry["id"],
        name=entry["named"] if "named" in entry else entry["name"],
        identifiers=(Identifier(number),) if number and number != "FIXME" else (),
        access=entry.get("access", "unknown"),
        purpose=_words(language, entry["purpose"] if "purpose" in entry else entry.get("function", "")),
        data=tuple(map(DataCategory, data if isinstance(data, list) else data.split(", "))),
        places_printed=", ".join(places),
        places=tuple(Place(code, kind) for code in codes),  # type: ignore[arg-type]
        outside_eea=entry.get("outside"),
        transfer=Transfer(source["footnote"][2:], ("ARTICLE_46",), ("46",))
        if entry.get("transfer")
        else None,
        varies_by_customer=entry.get("varies", False),
        since=partial_date_from_iso(entry["since"]) if "since" in entry else None,
        until=partial_date_from_iso(entry["until"]) if "until" in entry else None,
        placeholders=tuple(entry.get("placeholders", ())),
    )


def _words(language: str, text: str) -> Words:
    return Words(((language, " ".join(text.split())),)) if text else Words()


def _of_tables(source: Source, title: Words) -> Register:
    """Regions, groups and products from the sections; who uses the shared group is in their reference rows."""
    language = source["language"]
    regions: dict[str, Region] = {}
    services: dict[str, Service] = {}
    groups: dict[str, Group] = {}
    entries: list[Entry] = []
    shared = next(section["id"] for section in source["sections"] if section["kind"] == "shared")
    region = ""
    for section in source["sections"]:
        name, key, kind = _words(language, section["heading"]), section["id"], section["kind"]
        if kind == "region":
            region = key
            regions[key] = Region(key, name, tuple(section["places"]))
            continue
        within = () if kind == "controller" else (region,)
        if kind in ("all", "shared"):
            known = groups.get(key, Group(key, name, (), kind == "all"))
            groups[key] = Group(key, name, (*known.regions, *within), kind == "all")
        elif kind == "service":
            uses = (GroupReference(shared),) if "reference" in section else ()
            services[key] = Service(key, name, within, uses)
        entries += [_row_entry(row, section, within, source) for row in section["rows"]]
    return with_entry_ids(
        Register(
            publisher=source["publisher"],
            title=title,
            languages=(language,),
            notice=NoticeTerms(
                source["outro"][0], **{**source["notice"], "channels": tuple(source["notice"]["channels"])}
            ),
            objection=ObjectionTerms(source["outro"][1], **source["objection"]),
            regions=tuple(regions.values()),
            services=tuple(services.values()),
            groups=tuple(groups.values()),
            options=tuple(Option(o["id"], _words(language, o["name"]), o["kind"]) for o in source["options"]),
            entries=tuple(entries),
        )
    )


def _row_entry(row: list[str], section: Source, within: tuple[str, ...], source: Source) -> Entry:
    name, number, place, purpose, *needs = row
    ids = (section["id"],)
    kinds = {option["id"]: option["kind"] for option in source["options"]}
    return Entry(
        id="",
        name=name,
        role="controller" if section["kind"] == "controller" else "processor",
        identifiers=(Identifier(number),) if number else (),
        purpose=_words(source["language"], purpose),
        places_printed=place,
        places=tuple(Place(code) for code in source["places"][place]),
        condition=Condition(_words(source["language"], purpose), kinds[needs[0]], needs[0])
        if needs
        else None,
        applies_to=Scope(
            services=ids if section["kind"] == "service" else (),
            regions=within,
            groups=ids if section["kind"] in ("all", "shared") else (),
            sections=(*([_heading(within, source)] if within else []), section["heading"]),
        ),
    )


def _heading(within: tuple[str, ...], source: Source) -> str:
    return str(next(section["heading"] for section in source["sections"] if section["id"] == within[0]))
