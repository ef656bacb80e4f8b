"""Register files that a command is given."""

from __future__ import annotations

from ketju.cli.render.problems import print_read_problem
from ketju.cli.sources import source_from
from ketju.core.model.register import Register
from ketju.formats.format import Source
from ketju.formats.registerfile.files import register_from
from ketju.text.render import Phrasebook


def register_in(file: str, phrases: Phrasebook) -> tuple[Register | None, bool]:
    """The register in a file, and whether all of it is right; what is wrong is said on standard error."""
    return register_of_source(source_from(file), phrases)


def register_of_source(source: Source, phrases: Phrasebook) -> tuple[Register | None, bool]:
    """The same for a file that was read already."""
    register, problems = register_from(source)
    for problem in problems:
        print_read_problem(problem, source.name, None, phrases)
    return register, not any(problem.severity == "error" for problem in problems)
