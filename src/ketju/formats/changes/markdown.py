"""The changes between two registers as Markdown, for a release note or a notice to customers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketju.core.model.change import Change
from ketju.core.model.register import Entry, Register
from ketju.text.changes import ChangeWords, counts, section_of
from ketju.text.render import Phrasebook
from ketju.text.values import date_words, place_name

_SECTIONS = ("yes", "by-agreement", "no")
_INTRODUCED = ("added", "replaced")
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def changes_markdown(changes: Sequence[Change], old: Register, new: Register, phrases: Phrasebook) -> str:
    """A page with a section for what is owed notice, for what the agreement decides, and for the rest.

    New sub-processors are introduced with purpose, data, places, safeguard and start, as a customer needs them to
    judge the change. Changes of wording are only counted.
    """
    words = ChangeWords(old, new, phrases)
    lines = [f"# {_title(new, phrases)}", "", *_versions(old, new, phrases)]
    entries = {entry.id: entry for entry in new.entries}
    for section in _SECTIONS:
        found = [change for change in changes if section_of(change) == section]
        if found:
            lines += [f"## {phrases(f'diff.section.{section}')}", "", *_section(found, entries, words)]
    wording = counts(changes)["form"]
    if wording:
        lines += [phrases("diff.wording", count=wording), ""]
    if not changes:
        lines += [phrases("diff.none"), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _title(register: Register, phrases: Phrasebook) -> str:
    if register.publisher:
        return phrases("diff.title.of", publisher=escaped(register.publisher))
    return phrases("diff.title")


def _versions(old: Register, new: Register, phrases: Phrasebook) -> list[str]:
    before, after = (_version(register, phrases) for register in (old, new))
    if before and after and before != after:
        return [phrases("diff.between", old=before, new=after), ""]
    if after:
        return [phrases("diff.since", new=after), ""]
    return [phrases("diff.until", old=before), ""] if before else []


def _version(register: Register, phrases: Phrasebook) -> str:
    if register.version_on:
        return date_words(register.version_on, phrases)
    return escaped(register.version)


def _section(changes: Sequence[Change], entries: dict[str, Entry], words: ChangeWords) -> Iterator[str]:
    """The changes of each company together, the reason once after them."""
    by_reason: dict[str, list[Change]] = {}
    for change in changes:
        by_reason.setdefault(change.notice.reason, []).append(change)
    for alike in by_reason.values():
        basis = words.basis(alike[0].notice)
        yield f"{words.reason(alike[0].notice)}{f' ({basis})' if basis else ''}"
        yield ""
        for change in alike:
            yield _item(change, words)
            if change.kind in _INTRODUCED and change.new_id in entries:
                yield from _introduction(entries[change.new_id], words)
        yield ""


def _item(change: Change, words: ChangeWords) -> str:
    touched = words.touched(change)
    tail = f" ({words.phrases('diff.concerns', what=escaped(touched))})" if touched else ""
    return f"- **{escaped(words.name(change))}**: {escaped(words.what(change))}{tail}"


def _introduction(entry: Entry, words: ChangeWords) -> Iterator[str]:
    """What a customer has to know of a new sub-processor."""
    phrases = words.phrases
    purpose = "; ".join(
        text for text in (_own(entry, phrases, "function"), _own(entry, phrases, "purpose")) if text
    )
    places = ", ".join(dict.fromkeys(place_name(place.code, phrases) for place in entry.places))
    transfer = str(entry.transfer.printed) if entry.transfer else ""
    facts = (
        ("purpose", purpose),
        ("data", "; ".join(category.printed for category in entry.data)),
        ("places", places or entry.places_printed),
        ("transfer", transfer),
        ("condition", str(entry.condition.printed) if entry.condition else ""),
        ("since", date_words(entry.since, phrases) if entry.since else ""),
    )
    for field, value in facts:
        if value:
            yield f"  - {words.field(field)}: {escaped(value)}"


def _own(entry: Entry, phrases: Phrasebook, field: str) -> str:
    """A text in the language of the page, else in its own, which is named then."""
    found = getattr(entry, field).in_language(phrases.language)
    if not found:
        return ""
    code, text = found
    is_foreign = code not in (phrases.language, "und") and code.partition("-")[0] != phrases.language
    return f"{text} [{code}]" if is_foreign else str(text)


def escaped(text: str) -> str:
    """A text that is somebody else's, so that Markdown takes none of it for markup; on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
