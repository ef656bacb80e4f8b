"""Tables of entries: a row for each, with the columns in which something stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ketju.core.model.register import Entry, PlaceKind
from ketju.formats.writers.listing import condition_lead, enumerated
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.markup import EMPTY, Markup, el, joined
from ketju.text.values import answer_words, places_of

Maker = Callable[[Edition, Entry], list[Markup]]
CARRIES = frozenset(
    {
        "name",
        "legal_entity",
        "function",
        "purpose",
        "data.printed",
        "outside_eea",
        "transfer.printed",
        "notes",
    }
    | {"places.code", "places.kind", "places.city", "places.region", "condition.printed", "condition.kind"}
    | {"applies_to.sections", "since", "until", "role"}
)
"""What the list on the page says of each entry, so that it can be read back from it; the rest is on its own page.

``applies_to.sections`` are the headings of regions, and of products and groups.
"""
FACTS = frozenset({"title", "publisher", "version_on", "tlp"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, whose header is ``column.<id>``, and what makes the lines of its cells."""

    id: str
    lines: Maker


def company_link(edition: Edition, entry: Entry, up: str | None) -> Markup:
    """The name of an entry, as a link to the page of its company; without ``up`` it leads nowhere."""
    page = edition.subject.pages.get(entry.id)
    return joined([entry.name]) if page is None or up is None else el("a", entry.name, href=up + page)


def transfer_words(edition: Edition, entry: Entry) -> Markup:
    """The safeguard for transfers as printed, and what it was read as where nothing is printed."""
    transfer = entry.transfer
    if transfer is None:
        return EMPTY
    if transfer.printed:
        return edition.original(transfer.printed)
    return joined([edition.phrases(f"tool.{tool}") for tool in transfer.tools], ", ")


def condition_words(edition: Edition, entry: Entry) -> Markup:
    """When the entry applies at all."""
    condition = entry.condition
    if condition is None:
        return EMPTY
    printed = condition.printed.in_language(edition.language)
    lead = condition_lead(condition, printed[1] if printed else "", edition.phrases)
    return joined([one for one in (lead, edition.words(condition.printed)) if one], ": ")


def listed(lines: Sequence[Markup]) -> Markup:
    """Lines below each other."""
    if len(lines) < 2:
        return lines[0] if lines else EMPTY
    return el("ul", (el("li", line) for line in lines))


def _cell(column: Column, edition: Edition, entry: Entry) -> Markup:
    return listed(column.lines(edition, entry))


def _data(edition: Edition, entry: Entry) -> list[Markup]:
    return [edition.original(text) for text in enumerated([one.printed for one in entry.data])]


def _one(make: Callable[[Edition, Entry], Markup]) -> Maker:
    """Makes one line, or none where there is nothing to say."""
    return lambda edition, entry: [line] if (line := make(edition, entry)) else []


def _places(kind: PlaceKind) -> Maker:
    return lambda edition, entry: edition.place_lines(places_of(entry.places, kind))


def _outside(edition: Edition, entry: Entry) -> Markup:
    return joined([answer_words(entry.outside_eea, edition.phrases)])


COLUMNS = (
    Column("legal_entity", _one(lambda edition, entry: joined([entry.legal_entity]))),
    Column("function", _one(lambda edition, entry: edition.words(entry.function))),
    Column("purpose", _one(lambda edition, entry: edition.words(entry.purpose))),
    Column("data", _data),
    Column("place", _places("processing")),
    Column("storage_place", _places("storage")),
    Column("backup_place", _places("backup")),
    Column("access_place", _places("remote access")),
    Column("seat", _places("seat")),
    Column("outside_eea", _one(_outside)),
    Column("transfer", _one(transfer_words)),
    Column("condition", _one(condition_words)),
    Column("since", _one(lambda edition, entry: edition.date(entry.since))),
    Column("until", _one(lambda edition, entry: edition.date(entry.until))),
    Column("notes", lambda edition, entry: [edition.original(note) for note in entry.notes]),
)
SHORT = tuple(column for column in COLUMNS if column.id in ("purpose", "place", "storage_place", "transfer"))
"""Columns of tables that lead to a page with everything."""
CONDITIONAL = (*SHORT, *(column for column in COLUMNS if column.id == "condition"))


class Rows:
    """Makes tables of one edition. Cells are made once, whatever number of tables they stand in."""

    def __init__(
        self, edition: Edition, entries: Iterable[Entry], columns: Sequence[Column] = COLUMNS
    ) -> None:
        self.edition = edition
        self._cells = {entry.id: [_cell(column, edition, entry) for column in columns] for entry in entries}
        self._columns = [(column.id, edition.column(column.id)) for column in columns]

    def used(self, entries: Sequence[Entry]) -> list[int]:
        """The columns in which something stands for any of the entries."""
        every = [self._cells[entry.id] for entry in entries]
        return [at for at in range(len(self._columns)) if any(cells[at] for cells in every)]

    def table(
        self,
        entries: Sequence[Entry],
        up: str | None,
        caption: Markup | str,
        more: tuple[str, dict[str, Markup]] | None = None,
        first: str = "",
        anchors: bool = False,
        used: Sequence[int] | None = None,
    ) -> Markup:
        """A table of entries; ``up`` leads to the pages of the edition, None to none.

        ``more`` is a last column (header, cell by entry); with ``anchors`` a row can be linked to by its id.
        Tables beside each other have the columns ``used`` by any of them.
        """
        name = first or self.edition.column("name")
        used = self.used(entries) if used is None else used
        headers = [
            ("name", name),
            *(self._columns[at] for at in used),
            *([("more", more[0])] if more else ()),
        ]
        cells = (el("th", header, scope="col", class_=f"c-{key}") for key, header in headers)
        head = el("thead", el("tr", cells))
        openings = [f'<td data-label="{joined([self._columns[at][1]])}">' for at in used]
        last = f'<td data-label="{joined([more[0]])}">' if more else ""
        body = []
        for entry in entries:
            own = self._cells[entry.id]
            anchor = f' id="{entry.id}"' if anchors else ""
            row = [f'<tr{anchor}><th scope="row">{company_link(self.edition, entry, up)}</th>']
            row += [f"{opening}{own[at]}</td>" for opening, at in zip(openings, used, strict=True)]
            if more:
                row.append(f"{last}{more[1].get(entry.id, EMPTY)}</td>")
            row.append("</tr>\n")
            body.append("".join(row))
        whole = Markup("".join(body))
        return el("table", el("caption", caption), head, el("tbody", whole), class_="entries")
