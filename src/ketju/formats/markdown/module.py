"""The code of MDX pages, and the records that are written out in it."""

from ketju.core.model.document import Aside, Block, Record, Records, Text
from ketju.core.model.span import TextSpan
from ketju.formats.structured.literals import literals_in


def module_blocks(source: str, span: TextSpan, base: int) -> list[Block]:
    """Records written out in the code at ``span`` are content; the code around them is none.

    ``source`` starts at the offset ``base`` of the document that ``span`` counts in.
    """

    def code(start: int, end: int) -> list[Block]:
        printed = source[start - base : end - base].strip("\n")
        return [Aside(Text(printed, TextSpan(start, end)), "code")] if printed else []

    made: list[Block] = []
    at = span.start
    for record in literals_in(source, span.start - base, span.end - base, base):
        assert isinstance(record, Record | Records)
        assert isinstance(record.span, TextSpan)
        made += [*code(at, record.span.start), record]
        at = record.span.end
    return [*made, *code(at, span.end)]
