"""Differences in where data are processed, and in what protects them there.

Source: GDPR Art. 28(3)(a), Chapter V; L-6, L-7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from ketju.core.model.change import PriorNotice
from ketju.core.model.register import Entry, Place
from ketju.core.register.comparison.difference import Difference, stated
from ketju.core.register.comparison.kinds import INSTRUCTIONS, LESS, THIRD_COUNTRY
from ketju.core.register.comparison.texts import relation
from ketju.core.territory.membership import is_in_eea, is_in_eu, outside_eea

TODAY_AND_ON = date.max
"""Membership of the EU and the EEA as the packaged facts have it to their end: a comparison has no day."""


def place_differences(old: Entry, new: Entry, *, comparable: bool) -> Iterator[Difference]:
    """Places that came and went; a country within a bloc that was named before is no new place.

    ``comparable``: whether texts of the two lists may be held against each other.
    """
    before, after = _codes(old), _codes(new)
    if before and after:
        yield from _moved(old, new, before, after)
    elif before or after:
        yield from filter(None, [stated("places", before, after)])
    elif comparable:
        yield from _printed(old.places_printed, new.places_printed)
    if leaves_eea(old) is False and leaves_eea(new):
        yield Difference("first-third-country", "places", tuple(before), tuple(_outside(new)))


def leaves_eea(entry: Entry) -> bool | None:
    """Whether data leave the EEA: as the places say, else as the list declares it, None where neither does."""
    computed = _computed(entry.places)
    return entry.outside_eea if computed is None else computed


@lru_cache(maxsize=4096)
def _computed(places: tuple[Place, ...]) -> bool | None:
    return outside_eea(places, TODAY_AND_ON)


def _outside(entry: Entry) -> list[str]:
    return [code for code in _codes(entry) if outside_eea((Place(code),), TODAY_AND_ON)]


def _codes(entry: Entry) -> list[str]:
    return list(dict.fromkeys(place.code for place in entry.places))


def _moved(old: Entry, new: Entry, before: list[str], after: list[str]) -> Iterator[Difference]:
    gained = [code for code in after if not _is_covered(code, before)]
    lost = [code for code in before if not _is_covered(code, after)]
    for code in gained:
        yield Difference("place-added", "places", (), (code,), _notice_of(code, old))
    for code in lost:
        yield Difference("place-removed", "places", (code,), ())
    if gained or lost:
        return
    if set(before) != set(after):  # a country that its bloc covers is named, or is not named any more
        for only, other in ((before, after), (after, before)):
            rest = [code for code in only if code not in other]
            yield from filter(None, [stated("places", *((rest, ()) if only is before else ((), rest)))])
        return
    yield from _details_moved(old, new)


def _notice_of(code: str, old: Entry) -> PriorNotice | None:
    """What is owed of a new place: of another third country as of the first one, as instructions are for each of them
    (Art. 28(3)(a)); the first is told as such.
    """
    return THIRD_COUNTRY if leaves_eea(old) and outside_eea((Place(code),), TODAY_AND_ON) else None


def _details_moved(old: Entry, new: Entry) -> Iterator[Difference]:
    """Other cities, cloud regions or uses of the same countries; a city that is left out says nothing."""
    before, after = (_details(entry.places) for entry in (old, new))
    common = [code for code in before if before[code] != after[code]]
    if any(before[code] and after[code] for code in common):
        yield Difference("place-changed", "places", _listed(before, before), _listed(after, after))
        return
    if lost := _listed(before, common):
        yield Difference("no-longer-stated", "places", lost, ())
    if gained := _listed(after, common):
        yield Difference("now-stated", "places", (), gained)


def _listed(details: Mapping[str, frozenset[str]], codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for code in codes for text in sorted(details[code]))


def _details(places: Iterable[Place]) -> dict[str, frozenset[str]]:
    """What is said of each country beside its name."""
    found: dict[str, set[str]] = {}
    for place in places:
        detail = _detail(place)
        found.setdefault(place.code, set()).update([detail] if detail != place.code else [])
    return {code: frozenset(texts) for code, texts in found.items()}


def _is_covered(code: str, codes: Iterable[str]) -> bool:
    """Whether a place is among others, or lies within a bloc among them."""
    return any(
        code == other
        or other == "GLOBAL"
        or (other == "EU" and is_in_eu(code, TODAY_AND_ON))
        or (other == "EEA" and (code == "EU" or is_in_eea(code, TODAY_AND_ON)))
        for other in codes
    )


def _detail(place: Place) -> str:
    """A place with its city, its cloud region and what is done there."""
    kind = "" if place.kind == "processing" else f"({place.kind})"
    return " ".join(part for part in (place.code, place.city.strip(), place.region.strip(), kind) if part)


def _printed(old: str, new: str) -> Iterator[Difference]:
    """Places that nobody could read: their words are all there is."""
    if bool(old) != bool(new):
        yield from filter(None, [stated("places_printed", [old] if old else [], [new] if new else [])])
        return
    found = relation(old, new)
    if found == "wording":
        yield Difference("wording-only", "places_printed", (old,), (new,))
    elif found != "same":
        yield Difference("place-changed", "places_printed", (old,), (new,))


def declared_differences(old: Entry, new: Entry) -> Iterator[Difference]:
    """The list's own answer to whether data leave the EEA."""
    if old.outside_eea == new.outside_eea:
        return
    before, after = (_answer(entry.outside_eea) for entry in (old, new))
    silent = stated("outside_eea", before, after)
    yield silent or Difference(
        "outside-eea", "outside_eea", before, after, INSTRUCTIONS if new.outside_eea else LESS
    )


def _answer(answer: bool | None) -> tuple[str, ...]:
    return () if answer is None else ("yes" if answer else "no",)


def transfer_differences(old: Entry, new: Entry, *, comparable: bool) -> Iterator[Difference]:
    """The safeguards for transfers, by their tools; by their words where no tool was recognised."""
    tools = [set(entry.transfer.tools) if entry.transfer else set() for entry in (old, new)]
    printed = [str(entry.transfer.printed) if entry.transfer else "" for entry in (old, new)]
    values = [tuple(sorted(t)) if t else ((p,) if p else ()) for t, p in zip(tools, printed, strict=True)]
    silent = stated("transfer", values[0], values[1])
    if silent:
        yield silent
    elif tools[0] != tools[1] and all(tools):
        yield Difference("transfer", "transfer", values[0], values[1])
    elif comparable and all(printed):
        found = relation(printed[0], printed[1])
        if found == "wording" or (found != "same" and all(tools)):
            yield Difference("wording-only", "transfer", (printed[0],), (printed[1],))
        elif found != "same":
            yield Difference("transfer", "transfer", (printed[0],), (printed[1],))
    elif tools[0] != tools[1]:
        yield Difference("transfer", "transfer", values[0], values[1])
