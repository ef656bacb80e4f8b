"""Lines that no rule took: link addresses and other markup as a rule, and text that is too good to hide."""

from __future__ import annotations

import re

from ketju.core.model.document import Aside, Block, Paragraph, ReadProblem, Text
from ketju.core.model.span import TextSpan

_MARKUP = re.compile(
    r"[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:\[[^\]]*\]:|[-*_=~`:#>|+\s]+$|</?[a-zA-Z]|-->|\{|$)"
)


def left_over(text: str, start: int, problems: list[ReadProblem]) -> list[Block]:
    """The lines of ``text``, which stands at ``start``: an aside if all are markup, else a paragraph and a problem."""
    made = Text(text, TextSpan(start, start + len(text)))
    if all(_MARKUP.match(line) for line in text.split("\n")):
        return [Aside(made, "markup")]
    problems.append(ReadProblem("read.kept-as-text", made.span))
    return [Paragraph(made)]
