"""What a notice says of the register: for each company what changes, and its places, purpose, data and dates. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from ketju.core.model.change import Change
from ketju.core.model.register import Entry, Register, Words
from ketju.text.changes import ChangeWords
from ketju.text.render import Phrasebook
from ketju.text.values import date_words, place_words, places_of
from ketju.web.apps.notices.blocks import Facts

_PLACES = (
    ("place", "processing"),
    ("storage_place", "storage"),
    ("backup_place", "backup"),
    ("access_place", "remote access"),
)


def told_of(
    old: Register, new: Register, changes: Sequence[Change], phrases: Phrasebook
) -> tuple[Facts, ...]:
    """What is told of changes, one block for each company, in the order of the changes."""
    words = ChangeWords(old, new, phrases)
    found = []
    for changed in _by_entry(changes):
        entry = _entry(old, new, changed[0])
        title = _title(entry) if entry else words.name(changed[0])
        what = tuple(dict.fromkeys(_line(words.what(one)) for one in changed))
        found.append(Facts(_line(title), what, _pairs(entry, phrases, changed) if entry else ()))
    return tuple(found)


def digest_of(changes: Sequence[Change], told: Iterable[Facts]) -> str:
    """The SHA-256 of changes, and of what is told of them."""
    data = [[asdict(one) for one in changes], [asdict(one) for one in told]]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _by_entry(changes: Sequence[Change]) -> list[list[Change]]:
    """Changes of one company together; one that replaces another is told of with it."""
    groups: dict[str, list[Change]] = {}
    for number, one in enumerate(changes):
        groups.setdefault(_id(one) or f"#{number}", []).append(one)
    return list(groups.values())


def _id(change: Change) -> str:
    return change.new_id or change.old_id


def _entry(old: Register, new: Register, change: Change) -> Entry | None:
    """The entry that a change is about, as it will be; as it was where it goes."""
    for register, wanted in ((new, change.new_id), (old, change.old_id)):
        found = next((one for one in register.entries if wanted and one.id == wanted), None)
        if found is not None:
            return found
    return None


def _title(entry: Entry) -> str:
    entity = entry.legal_entity
    return f"{entry.name} ({entity})" if entity and entity.casefold() != entry.name.casefold() else entry.name


def _pairs(entry: Entry, phrases: Phrasebook, changed: Sequence[Change]) -> tuple[tuple[str, str], ...]:
    """What a letter says of a company; where it begins, without the day, of which each customer has one of its own."""
    begins = any(one.kind in ("added", "replaced") for one in changed)
    values = [
        ("purpose", _in_language(entry.purpose, phrases)),
        ("data", "; ".join(one.printed for one in entry.data)),
        ("data_subjects", "; ".join(entry.data_subjects)),
        *((name, ", ".join(place_words(places_of(entry.places, kind), phrases))) for name, kind in _PLACES),  # type: ignore[arg-type]
        ("transfer", _transfer(entry, phrases)),
        ("since", date_words(entry.since, phrases) if entry.since and not begins else ""),
        ("until", date_words(entry.until, phrases) if entry.until else ""),
    ]
    return tuple((phrases(f"column.{name}"), _line(value)) for name, value in values if value)


def _in_language(words: Words, phrases: Phrasebook) -> str:
    found = words.in_language(phrases.language)
    return found[1] if found else ""


def _transfer(entry: Entry, phrases: Phrasebook) -> str:
    transfer = entry.transfer
    if transfer is None:
        return ""
    return transfer.printed or ", ".join(phrases(f"tool.{tool}") for tool in transfer.tools)


def _line(text: str) -> str:
    return " ".join(text.split())
