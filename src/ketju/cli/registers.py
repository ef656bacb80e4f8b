"""Register files that a command is given."""

from __future__ import annotations

import re

from ketju.cli.render.problems import print_read_problem
from ketju.cli.sources import source_from
from ketju.core.model.document import ReadProblem
from ketju.core.model.register import Register
from ketju.formats.format import Source
from ketju.text.render import Phrasebook

_YAML = re.compile(r"\ufeff?(?:---[ \t]*\n|[ \t]*(?:#[^\n]*)?\n)*ketju[ \t]*:")
_JSON = re.compile(r'\ufeff?\s*\{.*"ketju"\s*:\s*"?\d', re.S)


def is_register_file(source: Source) -> bool:
    """Whether the file is a register as Ketju writes it, rather than somebody's list."""
    if source.suffix in (".yaml", ".yml"):
        return _YAML.match(source.text) is not None
    return source.suffix == ".json" and _JSON.match(source.text) is not None


def register_from(source: Source) -> tuple[Register | None, tuple[ReadProblem, ...]]:
    """The register in a register file, YAML or JSON, and what is wrong with it.

    Entries in which something is wrong are not in the register; None when the file is no register at all.
    """
    if source.text.lstrip("\ufeff \t\n").startswith("{"):
        from ketju.formats.registerfile.register_json import read_json

        return read_json(source.text, source.name)
    from ketju.formats.registerfile.reading import read_register

    return read_register(source.text, source.name)


def register_in(file: str, phrases: Phrasebook) -> tuple[Register | None, bool]:
    """The register in a file, and whether all of it is right; what is wrong is said on standard error."""
    source = source_from(file)
    register, problems = register_from(source)
    for problem in problems:
        print_read_problem(problem, source.name, None, phrases)
    return register, not any(problem.severity == "error" for problem in problems)
