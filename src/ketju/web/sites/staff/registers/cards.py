"""The cards of a review: an entry with its values, where each stands in the source, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ketju.core.model.result import Provenance
from ketju.web.apps.registers.content import record_from
from ketju.web.apps.registers.marking import Marked
from ketju.web.apps.registers.models import DraftRecord
from ketju.web.apps.registers.readings import Reading
from ketju.web.sites.staff.registers.findings_words import Told
from ketju.web.sites.staff.registers.telling import Teller, label_key, members_of

STANDS_IN = {"places": "places_printed", "transfer": "transfer", "purpose_read": "purpose", "until": "since"}
"""Values that stand where others do, if they have no place of their own."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a card: its words, the id of its place in the source, and why it was guessed if it was."""

    id: str
    path: str
    label: str
    lines: tuple[str, ...]
    place: str = ""
    sure: int = 100
    why: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether it was guessed."""
        return self.sure < 100


@dataclass(slots=True)
class Card:
    """An entry to be reviewed."""

    row: DraftRecord
    fields: list[Field]
    findings: list[Told] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What links lead to."""
        return f"e-{self.row.slug}"

    @property
    def is_doubtful(self) -> bool:
        """Whether a value of it was guessed."""
        return any(one.is_doubtful for one in self.fields)


Places = Mapping[str, Provenance]


def cards_of(
    rows: Iterable[DraftRecord],
    teller: Teller,
    found: tuple[Reading, Marked] | None,
    findings: Mapping[tuple[str, str], list[Told]],
) -> list[Card]:
    """A card for each row. Values that were corrected are no guesses any more."""
    places = places_in(found)
    marks = found[1].pieces if found else {}
    return [
        Card(row, _fields(row, teller, places, marks), findings.get((row.kind, row.slug), [])) for row in rows
    ]


def places_in(found: tuple[Reading, Marked] | None) -> Places:
    """Where each value stands, by its path."""
    return {one.path: one for one in found[0].result.provenance} if found else {}


def _fields(row: DraftRecord, teller: Teller, places: Places, marks: Mapping[str, str]) -> list[Field]:
    data = record_from(row).data
    found = []
    for member in members_of(row.kind):
        lines = teller.lines(member, data.get(member.name))
        own = f"{row.kind}/{row.slug}/{member.name}"
        path = own if own in places else f"{row.kind}/{row.slug}/{STANDS_IN.get(member.name, member.name)}"
        if not lines:
            continue
        guess = places.get(own)
        doubt = guess if guess and guess.confidence < 1 and row.review != "corrected" else None
        found.append(
            Field(
                f"f-{row.slug}-{member.name}", path, teller.book(label_key(member.name)), tuple(lines),
                marks.get(path, ""), round(doubt.confidence * 100) if doubt else 100,
                teller.book(doubt.reason) if doubt else "",
            )
        )  # fmt: skip
    return found


def targets_of(cards: Iterable[Card]) -> dict[str, tuple[str, bool]]:
    """The values on a page: by their path the id of their field, and whether it was guessed."""
    found: dict[str, tuple[str, bool]] = {}
    for card in cards:
        for one in card.fields:
            found.setdefault(one.path, (one.id, one.is_doubtful))
    return found
