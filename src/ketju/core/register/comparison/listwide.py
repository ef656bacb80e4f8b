"""Differences in what a register says of itself: publisher, agreement, terms of notice, products, structure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ketju.core.model.change import ChangeKind
from ketju.core.model.register import GroupReference, NoticeTerms, ObjectionTerms, Register
from ketju.core.register.comparison.difference import Difference, stated
from ketju.core.register.comparison.structure import HOMES, Names
from ketju.core.register.comparison.texts import relation, words_relation
from ketju.core.register.comparison.uses import text_difference, texts_of
from ketju.core.register.parties import identity, party_from_name


def list_differences(old: Register, new: Register, names: Names, *, comparable: bool) -> Iterator[Difference]:
    """What differs beside the entries. The version, its date and the source's revision are no content."""
    yield from _publisher(old.publisher, new.publisher)
    if words_relation(old.title, new.title) not in ("same", "apart"):
        yield Difference("wording-only", "title", texts_of(old.title), texts_of(new.title))
    yield from _parent(old, new, comparable=comparable)
    if old.tlp != new.tlp:
        yield stated("tlp", _value(old.tlp), _value(new.tlp)) or Difference(
            "structure", "tlp", (old.tlp,), (new.tlp,)
        )
    yield from _terms("notice-terms", "notice", old.notice, new.notice, comparable=comparable)
    yield from _terms("objection-terms", "objection", old.objection, new.objection, comparable=comparable)


def _value(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _publisher(old: str, new: str) -> Iterator[Difference]:
    silent = stated("publisher", _value(old), _value(new))
    if silent:
        yield silent
    elif relation(old, new) != "same":
        is_same = identity(party_from_name(old), party_from_name(new))
        yield Difference("wording-only" if is_same else "publisher", "publisher", (old,), (new,))


def _parent(old: Register, new: Register, *, comparable: bool) -> Iterator[Difference]:
    before, after = (
        tuple(filter(None, (one.parent.agreement, one.parent.appendix))) if one.parent else ()
        for one in (old, new)
    )
    silent = stated("parent", before, after)
    if silent:
        yield silent
    elif comparable and before:
        found = relation(" · ".join(before), " · ".join(after))
        if found != "same":
            kind: ChangeKind = "wording-only" if found == "wording" else "agreement"
            yield Difference(kind, "parent", before, after)


def _terms(
    kind: Any, field: str, old: NoticeTerms | ObjectionTerms | None, new: NoticeTerms | ObjectionTerms | None, *,
    comparable: bool,
) -> Iterator[Difference]:  # fmt: skip
    """Terms that are printed in the list: what can be told of them, and their words."""
    before, after = (_printed_terms(one) for one in (old, new))
    silent = stated(field, before, after)
    if silent or old is None or new is None:
        yield from filter(None, [silent])
    elif _told(old, comparable) != _told(new, comparable):
        yield Difference(kind, field, before, after)
    elif comparable:
        yield from text_difference(kind, field, old.printed, new.printed, comparable=True)


def _printed_terms(terms: NoticeTerms | ObjectionTerms | None) -> tuple[str, ...]:
    if terms is None:
        return ()
    told = " ".join(part for part in ("" if terms.days is None else str(terms.days), terms.unit) if part)
    rest = (
        (terms.recipients, *terms.channels) if isinstance(terms, NoticeTerms) else (terms.form, terms.grounds)
    )
    return tuple(part for part in (told, *rest) if part) or _value(terms.printed)


def _told(terms: NoticeTerms | ObjectionTerms, comparable: bool) -> tuple[Any, ...]:
    counted = (terms.days, terms.unit)
    if not comparable:
        return counted
    if isinstance(terms, NoticeTerms):
        return (*counted, terms.recipients.casefold(), sorted(terms.channels))
    return (*counted, terms.form.casefold(), terms.grounds.casefold())


def structure_differences(
    old: Register, new: Register, names: Names
) -> Iterator[tuple[str, str, Difference]]:
    """(old id, new id, difference) for products, regions, groups, options and sites."""
    for home in (*HOMES, "options", "sites"):
        before = {record.id: record for record in getattr(old, home)}
        after = {record.id: record for record in getattr(new, home)}
        known = (
            dict(names.by_home.get(home, {})) if home in HOMES else {id: id for id in before if id in after}
        )
        for id, record in before.items():
            if id not in known:
                kind: ChangeKind = "product-removed" if home == "services" else "structure"
                yield id, "", Difference(kind, home, (_label(record),), ())
            elif changed := _changed(record, after[known[id]], home, names):
                yield id, known[id], changed
        for id, record in after.items():
            if id not in known.values():
                appeared: ChangeKind = "product-added" if home == "services" else "structure"
                yield "", id, Difference(appeared, home, (), (_label(record),))


def _label(record: Any) -> str:
    named = getattr(record, "name", None) or getattr(record, "printed", "")
    return str(named) or str(record.id)


def _changed(old: Any, new: Any, home: str, names: Names) -> Difference | None:
    """Another name, or other relations to the rest of the structure."""
    relations = [_relations(record, names if record is old else None) for record in (old, new)]
    shown = (_label(old),), (_label(new),)
    if relations[0] != relations[1]:
        return Difference("structure", home, *shown)
    if hasattr(old, "name"):
        found = words_relation(old.name, new.name)
        if found not in ("same", "apart"):
            return Difference("wording-only" if found == "wording" else "structure", home, *shown)
    return None


def _relations(record: Any, names: Names | None) -> tuple[Any, ...]:
    """What a record refers to, in ids of the new register, and its other members."""
    found: list[Any] = []
    for member in type(record).__slots__:
        value = getattr(record, member)
        if member in ("id", "name", "printed"):
            continue
        if member in ("regions", "groups"):
            value = [_renamed(one, member, names) for one in value]
        found.append(sorted(map(str, value)) if isinstance(value, tuple | list) else value)
    return tuple(found)


def _renamed(one: Any, home: Any, names: Names | None) -> Any:
    """An id, or a reference with ids, in terms of the new register; sets in one order."""
    if isinstance(one, GroupReference):
        regions = sorted(_renamed(id, "regions", names) for id in one.regions)
        return replace(one, group=_renamed(one.group, "groups", names), regions=tuple(regions))
    return (names.new(home, one) if names else None) or one
