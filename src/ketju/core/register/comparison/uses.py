"""Differences in what a company is used for: function, purpose, data, people, access. Source: Art. 28(3), L-4, L-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ketju.core.model.change import ChangeKind
from ketju.core.model.register import DataCategory, Entry, Words
from ketju.core.register.comparison.difference import Difference, stated
from ketju.core.register.comparison.texts import (
    Relation,
    items_in,
    relation,
    share_in_common,
    text_pairs,
    words_in,
    words_relation,
)
from ketju.core.vocabulary.fold import folded

_ACCESS = ("none", "metadata", "content")
_PURPOSE: dict[Relation, ChangeKind] = {
    "widened": "purpose-widened",
    "narrowed": "purpose-narrowed",
    "changed": "purpose-changed",
    "wording": "wording-only",
}
LITTLE_IN_COMMON = 1 / 3
"""The share of words in common that is enough where both texts were read as the same purposes."""


def purpose_differences(old: Entry, new: Entry) -> Iterator[Difference]:
    """The purpose, by the terms it was read as and by its items; by the terms alone across languages."""
    before, after = old.purpose, new.purpose
    if bool(before) != bool(after):
        yield from filter(None, [stated("purpose", texts_of(before), texts_of(after))])
        return
    texts = words_relation(before, after)
    terms = _set_relation(set(old.purpose_read), set(new.purpose_read))
    found = _purpose_relation(texts, terms, before, after)
    if found in _PURPOSE:
        shown = [texts_of(before), texts_of(after)]
        if texts == "same" and old.purpose_read != new.purpose_read:
            shown = [old.purpose_read, new.purpose_read]
        yield Difference(_PURPOSE[found], "purpose", shown[0], shown[1])


def _purpose_relation(texts: Relation, terms: Relation, before: Words, after: Words) -> Relation:
    if texts in ("same", "apart"):
        return terms
    if texts in ("widened", "narrowed", "wording"):
        return texts
    if terms in ("widened", "narrowed"):
        return terms
    close = all(share_in_common(a, b) >= LITTLE_IN_COMMON for a, b in text_pairs(before, after))
    return "wording" if terms == "same" and close else "changed"


def _set_relation(before: set[str], after: set[str]) -> Relation:
    """How sets of terms stand to each other; "apart" where one of them is not known."""
    if not before or not after:
        return "same" if before == after else "apart"
    if before == after:
        return "same"
    return "widened" if before < after else "narrowed" if after < before else "changed"


def function_differences(old: Entry, new: Entry, *, comparable: bool) -> Iterator[Difference]:
    """The function in a word or two, and the sub-processor's own service that is used."""
    silent = stated("function", texts_of(old.function), texts_of(new.function))
    if silent:
        yield silent
    else:
        found = words_relation(old.function, new.function)
        yield from _worded(found, "function", "function", texts_of(old.function), texts_of(new.function))
    yield from text_difference("function", "service", old.service, new.service, comparable=comparable)


def _worded(
    found: Relation, kind: ChangeKind, field: str, before: Sequence[str], after: Sequence[str]
) -> Iterator[Difference]:
    if found in ("same", "apart"):
        return
    shown = "wording-only" if found == "wording" else kind
    yield Difference(shown, field, tuple(before), tuple(after))


def text_difference(
    kind: ChangeKind, field: str, old: str, new: str, *, comparable: bool
) -> Iterator[Difference]:
    """The difference of two plain texts: of the kind, of wording only, or that one is there and the other is not."""
    silent = stated(field, [old] if old else [], [new] if new else [])
    if silent:
        yield silent
    elif comparable:
        yield from _worded(relation(old, new), kind, field, (old,), (new,))


def texts_of(words: Words) -> tuple[str, ...]:
    """The text in its own language, as a list of one or none."""
    return (str(words),) if words else ()


def data_differences(old: Entry, new: Entry, *, comparable: bool) -> Iterator[Difference]:
    """Categories of data: by terms, and by their words where no term was recognised."""
    silent = stated("data", _printed(old.data), _printed(new.data))
    if silent:
        yield silent
        return
    gained = _beyond(new.data, old.data, comparable=comparable)
    lost = _beyond(old.data, new.data, comparable=comparable)
    if gained and lost and not _is_read(gained) and not _is_read(lost):
        kind: ChangeKind = "wording-only" if _say_alike(gained, lost) else "data-changed"
        yield Difference(kind, "data", _printed(lost), _printed(gained))
        return
    if gained:
        yield Difference("data-widened", "data", (), _printed(gained))
    if lost:
        yield Difference("data-narrowed", "data", _printed(lost), ())
    if not gained and not lost and comparable and _all_words(old.data) != _all_words(new.data):
        yield Difference("wording-only", "data", _printed(old.data), _printed(new.data))


def _beyond(
    some: Iterable[DataCategory], others: Sequence[DataCategory], *, comparable: bool
) -> list[DataCategory]:
    """The categories that the others do not cover."""
    terms = {term for category in others for term in category.terms}
    texts = {folded(category.printed) for category in others}
    words = {words_in(category.printed) for category in others} | {
        item for category in others for item in items_in(category.printed)
    }
    return [
        category
        for category in some
        if folded(category.printed) not in texts
        and not (category.terms and terms.issuperset(category.terms))
        and (category.terms or comparable)
        and not (not category.terms and items_in(category.printed) <= words)
        and words_in(category.printed) not in words
    ]


def _is_read(categories: Iterable[DataCategory]) -> bool:
    return any(category.terms for category in categories)


def _say_alike(gained: Sequence[DataCategory], lost: Sequence[DataCategory]) -> bool:
    return relation("; ".join(_printed(lost)), "; ".join(_printed(gained))) == "wording"


def _all_words(categories: Iterable[DataCategory]) -> frozenset[str]:
    return frozenset(word for category in categories for word in words_in(category.printed))


def _printed(categories: Iterable[DataCategory]) -> tuple[str, ...]:
    return tuple(category.printed or ", ".join(category.terms) for category in categories)


def people_differences(old: Entry, new: Entry, *, comparable: bool) -> Iterator[Difference]:
    """The people whom the data are about."""
    silent = stated("data_subjects", old.data_subjects, new.data_subjects)
    if silent:
        yield silent
        return
    before, after = (
        {words_in(text): text for text in entry.data_subjects} if comparable else {} for entry in (old, new)
    )
    gained = tuple(text for words, text in after.items() if words not in before)
    lost = tuple(text for words, text in before.items() if words not in after)
    if gained and lost:
        alike = relation("; ".join(lost), "; ".join(gained)) == "wording"
        yield Difference("wording-only" if alike else "data-subjects-changed", "data_subjects", lost, gained)
    elif gained:
        yield Difference("data-subjects-widened", "data_subjects", (), gained)
    elif lost:
        yield Difference("data-subjects-narrowed", "data_subjects", lost, ())


def access_differences(old: Entry, new: Entry) -> Iterator[Difference]:
    """What of the data the company can get at; unknown is nothing said."""
    before, after = ((entry.access,) if entry.access in _ACCESS else () for entry in (old, new))
    silent = stated("access", before, after)
    if silent or before == after:
        yield from filter(None, [silent])
        return
    is_wider = _ACCESS.index(new.access) > _ACCESS.index(old.access)
    yield Difference("access-widened" if is_wider else "access-narrowed", "access", before, after)
