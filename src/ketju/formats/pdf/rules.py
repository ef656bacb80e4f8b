"""Straight lines drawn on a page: borders of tables, underlines and strikes told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ketju.formats.pdf.page import Box, Rule
from ketju.formats.pdf.pdfium import Drawing

THIN = 3.0  # points: a filled box that is thinner is a line
SHORTEST = 6.0  # points
SAME_PLACE = 1.6  # points by which parts of one line may lie beside each other
SAME_LINE_GAP = 3.5  # points between parts of one line
MAX_RULES = 3_000
LEAST_FILL = 8.0  # points: width and height of shading
_FLAT = 0.6  # points by which a straight line may lean


def rules_and_fills(drawings: Iterable[Drawing]) -> tuple[list[Rule], list[Box]]:
    """(lines, shaded boxes) in the drawings of a page."""
    rules: list[Rule] = []
    fills: list[Box] = []
    for drawing in drawings:
        xs, ys = [x for x, _ in drawing.points], [y for _, y in drawing.points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        thin = min(box.x1 - box.x0, box.y1 - box.y0) < THIN
        if drawing.filled and thin:
            rules += _rule_of(box)
        elif drawing.stroked:
            rules += _sides(drawing.points)
        elif drawing.filled and box.x1 - box.x0 > LEAST_FILL and box.y1 - box.y0 > LEAST_FILL:
            fills.append(box)
        if len(rules) > MAX_RULES * 4:
            break
    return joined_rules(rules)[:MAX_RULES], fills[:MAX_RULES]


def _rule_of(box: Box) -> list[Rule]:
    """A thin box as a line along its longer side."""
    (x, y), width, height = box.middle, box.x1 - box.x0, box.y1 - box.y0
    if max(width, height) < SHORTEST:
        return []
    return [Rule(False, y, box.x0, box.x1) if width >= height else Rule(True, x, box.y0, box.y1)]


def _sides(points: Sequence[tuple[float, float]]) -> list[Rule]:
    """The straight sides of a stroked path."""
    made = []
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y1 - y0) < _FLAT and abs(x1 - x0) >= SHORTEST:
            made.append(Rule(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) < _FLAT and abs(y1 - y0) >= SHORTEST:
            made.append(Rule(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return made


def joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Parts of one line put together; double lines become one."""
    made: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and (rule.upright != group[0].upright or rule.at - group[-1].at > SAME_PLACE):
            made += _joined_along(group)
            group = []
        group.append(rule)
    return made + _joined_along(group)


def _joined_along(group: list[Rule]) -> list[Rule]:
    """Lines that lie at one place, those that touch made one."""
    made: list[Rule] = []
    for rule in sorted(group, key=lambda rule: rule.start):
        if made and rule.start - made[-1].end <= SAME_LINE_GAP:
            last = made.pop()
            rule = Rule(rule.upright, last.at, last.start, max(last.end, rule.end))
        made.append(rule)
    return made


def without_text_lines(rules: Sequence[Rule], boxes: Sequence[Box]) -> tuple[list[Rule], list[Rule]]:
    """(lines of the page, strikes through text): underlines are left out.

    ``boxes`` are those of the words. A line under a stretch of text, no longer than it, is an underline.
    """
    if all(rule.upright for rule in rules):
        return list(rules), []
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        for row in range(int(box.y0 // 20), int((box.y1 + 4) // 20) + 1):
            rows.setdefault(row, []).append(box)
    kept, strikes = [], []
    for rule in rules:
        if rule.upright:
            kept.append(rule)
            continue
        near = [box for box in rows.get(int(rule.at // 20), []) if box.x1 > rule.start and box.x0 < rule.end]
        touching = [box for box in near if box.y0 + 1 < rule.at < box.y1 + 3.5]
        covered = sum(min(box.x1, rule.end) - max(box.x0, rule.start) for box in touching)
        if not touching or covered < 0.6 * (rule.end - rule.start) or not _ends_with(rule, touching):
            kept.append(rule)
        elif all(_middle_third(box, rule.at) for box in touching):
            strikes.append(rule)
    return kept, strikes


def _ends_with(rule: Rule, boxes: Sequence[Box]) -> bool:
    """Whether a line is no longer than the text that it runs along."""
    return rule.start > min(box.x0 for box in boxes) - 2 and rule.end < max(box.x1 for box in boxes) + 2


def _middle_third(box: Box, at: float) -> bool:
    return box.y0 + 0.3 * (box.y1 - box.y0) < at < box.y0 + 0.72 * (box.y1 - box.y0)
