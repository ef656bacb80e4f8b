"""Which headings above an entry say what it applies to: a product, a region, a group – not the title of the list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from ketju.core.model.document import Text
from ketju.core.reading.draft import Draft
from ketju.core.reading.evidence import names_subprocessors
from ketju.core.reading.texts import flat, word_count
from ketju.core.vocabulary.phrases import has, is_whole, phrases
from ketju.core.vocabulary.states import state_of

_NUMBERED = re.compile(r"^\s*(?:[§#]\s*)?(?:\d+(?:\.\d+)*|[A-Z])[.)]?\s+|^\s*\w+\s+\d+\s*[:.–-]")


def clean_heading(text: str) -> str:
    """A heading without ordinals and closing punctuation."""
    return re.sub(r"^\s*\d+(?:\.\d+)*[.)]\s+", "", flat(text)).strip(" :：.–—-*")


def applying_sections(
    drafts: Sequence[Draft], title: str, languages: Collection[str]
) -> list[tuple[str, ...]]:
    """For each draft the headings that limit what it applies to, outermost first. D-14's row L-14.

    A heading that is a state alone ("Planned"), a role or all regions limits nothing. One that names a group of
    companies by their state ("Active sub-processors") is kept as printed, as any heading of a group is.
    """
    siblings: dict[tuple[str, ...], set[str]] = defaultdict(set)
    keys = [tuple(_key(text) for text in draft.path) for draft in drafts]
    for key in set(keys):
        for depth in range(len(key)):
            siblings[key[:depth]].add(key[depth])
    result = []
    for draft, key in zip(drafts, keys, strict=True):
        kept = [
            clean_heading(text.text)
            for depth, text in enumerate(draft.path)
            if _applies(text, depth, len(siblings[key[:depth]]), title, languages)
            and not _is_for_all(clean_heading(text.text), languages)
        ]
        result.append(tuple(heading for heading in kept if any(letter.isalnum() for letter in heading)))
    return result


def _is_for_all(heading: str, languages: Collection[str]) -> bool:
    """Whether a heading limits nothing: a state, a role, or the words for all regions."""
    if is_whole(heading, "reference.all_regions", "role.controller", "role.joint"):
        return True
    return state_of(heading, languages) is not None and not has(heading, "list.subprocessor", "list.supplier")


def _key(text: Text) -> str:
    return f"{flat(text.text)}@{text.span}"


def _applies(text: Text, depth: int, siblings: int, title: str, languages: Collection[str]) -> bool:
    heading = flat(text.text)
    if word_count(heading) > 16:
        return False
    if siblings >= 2:
        return not is_whole(heading, "list.subprocessor")
    if heading == title:
        return False
    return (
        names_subprocessors(title)
        and not names_subprocessors(heading)
        and word_count(heading) <= 6
        and heading[-1:] not in "?:"
        and not _NUMBERED.match(heading)
        and not is_whole(heading, "list.supplier")
        and not _announces(heading, languages)
    )


def _announces(heading: str, languages: Collection[str]) -> bool:
    """Whether a heading has words, in one of the languages, that lead to a list or to something else."""
    return any(
        match.language in languages
        for match in phrases(heading)
        if match.meaning == "list.intro" or match.meaning.startswith("other.")
    )
