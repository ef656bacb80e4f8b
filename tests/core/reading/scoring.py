"""Score what was read against a label, by the rules that the labels of published lists are scored by.

Entries are paired by name. A field is right when it says what the label says; a value where the label has none
counts against precision. Written anew for the tests, so that a fault in one scorer shows beside the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from ketju.core.model.register import Entry

Values = dict[str, Any]

FIELDS = (
    "legal_entity",
    "purpose",
    "data",
    "locations",
    "outside_eea",
    "company_id",
    "address",
    "link",
    "transfer_mechanism",
    "since",
    "until",
    "applies_to",
)
EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
SAME_NAME = 0.84
SAME_TEXT = 0.85
SAME_DATA = 0.8


@dataclass
class Counts:
    """Right, invented and missed of one kind."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        every = 2 * self.right + self.invented + self.missed
        return 2 * self.right / every if every else 1.0

    def __iadd__(self, other: Counts) -> Counts:
        self.right += other.right
        self.invented += other.invented
        self.missed += other.missed
        return self


@dataclass
class Score:
    """The counts of a list, with a sentence for each miss."""

    entries: Counts = field(default_factory=Counts)
    fields: dict[str, Counts] = field(default_factory=lambda: {name: Counts() for name in FIELDS})
    misses: list[str] = field(default_factory=list)

    @property
    def all_fields(self) -> Counts:
        total = Counts()
        for counts in self.fields.values():
            total += counts
        return total


def printed(entry: Entry) -> Values:
    """The keys of an entry that are scored, under the names that the labels use."""
    codes = [place.code for place in entry.places if place.kind != "seat"]
    return {
        "name": entry.name,
        "legal_entity": entry.legal_entity or None,
        "purpose": str(entry.purpose) or None,
        "data": [category.printed for category in entry.data] or None,
        "locations": list(dict.fromkeys(codes or [place.code for place in entry.places])) or None,
        "outside_eea": entry.outside_eea,
        "company_id": [one.printed for one in entry.identifiers] or None,
        "address": entry.address or None,
        "link": list(entry.links) or None,
        "transfer_mechanism": entry.transfer.printed if entry.transfer else None,
        "since": str(entry.since) if entry.since else None,
        "until": str(entry.until) if entry.until else None,
        "applies_to": list(entry.applies_to.sections) or None,
    }


def score(label: Values, entries: Sequence[Entry]) -> Score:
    """How well ``entries`` say what the label of their list says."""
    gold: list[Values] = label["entries"]
    found = [printed(entry) for entry in entries]
    pairs = _pairs(gold, found)
    result = Score(Counts(right=len(pairs)))
    for index, wanted in enumerate(gold):
        if index not in pairs and not wanted.get("optional"):
            result.entries.missed += 1
            result.misses.append(f"missed {wanted['name']!r}")
            for name in FIELDS:
                result.fields[name].missed += _labelled(wanted, name) is not None
    for index, invented in enumerate(found):
        if index not in pairs.values():
            result.entries.invented += 1
            result.misses.append(f"invented {invented['name']!r}")
    for left, right in pairs.items():
        for name in FIELDS:
            _score_field(result, name, gold[left], found[right])
    return result


def _score_field(result: Score, name: str, label: Values, found: Values) -> None:
    wanted, got = _labelled(label, name), found[name]
    counts = result.fields[name]
    if wanted is None and got is None:
        return
    if wanted is None:
        unlabelled = name == "outside_eea" and "outside_eea" not in label
        if unlabelled or (name == "legal_entity" and alike(got, label["name"]) >= 0.9):
            return
        counts.invented += 1
    elif got is None:
        counts.missed += 1
    elif _RULES.get(name, _says_the_same)(name, wanted, got, label):
        counts.right += 1
        return
    else:
        counts.invented += 1
        counts.missed += 1
    result.misses.append(f"{label['name']}: {name} is {wanted!r}, found {got!r}")


def _labelled(label: Values, name: str) -> Any:
    value: Any = label.get("products" if name == "applies_to" else name)
    if name == "link":
        value = [link for link in [label.get("website_or_link"), *(label.get("other_links") or [])] if link]
    return None if value in ("", [], None) else value


