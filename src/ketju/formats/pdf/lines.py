"""Lines of running text, and what is usual in a document: sizes, edges, distances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ketju.formats.pdf.aligned import Band
from ketju.formats.pdf.page import Box, Word, around
from ketju.formats.pdf.words import Segment, is_marker, usual_size

BIGGER = 1.07  # times the size of running text: from which letters are those of a heading
WIDE_GAP = 0.4  # of the letter size: wider than a space; after a number that marks a list item, before a tab
FEW = 200  # letters: running text that is too short to tell the usual size


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text on a page; ``marker`` is what may stand before a list item, not part of the words.

    ``left`` is where the line begins, with the marker, ``marker_right`` where the marker ends.
    """

    words: tuple[Word, ...]
    marker: str
    left: float
    marker_right: float
    breaks: tuple[int, ...] = ()  # words before which a wide gap is

    @property
    def page(self) -> int:
        """The page that it stands on."""
        return self.words[0].page

    @property
    def box(self) -> Box:
        """The box around its words."""
        return around([word.box for word in self.words])

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return usual_size(self.words)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)


@dataclass(slots=True)
class Measures:
    """What is usual in a document: size of running text, left and right edge of pages, distance of lines by size."""

    size: float = 10.0
    left: float = 0.0
    rights: dict[int, float] = field(default_factory=dict)  # by left edge
    leading: dict[float, float] = field(default_factory=dict)
    heading_sizes: list[float] = field(default_factory=list)

    def right(self, left: float) -> float:
        """How far lines may reach that begin at ``left``: as far as the longest that begins there."""
        return max((self.rights.get(place, 0.0) for place in _places(left)), default=0.0)

    def distance(self, size: float) -> float:
        """The usual distance of lines of that size."""
        return self.leading.get(round(size), 1.25 * size)

    def level(self, size: float) -> int:
        """The level of headings of that size; 0 for the size of running text."""
        if size <= self.size * BIGGER:
            return 0
        bigger = sum(other > size + 0.4 for other in self.heading_sizes)
        return min(bigger + 1, 6)


def rights_of(lines: Iterable[tuple[float, float]]) -> dict[int, float]:
    """The longest right end of lines (left, right) by their left ends."""
    made: dict[int, float] = {}
    for left, right in lines:
        for place in _places(left):
            made[place] = max(made.get(place, 0.0), right)
    return made


def _places(left: float) -> tuple[int, int]:
    """The steps of four points that a left edge is in or near, so that edges which differ a little meet."""
    return int((left + 1) // 4), int((left - 1) // 4)


def line_from(band: Band) -> Line:
    """A band of running text as a line; wide gaps in it are kept as tabs."""
    segments = sorted(band.segments, key=lambda segment: segment.box.x0)
    words = [word for segment in segments for word in segment.words]
    starts = {
        id(right.words[0])
        for left, right in pairwise(segments)
        if right.box.x0 - left.box.x1 > WIDE_GAP * right.size
    }
    marker, left, right = "", words[0].box.x0, words[0].box.x1
    if len(words) > 1 and is_marker(words[0].text):
        marker, words = words[0].text, words[1:]
    breaks = tuple(index for index, word in enumerate(words) if index and id(word) in starts)
    return Line(tuple(words), marker, left, right, breaks)


def measures_of(lines: Sequence[Line], cells: Iterable[Segment]) -> Measures:
    """What is usual in a document, of its lines and of what stands in its tables."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += sum(len(word.text) for word in line.words)
    if sum(sizes.values()) < FEW:
        for segment in cells:
            sizes[round(segment.size, 1)] += len(segment.text)
    made = Measures(size=sizes.most_common(1)[0][0] if sizes else 10.0)
    if not lines:
        return made
    body = [line for line in lines if abs(line.size - made.size) < 0.6] or list(lines)
    lefts = Counter(round(line.left) for line in body)
    made.left = min(left for left, count in lefts.items() if count >= min(3, max(lefts.values())))
    made.rights = rights_of([(line.box.x0, line.box.x1) for line in lines])
    distances: dict[float, Counter[float]] = {}
    for above, below in pairwise(lines):
        if above.page == below.page and abs(above.size - below.size) < 0.3:
            apart = below.box.middle[1] - above.box.middle[1]
            if 0.8 * below.size < apart < 1.9 * below.size:
                distances.setdefault(round(below.size), Counter())[round(apart * 2) / 2] += 1
    made.leading = {size: _usual(counts) for size, counts in distances.items()}
    made.heading_sizes = sorted({round(s, 1) for s in sizes if s > made.size * BIGGER}, reverse=True)
    return made


def _usual(counts: Counter[float]) -> float:
    """The smallest distance that is common."""
    most = counts.most_common(1)[0][1]
    return min(distance for distance, count in counts.items() if count >= max(0.3 * most, 1))
