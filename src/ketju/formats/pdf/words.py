"""Glyphs put together to words, and words to segments: stretches of a line that belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ketju.formats.pdf.page import Box, Glyph, Rule, Word, around
from ketju.formats.runs import Run

WORD_GAP = 0.18  # of the letter size: a gap from which a new word starts
SEGMENT_GAP = 0.95  # of the letter size: a gap that is no space between words
SPACED = 0.03  # of the words: fewer spaces are printed where a program prints none
MAX_MARKER = 8  # letters
BULLET_GAP = 45.0  # points: between a bullet and its item
PIECE_GAP = 1.0  # points: a gap between text objects that no space fills
SAME_LINE = 0.25  # of the letter size: how far the words of one line may stand above or below each other
ASCENT, DESCENT = 0.9, 0.25  # of the letter size: how far letters reach from the line that they stand on
_DROPPED = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b-\x1f\ufffe\uffff]")
_BULLET = re.compile("[•◦▪▫■□●○‣⁃∙·➢➤►▶✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf02d–—o-]")
_MARKER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?")
_SHOWN = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\xa0": " "}
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line without a wide gap between them, left to right."""

    words: tuple[Word, ...]
    box: Box

    @property
    def page(self) -> int:
        """The page that it stands on."""
        return self.words[0].page

    @property
    def base(self) -> float:
        """The height of the line that it stands on."""
        return self.words[0].base

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return usual_size(self.words)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)

    @property
    def is_marker(self) -> bool:
        """Whether it is what stands before a list item: a bullet, a number, a letter."""
        return len(self.words) == 1 and is_marker(self.words[0].text)


def usual_size(words: Sequence[Word]) -> float:
    """The size of most letters of words."""
    if all(word.first.size == words[0].first.size for word in words):
        return words[0].size
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    return letters.most_common(1)[0][0]


def is_bullet(text: str) -> bool:
    """Whether a word is a bullet."""
    return len(text) == 1 and bool(_BULLET.fullmatch(text))


def is_sure_bullet(text: str) -> bool:
    """Whether a word is a bullet and cannot be a dash or a letter of a sentence."""
    return is_bullet(text) and text not in "-–—o·"


def is_marker(text: str) -> bool:
    """Whether a word may mark a list item."""
    return is_bullet(text) or bool(_MARKER.fullmatch(text))


def words_from(
    page: int, glyphs: Iterable[Glyph], links: Sequence[tuple[list[Box], str]], strikes: Sequence[Rule]
) -> list[Word]:
    """The words of a page in the order in which they were drawn."""
    made: list[Word] = []
    letters: list[Glyph] = []
    before: Glyph | None = None  # the glyph drawn before the word
    finder = _Links(links)
    for glyph in glyphs:
        if glyph.char.isspace() or glyph.char == "\xa0":
            made += _word(page, letters, before, finder, strikes)
            letters, before = [], glyph
        elif not _DROPPED.match(glyph.char):
            if letters and (not _goes_on(letters[-1], glyph) or _ends_marker(before, letters, glyph)):
                made += _word(page, letters, before, finder, strikes)
                before, letters = letters[-1], []
            letters.append(glyph)
    return made + _word(page, letters, before, finder, strikes)


