"""``ketju read``: a list as somebody published it → the register in it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ketju.cli.command import Command
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from ketju.core.model.document import Document
    from ketju.core.model.result import ReadResult
    from ketju.formats.format import Source

REGISTER = "ketju"
"""The format of a register that Ketju wrote: it is taken as it is, and a mistake in it is an error."""


def configure(parser: ArgumentParser, phrases: Phrasebook) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help=phrases("help.read.file"))
    parser.add_argument(
        "--format", choices=("text", "json", "yaml"), default="text", help=phrases("help.read.format")
    )
    parser.add_argument("--as", dest="form", metavar="ID", help=phrases("help.read.as"))
    parser.add_argument("--name", default="", metavar="NAME", help=phrases("help.read.name"))
    parser.add_argument("--output", metavar="FILE", help=phrases("help.read.output"))
    parser.add_argument("--force", action="store_true", help=phrases("help.read.force"))


def run(arguments: Namespace, phrases: Phrasebook) -> int:
    """Read the file and show, print or write what is in it; 2 when there is no list in it."""
    from ketju.cli.output import check_free, print_utf8, write_whole
    from ketju.cli.sources import source_from

    if arguments.output:
        check_free(arguments.output, force=arguments.force)
    source = source_from(arguments.file, arguments.name)
    result, document = _read(source, arguments.form)
    _complain(result, document, source.name, arguments.format, phrases)
    if not result.register.entries:
        if arguments.format == "json" and not arguments.output:
            print_utf8(_as_json(result, document, phrases))
        return 2
    text = _shown(result, document, source.name, arguments, phrases)
    if arguments.output:
        write_whole(arguments.output, text, force=arguments.force)
    elif arguments.format == "text" and isinstance(text, str):
        print(text, end="")
    else:
        print_utf8(text)
    is_wrong = any(problem.severity == "error" for problem in result.problems)
    return 2 if document.format == REGISTER and is_wrong else 0


def _read(source: Source, form: str | None) -> tuple[ReadResult, Document]:
    """What is in the file: a register that Ketju wrote is taken as it is, anything else is read."""
    if not form and source.suffix in ("", ".yaml", ".yml", ".json"):
        from ketju.formats.registerfile.files import is_register_file, register_from

        if is_register_file(source):
            from ketju.core.model.document import Document
            from ketju.core.model.register import Register
            from ketju.core.model.result import ReadResult

            text, encoding = source.decoded
            register, problems = register_from(source)
            document = Document(REGISTER, (), text, encoding=encoding)
            return ReadResult(register or Register(), (), (), problems), document
    from ketju.core.reading.reader import read
    from ketju.formats.reading import read_document

    document = read_document(source, form)
    return read(document), document


def _shown(
    result: ReadResult, document: Document, file: str, arguments: Namespace, phrases: Phrasebook
) -> str | Iterable[str]:
    if arguments.format == "json":
        return _as_json(result, document, phrases)
    if arguments.format == "yaml":
        from ketju.formats.registerfile.writing import write_register

        return write_register(result.register)
    from ketju.cli.render.reading import reading_lines
    from ketju.cli.render.style import Style, style_for
    from ketju.cli.sources import today

    style = Style() if arguments.output else style_for()
    lines = reading_lines(result, document, file, phrases, style, today())
    return "\n".join(lines) + "\n"


def _as_json(result: ReadResult, document: Document, phrases: Phrasebook) -> Iterable[str]:
    from ketju.cli.sources import today
    from ketju.formats.writers.reading import reading_pieces

    return reading_pieces(result, document, phrases, today())


def _complain(result: ReadResult, document: Document, file: str, shown_as: str, phrases: Phrasebook) -> None:
    """Say on standard error what the output does not: why there is none, or what a register file leaves out."""
    if result.register.entries and shown_as != "yaml":
        return
    from ketju.cli.render.problems import NO_LIST, print_read_problem

    problems = [
        p for p in result.problems if shown_as == "yaml" or p.severity == "error" or p.code == NO_LIST
    ]
    if any(p.severity == "error" for p in problems):
        problems = [p for p in problems if p.code != NO_LIST]
    for problem in problems:
        print_read_problem(problem, file, document, phrases, is_fatal=problem.code == NO_LIST)
    if result.register.entries and result.unread:
        import sys

        print(phrases("unread-note", count=len(result.unread), file=file), file=sys.stderr)


COMMAND = Command(configure, run)