def folded(text: object) -> str:
    """Case, width, footnote marks, white space and punctuation at the ends folded away."""
    bare = unicodedata.normalize("NFKC", str(text or "")).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[*†‡\\_`]+", "", bare)).strip(" .,;:|-–—•\"'()")


def alike(one: object, other: object) -> float:
    """Similarity of two printed strings, 0 to 1."""
    left, right = folded(one), folded(other)
    if left == right:
        return 1.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio() if left and right else 0.0


def _names(entry: Values) -> list[str]:
    names = [entry["name"], *(entry.get("name_alt") or [])]
    if legal := entry.get("legal_entity"):
        names += [legal, f"{entry['name']} ({legal})"]
    return [name for name in names if name]


def _pairs(gold: Sequence[Values], found: Sequence[Values]) -> dict[int, int]:
    """Index of a label → index of what was found, best names first, of equal names those in the same place."""
    scores = []
    for i, wanted in enumerate(gold):
        for j, got in enumerate(found):
            name = max(alike(a, b) for a in _names(wanted) for b in _names(got))
            if name >= SAME_NAME:
                near = 1 - abs(i / len(gold) - j / len(found))
                same = alike(wanted.get("purpose"), got["purpose"]) if wanted.get("purpose") else 0.0
                scores.append((-(name + 0.2 * near + 0.05 * same), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(scores):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _says_the_same(name: str, wanted: Any, got: Any, label: Values) -> bool:
    keys = {"purpose": "purpose_alt", "legal_entity": "le_alt", "transfer_mechanism": "tm_alt"}
    other = label.get(keys.get(name, "")) or []
    options = [wanted, *(other if isinstance(other, list) else [other])]
    return max(alike(option, got) for option in options) >= SAME_TEXT


def _same_places(_: str, wanted: Any, got: Any, label: Values) -> bool:
    def countries(codes: Any) -> set[str]:
        known = set(codes)
        return known - {"EU", "EEA"} if known & EEA else known

    alternatives = label.get("locations_alt") or []
    if alternatives and isinstance(alternatives[0], str):
        alternatives = [alternatives]
    return countries(wanted) == countries(got) or any(set(got) == set(other) for other in alternatives)


def _same_number(_: str, wanted: Any, got: Any, __: Values) -> bool:
    def bare(text: object) -> str:
        return re.sub(r"[^0-9a-z]", "", folded(text))

    return any(bare(one) and (bare(one) in bare(wanted) or bare(wanted) in bare(one)) for one in got)


def _same_link(_: str, wanted: Any, got: Any, __: Values) -> bool:
    def bare(link: object) -> str:
        return re.sub(r"^https?://(www\.)?|/+$", "", str(link).strip())

    return bool({bare(link) for link in wanted} & {bare(link) for link in got})


def _same_data(_: str, wanted: Any, got: Any, label: Values) -> bool:
    def words(value: Any) -> set[str]:
        return set(re.findall(r"\w+", folded(" ".join(value if isinstance(value, list) else [value]))))

    found = words(got)
    best = 0.0
    for option in (wanted, label.get("data_raw")):
        if option:
            known = words(option)
            best = max(best, 2 * len(known & found) / max(len(known) + len(found), 1))
    return best >= SAME_DATA


def _same_scope(_: str, wanted: Any, got: Any, __: Values) -> bool:
    def close(one: object, them: Any) -> bool:
        return any(alike(one, other) >= SAME_TEXT for other in them)

    return all(close(one, got) for one in wanted) and sum(not close(one, wanted) for one in got) <= 1


_RULES: dict[str, Callable[[str, Any, Any, Values], bool]] = {
    "locations": _same_places,
    "outside_eea": lambda _, wanted, got, __: bool(wanted) == bool(got),
    "since": lambda _, wanted, got, __: str(wanted) == str(got),
    "until": lambda _, wanted, got, __: str(wanted) == str(got),
    "company_id": _same_number,
    "link": _same_link,
    "data": _same_data,
    "applies_to": _same_scope,
}
