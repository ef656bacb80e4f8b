"""reStructuredText."""

from __future__ import annotations

import re

from ketju.core.model.document import Document, Paragraph, ReadProblem, Text
from ketju.core.model.span import TextSpan
from ketju.formats.format import Format, Source

_DIRECTIVE = re.compile(r"^[ \t]*\.\. (?:[\w.:-]{1,60}::(?:\s|$)|_[^\n]{1,200}:)", re.MULTILINE)
_TITLE = re.compile(r"^\w[^\n]{2,200}\n([=~^\"*#-])\1{3,200}$", re.MULTILINE)
_LINK = re.compile(r"`[^`<\n]{1,200}<[^>\n]{1,500}>`__?")


def recognise(source: Source) -> float:
    """Directives or targets, and titles or links that only this format writes."""
    sample = source.text[:50_000]
    directives = len(_DIRECTIVE.findall(sample))
    if not directives:
        return 0.3 if _LINK.search(sample) else 0.0
    return 0.9 if _TITLE.search(sample) or _LINK.search(sample) or directives > 1 else 0.6


def read(source: Source) -> Document:
    """Titles, paragraphs, lists, tables and definitions; directives give what they hold."""
    from ketju.formats.lines import lines_of
    from ketju.formats.restructuredtext.blocks import Parser
    from ketju.formats.restructuredtext.inline import names_of

    text = source.text
    lines, stop = lines_of(text)
    parser = Parser(text, names_of(text))
    blocks = parser.parse(lines)
    if text[stop:].strip():
        span = TextSpan(stop, len(text))
        blocks.append(Paragraph(Text(text[stop:].strip(), span)))
        parser.problems.append(ReadProblem("read.too-long", span))
    problems = tuple(parser.problems)
    return Document("rst", tuple(blocks), text, problems=problems, encoding=source.decoded[1])


FORMAT = Format("rst", "reStructuredText", (".rst", ".rest"), recognise, read)
