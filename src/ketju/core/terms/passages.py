"""Two texts of an agreement beside each other, paragraph by paragraph, with the words that differ.

How lines are broken says nothing: a text that was only set anew is the same. A paragraph that stands elsewhere in the
same words is moved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "changed", "added", "removed", "moved"]
"""What became of a paragraph."""
RunKind = Literal["same", "added", "removed"]

MOST_PARAGRAPHS = 4_000
"""A text in more parts is compared in larger ones."""
MOST_PAIRS = 2_500
"""So many pairs of paragraphs in one place are weighed against each other; in a larger place nothing is paired."""
MOST_WORDS = 6_000
"""Longer paragraphs are told as gone and come, not word by word."""
ALIKE = 0.5
"""From this share of common words two paragraphs are one that was changed."""
_BLANK = re.compile(r"\n[ \t]*\n")
_WORD = re.compile(r"\w+|[^\w\s]+|\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph that are the same in both, came, or are gone."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and what became of it.

    ``old`` and ``new`` are its places in the texts, from 1; None where it is not.
    """

    kind: Kind
    runs: tuple[Run, ...]
    old: int | None = None
    new: int | None = None


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: parted by blank lines, or its lines where there are none; spaces count as one."""
    whole = text.replace("\r\n", "\n").strip()
    parts = _BLANK.split(whole) if _BLANK.search(whole) else whole.split("\n")
    found = [" ".join(part.split()) for part in parts if part.strip()]
    size = -(-len(found) // MOST_PARAGRAPHS)
    if size <= 1:
        return tuple(found)
    return tuple(" ".join(found[at : at + size]) for at in range(0, len(found), size))


def passages(old: str, new: str) -> tuple[Passage, ...]:
    """What became of each paragraph, in the order of the new text; what is gone stands where it was."""
    before, after = paragraphs(old), paragraphs(new)
    found: list[Passage] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            found += [
                Passage("same", (Run("same", before[i]),), i + 1, j + 1)
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
        else:
            found += _differing(before, after, range(i1, i2), range(j1, j2))
    return tuple(_with_moved(found))


def _differing(before: Sequence[str], after: Sequence[str], here: range, there: range) -> Iterator[Passage]:
    """The paragraphs of a place where the texts differ: those that are alike are one, the rest is gone or new."""
    i, j = here.start, there.start
    for left, right in (*_pairs(before, after, here, there), (here.stop, there.stop)):
        yield from (Passage("removed", (Run("removed", before[at]),), at + 1) for at in range(i, left))
        yield from (Passage("added", (Run("added", after[at]),), None, at + 1) for at in range(j, right))
        if left < here.stop and right < there.stop:
            yield Passage("changed", _runs(before[left], after[right]), left + 1, right + 1)
        i, j = left + 1, right + 1


def _pairs(before: Sequence[str], after: Sequence[str], here: range, there: range) -> list[tuple[int, int]]:
    """Which paragraphs of a place are one, in the order of both texts: the pairs that have most in common in sum."""
    if not here or not there or len(here) * len(there) > MOST_PAIRS:
        return []
    words = {at: Counter(_WORD.findall(before[at].casefold())) for at in here}
    others = {at: Counter(_WORD.findall(after[at].casefold())) for at in there}
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]] = {}
    for i in reversed(here):
        for j in reversed(there):
            found = max(
                best.get((i + 1, j), _NOTHING), best.get((i, j + 1), _NOTHING), key=lambda one: one[0]
            )
            share = _share(words[i], others[j])
            if share >= ALIKE:
                rest = best.get((i + 1, j + 1), _NOTHING)
                if share + rest[0] > found[0]:
                    found = share + rest[0], ((i, j), *rest[1])
            best[i, j] = found
    return list(best[here.start, there.start][1])


_NOTHING: tuple[float, tuple[tuple[int, int], ...]] = (0.0, ())


def _share(one: Counter[str], other: Counter[str]) -> float:
    """How much two paragraphs have in common: 0 to 1; spaces count for nothing."""
    sizes = sum(count for word, count in (*one.items(), *other.items()) if word.strip())
    common = sum(count for word, count in (one & other).items() if word.strip())
    return 2 * common / sizes if sizes else 0.0


def _runs(old: str, new: str) -> tuple[Run, ...]:
    """The words of a changed paragraph: what is gone stands before what came."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        return Run("removed", old), Run("added", new)
    found: list[Run] = []
    gone = came = ""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        here, there = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal" and (here.strip() or not (gone or came)):
            found += [*_told(gone, came), Run("same", here)]
            gone = came = ""
        else:  # a space between two changes is part of both
            gone, came = gone + here, came + there
    return (*found, *_told(gone, came))


def _told(gone: str, came: str) -> Iterator[Run]:
    """Words that are gone and words that came in their place; spaces that both end with stand by themselves."""
    end = len(gone) - len(gone.rstrip()) if gone[len(gone.rstrip()) :] == came[len(came.rstrip()) :] else 0
    tail = gone[len(gone) - end :]
    for kind, text in (("removed", gone[: len(gone) - end]), ("added", came[: len(came) - end])):
        if text:
            yield Run(kind, text)  # type: ignore[arg-type]
    if tail:
        yield Run("same", tail)


def _with_moved(found: Sequence[Passage]) -> Iterator[Passage]:
    """The same passages, where one that is gone and one that came in the same words are one that moved."""
    gone: dict[str, list[Passage]] = {}
    for one in found:
        if one.kind == "removed":
            gone.setdefault(one.runs[0].text, []).append(one)
    moved: dict[int, Passage] = {}
    left_out = set()
    for at, one in enumerate(found):
        waiting = gone.get(one.runs[0].text) if one.kind == "added" else None
        if waiting:
            was = waiting.pop(0)
            moved[at] = Passage("moved", (Run("same", one.runs[0].text),), was.old, one.new)
            left_out.add(id(was))
    for at, one in enumerate(found):
        if id(one) not in left_out:
            yield moved.get(at, one)
