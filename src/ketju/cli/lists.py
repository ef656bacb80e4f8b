"""Any input as a register: a list as somebody published it, or a register that Ketju wrote."""

from __future__ import annotations

import sys

from ketju.cli.render.problems import print_read_problem
from ketju.cli.sources import source_from
from ketju.core.model.register import Register
from ketju.formats.format import Source
from ketju.formats.registerfile.files import is_register_file, register_from
from ketju.text.render import Phrasebook

NO_LIST = "read.no-list"


def register_of_any(file: str, phrases: Phrasebook) -> tuple[Register | None, bool]:
    """The register in a file of any format, and whether it can be relied on; what is wrong goes to standard error.

    None when there is no list in it. A register file with a mistake cannot be relied on: the entry that holds it is
    left out. Of a published list what was read is what there is.
    """
    source = source_from(file)
    if is_register_file(source):
        register, problems = register_from(source)
        for problem in problems:
            print_read_problem(problem, source.name, None, phrases)
        return register, not any(problem.severity == "error" for problem in problems)
    return _published(source, phrases), True


def _published(source: Source, phrases: Phrasebook) -> Register | None:
    from ketju.core.reading.reader import read
    from ketju.formats.reading import read_document

    document = read_document(source)
    result = read(document)
    has_list = bool(result.register.entries)
    errors = [problem for problem in result.problems if problem.severity == "error"]
    for problem in errors or [problem for problem in result.problems if problem.code == NO_LIST]:
        is_fatal = not has_list
        print_read_problem(problem, source.name, document, phrases, is_fatal=is_fatal)
    if has_list and result.unread:
        print(phrases("unread-note", count=len(result.unread), file=source.name), file=sys.stderr)
    return result.register if has_list else None