def _ends_marker(before: Glyph | None, letters: list[Glyph], glyph: Glyph) -> bool:
    """Whether letters are the number of an item that was drawn by itself, at the start of a line, close to the item."""
    if letters[-1].piece is glyph.piece or len(letters) > MAX_MARKER or letters[-1].char not in ".)":
        return False
    if (
        before is not None
        and abs(before.piece.base - glyph.piece.base) < 1
        and before.box.x0 < letters[0].box.x0
    ):
        return False
    return bool(_MARKER.fullmatch("".join(letter.char for letter in letters)))


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph stands right after another. Of text that is set sideways, a text object is one word."""
    if not glyph.piece.upright:
        return glyph.piece is last.piece
    gap, size = glyph.box.x0 - last.box.x1, max(glyph.piece.size, 1.0)
    if gap >= WORD_GAP * size or glyph.box.x0 < last.box.x0 - WORD_GAP * size:
        return False
    overlap = min(last.box.y1, glyph.box.y1) - max(last.box.y0, glyph.box.y0)
    return overlap > 0.4 * min(last.box.y1 - last.box.y0, glyph.box.y1 - glyph.box.y0)


def _word(
    page: int, letters: list[Glyph], before: Glyph | None, links: _Links, strikes: Sequence[Rule]
) -> list[Word]:
    if not letters:
        return []
    box = around([letter.box for letter in letters])
    near = links.near(box)
    struck = [
        rule for rule in strikes if box.y0 < rule.at < box.y1 and rule.start < box.x1 and rule.end > box.x0
    ]
    runs = _runs(letters, near, struck)
    spaced = (
        before is not None
        and before.char.isspace()
        and abs(box.x0 - before.box.x1) < 0.15 * letters[0].piece.size
        and before.box.y0 < box.y1
        and before.box.y1 > box.y0
    )
    base, size = letters[0].piece.base, letters[0].piece.size
    if letters[0].piece.upright:
        box = Box(box.x0, base - ASCENT * size, box.x1, base + DESCENT * size)
    pieces = len({letter.piece.number for letter in letters})
    return [Word(page, tuple(runs), box, letters[0].piece, letters[-1].piece, spaced, pieces)]


def _runs(letters: list[Glyph], links: Sequence[tuple[Box, str]], struck: Sequence[Rule]) -> list[Run]:
    """The letters of a word with their formats."""
    if not links and not struck and letters[0].piece is letters[-1].piece:
        text = "".join(letter.char for letter in letters).translate(_SHOWN)
        return [Run(text, letters[0].piece.bold, False, letters[0].piece.code)]
    runs: list[Run] = []
    for letter in letters:
        x, y = letter.box.middle
        link = next((target for area, target in links if area.holds(x, y)), "")
        strike = any(rule.start <= x <= rule.end for rule in struck)
        made = Run(letter.char.translate(_SHOWN), letter.piece.bold, strike, letter.piece.code, link)
        if runs and _same_format(runs[-1], made):
            made = Run(runs.pop().text + made.text, made.bold, made.strike, made.code, made.link)
        runs.append(made)
    return runs


def _same_format(one: Run, other: Run) -> bool:
    return (one.bold, one.strike, one.code, one.link) == (other.bold, other.strike, other.code, other.link)


class _Links:
    """Links of a page, found by where they are; in steps down the page, so that many links stay fast."""

    STEP = 40.0

    def __init__(self, links: Sequence[tuple[list[Box], str]]) -> None:
        self.rows: dict[int, list[tuple[Box, str]]] = {}
        for boxes, target in links:
            for box in boxes:
                first, last = int(box.y0 // self.STEP), int(box.y1 // self.STEP)
                for row in range(first, min(last, first + 100) + 1):
                    self.rows.setdefault(row, []).append((box, target))

    def near(self, box: Box) -> list[tuple[Box, str]]:
        """Links whose area touches the row that a box stands in."""
        row = self.rows.get(int(box.middle[1] // self.STEP), ())
        return [(area, target) for area, target in row if area.x0 < box.x1 and area.x1 > box.x0]


def segments_from(words: Sequence[Word]) -> list[Segment]:
    """The words as segments, from the top of the page down and from left to right."""
    if not words:
        return []
    pieces_tell = sum(word.spaced for word in words) > SPACED * len(words)
    made: list[Segment] = []
    for line in _lines(words):
        if len(line) > 1 and _MARKER.fullmatch(line[0].text) and _is_item(line, pieces_tell):
            made.append(_segment(line))
            continue
        for stretch in _cut(line, False):
            cut = _cut(stretch, True) if pieces_tell and not _is_set_by_words(stretch) else [stretch]
            made += [_segment(part) for part in cut]
    return made


def _cut(line: Sequence[Word], has_spaces: bool) -> list[list[Word]]:
    """A line in parts that stand apart; a bullet stays with what follows it."""
    parts = [[line[0]]]
    for word in line[1:]:
        last = parts[-1]
        marks = len(last) == 1 and is_bullet(last[0].text) and word.box.x0 - last[0].box.x1 < BULLET_GAP
        if not marks and _is_apart(last[-1], word, has_spaces):
            parts.append([])
        parts[-1].append(word)
    return parts


def _is_set_by_words(line: Sequence[Word]) -> bool:
    """Whether most words were drawn by themselves, as in justified text: then pieces are no cells."""
    cuts = sum(_is_apart(*pair, True) for pair in pairwise(line))
    return len(line) > 4 and cuts > 0.6 * (len(line) - 1)


def _is_item(line: Sequence[Word], has_spaces: bool) -> bool:
    """Whether a number at the start of a line marks an item: nothing else in the line stands apart."""
    near = line[1].box.x0 - line[0].box.x1 < BULLET_GAP
    return near and len(_cut(line[1:], has_spaces)) == 1


def _segment(words: list[Word]) -> Segment:
    return Segment(tuple(words), around([word.box for word in words]))


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words of one line each, from left to right."""
    line: list[Word] = []
    for word in sorted(words, key=lambda word: word.base):
        if line and word.base - line[0].base > SAME_LINE * max(line[0].size, word.size):
            yield sorted(line, key=lambda member: member.box.x0)
            line = []
        line.append(word)
    yield sorted(line, key=lambda member: member.box.x0)


def _is_apart(left: Word, right: Word, has_spaces: bool) -> bool:
    """Whether two neighbours of a line do not belong together."""
    gap, size = right.box.x0 - left.box.x1, max(left.size, right.size, 1.0)
    if gap > SEGMENT_GAP * size:
        return True
    if not has_spaces or right.spaced or left.is_spread or right.is_spread:
        return False
    return left.last is not right.first and gap > PIECE_GAP
