"""A publication as a table with words around it, in one language: what every format for people is made of.

Only columns in which something stands are there. A cell is a tuple of lines; formats decide how lines are parted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ketju.core.model.date import PartialDate
from ketju.core.model.publication import Publication
from ketju.core.model.register import Condition, Entry, PlaceKind, Register, Words
from ketju.core.register.status import STATUSES, status_of
from ketju.core.vocabulary.categories import split_enumeration
from ketju.core.vocabulary.conditions import condition_in
from ketju.core.vocabulary.phrases import has
from ketju.formats.writers.keeping import kept_by_object
from ketju.text.render import Phrasebook
from ketju.text.values import answer_words, date_words, place_words, places_of

DATES = ("announced", "closes", "effective", "since")
"""The four days of an entry by its newest change, in their order: members of ``EntryDates``."""
Cell = tuple[str, ...]
Maker = Callable[[Entry, "Showing"], Cell]


@dataclass(frozen=True, slots=True)
class Showing:
    """What a cell is made with: the publication, the language, and the names of what entries apply to.

    ``has_roles`` and ``has_statuses``: whether any entry has another than the usual one.
    """

    publication: Publication
    phrases: Phrasebook
    services: dict[str, str]
    groups: dict[str, str]
    regions: dict[str, str]
    has_roles: bool
    has_statuses: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, and how its cells are made. The words of its header are those of ``column.<id>``."""

    id: str
    cell: Maker


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to show: its title, TLP label, date and version, columns (id, header), rows, and what stands below.

    ``heading`` stands right above the rows where the title does not say what they are ("Appendix 2"), else it is "".
    """

    title: str
    heading: str
    label: str
    updated: str
    version: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    statements: tuple[str, ...]
    entries: tuple[Entry, ...]

    def by_entry(self) -> dict[str, list[tuple[str, Cell]]]:
        """The cells of each entry that hold something, with their headers, by the id of the entry."""
        headers = [header for _, header in self.columns]
        return {
            entry.id: [(header, cell) for header, cell in zip(headers, row, strict=True) if cell]
            for entry, row in zip(self.entries, self.rows, strict=True)
        }


@kept_by_object(3)
def listing(publication: Publication, phrases: Phrasebook) -> Listing:
    """The current version as a list in the language of ``phrases``: current entries first, then planned, then ended."""
    register = publication.register
    showing = _showing(publication, phrases)
    entries = sorted(publication.entries, key=lambda e: STATUSES.index(status_of(e, publication.on)))
    made = [(column, [column.cell(entry, showing) for entry in entries]) for column in COLUMNS]
    used = [(column, cells) for column, cells in made if any(cells)]
    title = title_of(publication, phrases)
    return Listing(
        title,
        "" if has(title, "list.subprocessor") else phrases("list.title.nobody"),
        register.tlp,
        phrases("list.updated", date=date_words(register.version_on or publication.current.on, phrases)),
        phrases("list.version", version=register.version or publication.current.number),
        tuple((column.id, phrases(f"column.{column.id}")) for column, _ in used),
        tuple(zip(*(cells for _, cells in used), strict=True)),
        statements(register),
        tuple(entries),
    )


def title_of(publication: Publication, phrases: Phrasebook) -> str:
    """The title that was asked for, else the register's own in the language, else one made of the publisher's name."""
    register = publication.register
    own = register.title.in_language(phrases.language)
    if publication.title:
        return publication.title
    if own and (own[0] == phrases.language or not register.publisher):
        return own[1]
    return (
        phrases("list.title", publisher=register.publisher)
        if register.publisher
        else phrases("list.title.nobody")
    )


def statements(register: Register) -> tuple[str, ...]:
    """What the register says of changes and of objecting to them, as printed."""
    terms = (register.notice, register.objection)
    return tuple(dict.fromkeys(term.printed for term in terms if term and term.printed))


def in_language(words: Words, phrases: Phrasebook) -> str:
    """The text in the language, else the original."""
    found = words.in_language(phrases.language)
    return found[1] if found else ""


def _showing(publication: Publication, phrases: Phrasebook) -> Showing:
    register = publication.register
    services, regions = (
        {one.id: in_language(one.name, phrases) or one.id for one in every}
        for every in (register.services, register.regions)
    )
    return Showing(
        publication,
        phrases,
        services,
        group_names(register, regions, phrases),
        regions,
        has_roles=any(entry.role != "processor" for entry in register.entries),
        has_statuses=any(status_of(entry, publication.on) != "current" for entry in register.entries),
    )


def group_names(register: Register, regions: dict[str, str], phrases: Phrasebook) -> dict[str, str]:
    """The names of the groups by id; those that share one are told apart by their regions."""
    names = {group.id: in_language(group.name, phrases) or group.id for group in register.groups}
    often = Counter(names.values())
    for group in register.groups:
        if often[names[group.id]] > 1 and group.regions:
            where = ", ".join(regions.get(region, region) for region in group.regions)
            names[group.id] = f"{names[group.id]} ({where})"
    return names


def _lines(*texts: str) -> Cell:
    return tuple(text for text in texts if text)


def _text(name: str) -> Maker:
    return lambda entry, showing: _lines(getattr(entry, name))


def _texts(name: str) -> Maker:
    return lambda entry, showing: _lines(*getattr(entry, name))


def _words(name: str) -> Maker:
    return lambda entry, showing: _lines(in_language(getattr(entry, name), showing.phrases))


def _date(name: str) -> Maker:
    def make(entry: Entry, showing: Showing) -> Cell:
        when: PartialDate | None = getattr(entry, name)
        return (date_words(when, showing.phrases),) if when else ()

    return make


def _places(kind: PlaceKind) -> Maker:
    return lambda entry, showing: place_words(places_of(entry.places, kind), showing.phrases)


def _printed(name: str) -> Maker:
    return lambda entry, showing: _lines(*(one.printed for one in getattr(entry, name)))


def enumerated(texts: Sequence[str]) -> Cell:
    """Texts as the lines of a cell. One with commas in it, alone, ends in a semicolon: it is one and not several."""
    shown = _lines(*texts)
    alone = len(shown) == 1 and len(split_enumeration(shown[0])) > 1
    return (f"{shown[0]};",) if alone else shown


def _data(entry: Entry, showing: Showing) -> Cell:
    return enumerated([one.printed for one in entry.data])


def _transfer(entry: Entry, showing: Showing) -> Cell:
    transfer = entry.transfer
    if transfer is None:
        return ()
    return _lines(transfer.printed or ", ".join(showing.phrases(f"tool.{tool}") for tool in transfer.tools))


def _condition(entry: Entry, showing: Showing) -> Cell:
    condition = entry.condition
    if condition is None:
        return ()
    printed = in_language(condition.printed, showing.phrases)
    return (": ".join(_lines(condition_lead(condition, printed, showing.phrases), printed)),)


def condition_lead(condition: Condition, printed: str, phrases: Phrasebook) -> str:
    """The words for the kind of a condition, where what is printed does not tell it itself; else ""."""
    stated = condition_in(printed)
    told = stated is not None and stated[0] == condition.kind
    return "" if told else phrases(f"condition.{condition.kind}")


def _role(entry: Entry, showing: Showing) -> Cell:
    """The role, where not all have the usual one."""
    if not showing.has_roles:
        return ()
    return (showing.phrases(f"listed-role.{entry.role.replace(' ', '-')}"),)


def _status(entry: Entry, showing: Showing) -> Cell:
    """The status, where not all are in use."""
    if not showing.has_statuses:
        return ()
    return (showing.phrases(f"status.{status_of(entry, showing.publication.on)}"),)


def _applies_to(entry: Entry, showing: Showing) -> Cell:
    """The services and groups by name; headings of a list that was read, where it has neither."""
    scope = entry.applies_to
    named = [showing.services.get(one, one) for one in scope.services]
    named += [showing.groups.get(one, one) for one in scope.groups]
    return enumerated(named or ([] if scope.regions else [" – ".join(scope.sections)]))


def _regions(entry: Entry, showing: Showing) -> Cell:
    return enumerated([showing.regions.get(one, one) for one in entry.applies_to.regions])


COLUMNS: tuple[Column, ...] = (
    Column("name", _text("name")),
    Column("legal_entity", _text("legal_entity")),
    Column("brand", _text("brand")),
    Column("service", _text("service")),
    Column("status", _status),
    Column("role", _role),
    Column("function", _words("function")),
    Column("purpose", _words("purpose")),
    Column("data", _data),
    Column("data_subjects", lambda entry, showing: enumerated(entry.data_subjects)),
    Column("place", _places("processing")),
    Column("storage_place", _places("storage")),
    Column("backup_place", _places("backup")),
    Column("access_place", _places("remote access")),
    Column("outside_eea", lambda entry, showing: _lines(answer_words(entry.outside_eea, showing.phrases))),
    Column("transfer", _transfer),
    Column("condition", _condition),
    Column("applies_to", _applies_to),
    Column("regions", _regions),
    Column("since", _date("since")),
    Column("until", _date("until")),
    Column("notified", _date("notified")),
    Column("identifiers", _printed("identifiers")),
    Column("seat", _places("seat")),
    Column("address", _text("address")),
    Column("retention", _text("retention")),
    Column("links", _texts("links")),
    Column("notes", _texts("notes")),
)
"""Every column in its order."""
