"""Differences in who a company is and in what else is said of it: names, numbers, dates, conditions, remarks."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.change import ChangeKind
from ketju.core.model.register import Condition, Entry, Identifier
from ketju.core.register.company_numbers import normal_number
from ketju.core.register.comparison.difference import Difference, stated
from ketju.core.register.comparison.kinds import BECOMES_PROCESSOR, INSTRUCTIONS
from ketju.core.register.comparison.texts import words_relation
from ketju.core.register.comparison.uses import text_difference
from ketju.core.register.parties import party_from, party_name
from ketju.core.vocabulary.fold import folded


def name_differences(old: Entry, new: Entry) -> Iterator[Difference]:
    """Another legal person under the name, another name, or the same name written otherwise."""
    person = _legal_person(old, new)
    if person:
        yield person
    elif old.name != new.name and folded(old.name) != folded(new.name):
        shared = party_from(old).stems & party_from(new).stems
        kind: ChangeKind = (
            "wording-only" if party_name(old.name).squeezed in shared and _same_stem(old, new) else "renamed"
        )
        yield Difference(kind, "name", (old.name,), (new.name,))
    for field in ("legal_entity", "brand"):
        before, after = getattr(old, field), getattr(new, field)
        silent = stated(field, [before] if before else [], [after] if after else [])
        is_in_name = (before or after) in (new.name if after else old.name)
        if silent and not person and not is_in_name:
            yield silent
    if old.brand and new.brand and folded(old.brand) != folded(new.brand):
        yield Difference("renamed", "brand", (old.brand,), (new.brand,))


def _same_stem(old: Entry, new: Entry) -> bool:
    return party_name(old.name).squeezed == party_name(new.name).squeezed


def _legal_person(old: Entry, new: Entry) -> Difference | None:
    """The company behind the name, where both lists name one and it is not the same."""
    before, after = old.legal_entity, new.legal_entity
    if before and after:
        one, other = party_name(before), party_name(after)
        if one.squeezed != other.squeezed or _clash(one.forms, other.forms):
            return Difference("legal-entity", "legal_entity", (before,), (after,))
        return None
    one, other = party_name(old.name), party_name(new.name)
    if one.squeezed == other.squeezed and _clash(one.forms, other.forms):
        return Difference("legal-entity", "name", (old.name,), (new.name,))
    return None


def _clash(forms: frozenset[str], others: frozenset[str]) -> bool:
    return bool(forms and others and not forms & others)


def number_differences(old: Entry, new: Entry) -> Iterator[Difference]:
    """Numbers of the company, whichever way they are written."""
    before, after = _numbers(old.identifiers), _numbers(new.identifiers)
    lost = tuple(_written(one) for number, one in before.items() if not _is_among(number, one, after))
    gained = tuple(_written(one) for number, one in after.items() if not _is_among(number, one, before))
    if lost and gained:
        yield Difference("identifier", "identifiers", lost, gained)
    else:
        yield from filter(None, [stated("identifiers", lost, gained)])


def _numbers(identifiers: tuple[Identifier, ...]) -> dict[str, Identifier]:
    return {normal_number(one) or folded(one.printed): one for one in identifiers}


def _is_among(number: str, one: Identifier, others: dict[str, Identifier]) -> bool:
    """Whether a number stands there too: under its scheme, or written alike where one side names no scheme."""
    return number in others or any(
        folded(_written(one)) == folded(_written(other)) and not (one.scheme and other.scheme)
        for other in others.values()
    )


def _written(identifier: Identifier) -> str:
    return identifier.printed or identifier.value


def role_differences(old: Entry, new: Entry) -> Iterator[Difference]:
    """Processor or controller."""
    if old.role != new.role:
        notice = BECOMES_PROCESSOR if new.role == "processor" else INSTRUCTIONS
        yield Difference("role", "role", (old.role,), (new.role,), notice)


def date_differences(old: Entry, new: Entry) -> Iterator[Difference]:
    """When the engagement begins and ends; that it has an end now is an end."""
    for field in ("since", "until", "notified"):
        before, after = (
            tuple([str(day)] if day else []) for day in (getattr(old, field), getattr(new, field))
        )
        if before == after:
            continue
        if field == "until" and not before:
            yield Difference("ended", field, before, after)
        else:
            yield stated(field, before, after) or Difference("dates", field, before, after)


def condition_differences(old: Entry, new: Entry, *, comparable: bool) -> Iterator[Difference]:
    """When the entry applies at all. Without a condition it applies to everybody."""
    one, other = old.condition, new.condition
    before, after = _condition_values(one), _condition_values(other)
    if one is None or other is None:
        if one or other:
            yield Difference("condition-removed" if one else "condition-added", "condition", before, after)
        return
    if one.kind != other.kind or (comparable and one.option != other.option):
        yield Difference("condition-changed", "condition", before, after)
        return
    found = words_relation(one.printed, other.printed)
    if found == "wording" or bool(one.printed) != bool(other.printed):
        yield Difference("wording-only", "condition", before, after)
    elif found not in ("same", "apart"):
        yield Difference("condition-changed", "condition", before, after)


def _condition_values(condition: Condition | None) -> tuple[str, ...]:
    return (str(condition.printed) or condition.option or condition.kind,) if condition else ()


def other_differences(old: Entry, new: Entry, *, comparable: bool) -> Iterator[Difference]:
    """Everything else that an entry says."""
    if old.varies_by_customer != new.varies_by_customer:
        answers = ("yes" if old.varies_by_customer else "no"), ("yes" if new.varies_by_customer else "no")
        yield Difference("varies", "varies_by_customer", (answers[0],), (answers[1],))
    yield from text_difference("retention", "retention", old.retention, new.retention, comparable=comparable)
    yield from text_difference("address", "address", old.address, new.address, comparable=comparable)
    if old.contact != new.contact:  # personal data: that it changed is all that is said
        yield Difference("contact", "contact")
    if old.tier != new.tier:
        yield Difference("chain", "tier", (str(old.tier),), (str(new.tier),))
    yield from _remarks(old, new, comparable=comparable)


def _remarks(old: Entry, new: Entry, *, comparable: bool) -> Iterator[Difference]:
    for field in ("status", "notes", "links", "mentions", "placeholders"):
        before, after = (_values(getattr(entry, field)) for entry in (old, new))
        translated = not comparable and field in ("status", "notes")
        if translated or sorted(map(folded, before)) == sorted(map(folded, after)):
            continue
        yield stated(field, before, after) or Difference("remarks", field, before, after)


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()
