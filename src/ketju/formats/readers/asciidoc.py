"""AsciiDoc."""

from __future__ import annotations

import re

from ketju.core.model.document import Document, Paragraph, ReadProblem, Text
from ketju.core.model.span import TextSpan
from ketju.formats.format import Format, Source

_TITLE = re.compile(r"^={1,5} \S", re.MULTILINE)
_TABLE = re.compile(r"^\|={3,}$", re.MULTILINE)
_OTHER = re.compile(
    r"^:[\w-]{2,60}:(?: |$)|^\[(?:cols|options|%|\.|#)[^\]\n]{0,200}\]$|"
    r"\b(?:link|xref):\S{1,300}\[|https?://[^\s\[\]]{1,300}\[[^\]]",
    re.MULTILINE,
)


def recognise(source: Source) -> float:
    """Titles with equals signs and tables between fences, or two other signs that only this format has."""
    sample = source.text[:50_000]
    titles, tables = bool(_TITLE.search(sample)), bool(_TABLE.search(sample))
    if titles and tables:
        return 0.95
    if (titles or tables) and _OTHER.search(sample):
        return 0.9
    return 0.6 if tables else 0.4 if titles else 0.0


def read(source: Source) -> Document:
    """Titles, paragraphs, lists, tables and definitions; what steers the printing is kept as asides."""
    from ketju.formats.asciidoc.blocks import Parser
    from ketju.formats.asciidoc.inline import attributes_of
    from ketju.formats.lines import lines_of

    text = source.text
    lines, stop = lines_of(text)
    parser = Parser(text, attributes_of(text))
    blocks = parser.parse(lines)
    if text[stop:].strip():
        span = TextSpan(stop, len(text))
        blocks.append(Paragraph(Text(text[stop:].strip(), span)))
        parser.problems.append(ReadProblem("read.too-long", span))
    problems = tuple(parser.problems)
    return Document("asciidoc", tuple(blocks), text, problems=problems, encoding=source.decoded[1])


FORMAT = Format("asciidoc", "AsciiDoc", (".adoc", ".asciidoc"), recognise, read)
