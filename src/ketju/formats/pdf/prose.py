"""Lines of a cell or a paragraph as one text: wrapped lines joined, broken words mended, meant line breaks kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from ketju.core.model.document import Text
from ketju.core.model.span import BoxSpan
from ketju.formats.pdf.page import Word, around
from ketju.formats.pdf.words import SAME_LINE, Segment
from ketju.formats.runs import LINE_BREAK, Run, text_from_runs

SPACE, TAB = Run(" "), Run("\t")
SPACE_WIDTH = 0.25  # of the letter size
SLACK = 0.4  # of the letter size: by how much a word must fit into the rest of a line, for its line break to be meant
SHORT = 0.8  # of the letter size: what is left of a line into which no letter fits
MAX_LABEL = 4  # words of a label that begins a line ("Place of processing:")
SOFT_HYPHEN = "\xad"
_HYPHENS = "-‐‑"
_URL_CUT = re.compile(r"(?:https?://|www\.)\S*[/\-_.?&=#%:]$|\w\S*/$")
_REST = re.compile(r"[bcdfghjlmnpqrtx][,;:)]?")  # a letter that is no word in any of many languages
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uff60]")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")


class Vocabulary:
    """The words of a document, to tell hyphens that belong to a word from those that only end a line.

    ``lines`` tell which labels begin lines more than once: these always do.
    """

    def __init__(self, words: Iterable[Word], lines: Iterable[Sequence[Word]] = ()) -> None:
        self._source, self._lines = words, lines

    @cached_property
    def labels(self) -> frozenset[str]:
        """Labels that begin two lines or more."""
        counts = Counter(label for label in map(label_of, self._lines) if label)
        return frozenset(label for label, count in counts.items() if count > 1)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that stands on one line, in small letters."""
        return frozenset(
            match.casefold().replace("‐", "-").replace("‑", "-")
            for word in self._source
            for match in _WORD.findall(word.text)
        )

    def is_cut(self, before: str, after: str) -> bool:
        """Whether a word that filled its line was cut: what is left of it is no word, or the whole is one elsewhere."""
        left, right = _WORD.findall(before), _WORD.findall(after)
        if not left or not right or not before[-1].isalpha() or not after[0].islower():
            return False
        return (left[-1] + right[0]).casefold() in self.words or bool(_REST.fullmatch(after))

    def is_broken(self, before: str, after: str) -> bool:
        """Whether the document elsewhere writes the two parts as one word, and never with a hyphen."""
        left, right = _WORD.findall(before), _WORD.findall(after)
        if not left or not right or not right[0][0].islower():
            return False
        one, two = left[-1].rstrip(_HYPHENS).casefold(), right[0].casefold()
        return one + two in self.words and f"{one}-{two}" not in self.words


def label_of(line: Sequence[Word]) -> str:
    """The first words of a line up to a colon, "" when none of them has one."""
    for number, word in enumerate(line[:MAX_LABEL], 1):
        if word.text.endswith(":") and line[0].text[:1].isupper():
            return " ".join(part.text for part in line[:number])
    return ""


def lines_in(segments: Iterable[Segment]) -> list[list[Word]]:
    """The words of each line, page by page, top down and left to right."""
    made: list[list[Word]] = []
    words = [word for segment in segments for word in segment.words]
    for word in sorted(words, key=lambda word: (word.page, word.base)):
        if made and word.page == made[-1][0].page and _on_one_line(made[-1][0], word):
            made[-1].append(word)
        else:
            made.append([word])
    return [sorted(line, key=lambda word: word.box.x0) for line in made]


def _on_one_line(first: Word, word: Word) -> bool:
    return word.base - first.base <= SAME_LINE * max(first.size, word.size)


def text_of(lines: Sequence[Sequence[Word]], right: float, vocabulary: Vocabulary, page: int = 0) -> Text:
    """The text of lines that may reach as far as ``right``; ``page`` is where nothing stands, when there are none."""
    if not lines:
        return Text("", BoxSpan(page, 0.0, 0.0, 0.0, 0.0))
    return text_from_runs(
        runs_of(lines, right, vocabulary), span_of([word for line in lines for word in line])
    )


def span_of(words: Sequence[Word]) -> BoxSpan:
    """The place of words: the box around those on the first of their pages."""
    page = min(word.page for word in words)
    box = around([word.box for word in words if word.page == page])
    return BoxSpan(page, *(round(edge, 1) for edge in box))


def runs_of(
    lines: Sequence[Sequence[Word]], right: float, vocabulary: Vocabulary, tabs: Collection[int] = ()
) -> list[Run]:
    """The runs of lines that may reach as far as ``right``, joined where a line was only wrapped.

    ``tabs`` are the ids of words with a wide gap before them.
    """
    runs: list[Run] = []
    last: Word | None = None
    for at, line in enumerate(lines):
        for number, word in enumerate(line):
            if last is not None:
                beside = TAB if id(word) in tabs else SPACE
                between = beside if number else _between(last, word, right, vocabulary)
                if not number and (
                    any(id(other) in tabs for other in line) or label_of(line) in vocabulary.labels
                ):
                    between = LINE_BREAK
                filled = not number and len(lines[at - 1]) == 1 and right - last.box.x1 < SHORT * last.size
                cut = filled and between is SPACE and vocabulary.is_cut(last.text, word.text)
                _join(runs, None if cut else between)
            runs += [_without_soft_hyphen(run) for run in word.runs[:-1]]
            runs.append(word.runs[-1])
            last = word
    return [_without_soft_hyphen(run) for run in runs]


def _join(runs: list[Run], between: Run | None) -> None:
    """Put what stands between two words after the runs; None joins them to one word."""
    if runs and runs[-1].text.endswith(SOFT_HYPHEN):
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(SOFT_HYPHEN))
    if between is None:
        return
    if between.text == SOFT_HYPHEN:  # a hyphen that only ended a line
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(_HYPHENS))
        return
    runs.append(between)


def _between(last: Word, word: Word, right: float, vocabulary: Vocabulary) -> Run | None:
    """What stands between the last word of a line and the first of the next.

    A break, when the word would have fitted into the line; nothing, when a word or an address was cut; else a space.
    """
    left, following = last.text, word.text
    if left.endswith(SOFT_HYPHEN):
        return None
    if left[-1:] in _HYPHENS and left.strip(_HYPHENS) and following[:1].isalnum():
        return Run(SOFT_HYPHEN) if vocabulary.is_broken(left, following) else None
    width = word.box.x1 - word.box.x0
    if last.box.x1 + (SPACE_WIDTH + SLACK) * last.size + width < right:
        return LINE_BREAK
    if _is_cut_address(last, word) or (_WIDE.match(left[-1:]) and _WIDE.match(following[:1])):
        return None
    return SPACE


def _is_cut_address(last: Word, word: Word) -> bool:
    """Whether two words are one address: the link around them says so, or the first ends as no address does."""
    one, two = last.runs[-1].link, word.runs[0].link
    if one and one == two:
        printed = last.runs[-1].text + word.runs[0].text
        return len(printed) > 5 and printed.strip(".,;()") in one
    return bool(_URL_CUT.search(last.text))


def _without_soft_hyphen(run: Run) -> Run:
    return replace(run, text=run.text.replace(SOFT_HYPHEN, "")) if SOFT_HYPHEN in run.text[:-1] else run
