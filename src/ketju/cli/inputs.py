"""What commands compare and check: a register that Ketju wrote, or anybody's list, read alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketju.cli.render.problems import print_read_problem
from ketju.cli.sources import source_from
from ketju.core.model.document import Document
from ketju.core.model.register import Register
from ketju.core.model.result import Provenance, ReadResult
from ketju.formats.registerfile.files import is_register_file, register_from
from ketju.text.render import Phrasebook

if TYPE_CHECKING:
    from ketju.formats.format import Source

REGISTER = "ketju"
"""The format of a register that Ketju wrote: it is taken as it is, and a mistake in it is an error."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: its name, what is in it, and the document with its places."""

    name: str
    result: ReadResult
    document: Document

    def complain(self, phrases: Phrasebook) -> bool:
        """Say on standard error why the file cannot be used; whether it cannot."""
        errors = [problem for problem in self.result.problems if problem.severity == "error"]
        for problem in errors:
            print_read_problem(problem, self.name, self.document, phrases)
        return bool(errors) and (self.document.format == REGISTER or not self.result.register.entries)


def input_from(file: str, form: str | None = None) -> Input:
    """A file or, for "-", standard input. Raises the problems of opening and reading."""
    source = source_from(file)
    if not form and is_register_file(source):
        return _register_file(source)
    from ketju.core.reading.reader import read
    from ketju.formats.reading import read_document

    document = read_document(source, form)
    return Input(source.name, read(document), document)


def _register_file(source: Source) -> Input:
    text, encoding = source.decoded
    register, problems = register_from(source)
    places: tuple[Provenance, ...] = ()
    if source.suffix != ".json":
        from ketju.formats.registerfile.places import places_in

        places = places_in(text)
    result = ReadResult(register or Register(), places, (), problems)
    return Input(source.name, result, Document(REGISTER, (), text, encoding=encoding))
