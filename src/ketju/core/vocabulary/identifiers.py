"""Numbers of companies: which scheme, which country, and whether shape and check digit are right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ketju.core.model.register import Identifier
from ketju.core.packaged import table
from ketju.core.vocabulary.fold import folded

_PREFIX = re.compile(r"^([A-Z]{2})[\s.-]?(?=[A-Z]{0,2}\d)")
_CODES = {"EL": "GR", "UK": "GB"}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of the vocabulary; see ``common/identifiers.toml`` for what the parts mean."""

    id: str
    country: str
    stdnum: str
    pattern: re.Pattern[str]
    prefix: str
    labels: frozenset[str]


@lru_cache(maxsize=1)
def schemes() -> tuple[Scheme, ...]:
    """Every scheme that is known."""
    return tuple(
        Scheme(
            entry["id"],
            entry["country"],
            entry["stdnum"],
            re.compile(rf"(?<!\w)(?:{entry['pattern']})(?!\w)" if entry["pattern"] else r"(?!)"),
            entry["prefix"],
            frozenset(folded(label) for label in entry["labels"]),
        )
        for entry in table("identifiers").get("scheme", ())
    )


def _check(name: str, value: str) -> bool | None:
    """Whether the module ``name`` of python-stdnum finds ``value`` right; None when there is no such module."""
    from stdnum.util import get_cc_module

    country, _, rest = name.partition(".")
    if name == "lei":
        from stdnum import lei

        return lei.is_valid(value)
    module = get_cc_module(country, rest) if rest else None
    return None if module is None else bool(module.is_valid(value))


@lru_cache(maxsize=4096)
def is_valid(scheme: str, value: str) -> bool | None:
    """Whether ``value`` is right by the rules of ``scheme``; None where there is no rule to check it."""
    one = next((s for s in schemes() if s.id == scheme), None)
    if one is None or not one.stdnum:
        return None
    return _check(one.stdnum, value)


def _is_label(scheme: Scheme, header: str, printed: str) -> bool:
    words = f" {folded(header)} | {folded(printed)} "
    return any(f" {label} " in words for label in scheme.labels)


def _candidates(printed: str, header: str, countries: Sequence[str]) -> Iterator[tuple[float, Scheme, str]]:
    """(rank, scheme, number) of each scheme that the printed number may be of."""
    prefix = _PREFIX.match(printed)
    compact = re.sub(r"\s", "", printed)
    named = _CODES.get(prefix[1], prefix[1]) if prefix else ""
    for scheme in schemes():
        found = scheme.pattern.search(printed) or scheme.pattern.search(compact)
        label = _is_label(scheme, header, printed)
        if found is None or (len(found.group()) < 5 and not label):
            continue
        share = sum(c.isalnum() for c in found.group()) / max(sum(c.isalnum() for c in printed), 1)
        whole = share >= 0.8
        own = bool(scheme.country) and scheme.country == named
        near = scheme.country in countries
        if not (label or own or near or (whole and scheme.id == "lei")):
            continue
        prefixed = bool(scheme.prefix) and compact.startswith(scheme.prefix)
        rank = 3.0 * own + 1.5 * label + 2.5 * near + share + 1.0 * prefixed
        yield rank, scheme, found.group()


def read_identifier(printed: str, header: str = "", countries: Sequence[str] = ()) -> Identifier:
    """The identifier that ``printed`` is: a scheme fits by shape, label, prefix or the company's ``countries``.

    A number that checks out wins over one that only looks right. The scheme is "" when none fits. Source: L-5.

    >>> read_identifier("2431560-5", "Y-tunnus").scheme
    'fi-ytunnus'
    """
    best: tuple[float, Identifier] | None = None
    for rank, scheme, number in _candidates(printed, header, countries):
        valid = is_valid(scheme.id, number)
        score = rank + (2.0 if valid else 0.5 if valid is None else -1.0)
        if best is None or score > best[0]:
            value = re.sub(r"[\s.]", "", number)
            best = (score, Identifier(printed, scheme.id, value, valid, scheme.country))
    return best[1] if best else Identifier(printed)


_GENERAL = frozenset(
    {"yritystunnus", "yritys ja yhteisotunnus", "business id", "bid", "corporate id", "vat", "company number"}
)
"""Labels of one scheme that people use for every number."""


@lru_cache(maxsize=2048)
def schemes_named(words: str) -> frozenset[str]:
    """The schemes that ``words`` name by a label that stands for them alone; none for general words ("VAT").

    >>> sorted(schemes_named("CVR-nummer"))
    ['dk-cvr']
    """
    told = f" {folded(words)} "
    return frozenset(
        scheme.id
        for scheme in schemes()
        if any(f" {label} " in told for label in scheme.labels - _GENERAL if len(label) > 2)
    )


@lru_cache(maxsize=256)
def scheme_name(scheme: str) -> str:
    """The name of a scheme in its own language ("Y-tunnus"), its id where it has none."""
    names = {entry["id"]: entry["name"] for entry in table("identifiers").get("scheme", ())}
    return str(names.get(scheme, scheme)).partition(" (")[0]
