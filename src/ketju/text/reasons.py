"""Why an entry applies, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry, Register, Words
from ketju.core.register.resolution import Reason
from ketju.text.render import Phrasebook

Names = Mapping[tuple[str, str], str]
"""(kind, id) → name."""


def names_of(register: Register, language: str = "") -> dict[tuple[str, str], str]:
    """(kind, id) → name in the language, of everything in a register that reasons speak of."""
    kinds = (
        ("service", register.services),
        ("region", register.regions),
        ("group", register.groups),
        ("option", register.options),
    )
    return {(kind, one.id): _name(one.name, language) or one.id for kind, records in kinds for one in records}


def scope_words(entry: Entry, names: Names) -> str:
    """What an entry applies to, by name: it tells entries of one company apart. "" for one that applies to all."""
    scope = entry.applies_to
    named = (("service", scope.services), ("group", scope.groups), ("region", scope.regions))
    return ", ".join(names.get((kind, key), key) for kind, keys in named for key in keys)


def reason_words(
    reason: Reason,
    names: Names,
    phrases: Phrasebook,
    date: Callable[[PartialDate], str] = str,
) -> str:
    """One step of the chain that leads to an entry, or holds it back; ``date`` puts a day into words."""
    params = {
        kind: names.get((kind, key), key)
        for kind, key in (("service", reason.service), ("group", reason.group), ("option", reason.option))
    }
    if reason.via:
        way = [names.get(("group", key), key) for key in reason.via]
        params |= {"group": way[0], "chain": " → ".join([*way[1:], params["group"]])}
        return phrases("why.via", reason=phrases(f"why.{reason.kind}", **params), chain=params["chain"])
    return phrases(f"why.{reason.kind}", **params, date=date(reason.on) if reason.on else "")


def _name(words: Words, language: str) -> str:
    found = words.in_language(language)
    return found[1] if found else ""
