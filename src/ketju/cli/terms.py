"""Files of terms that a command is given: an agreement's documents, the house policy, customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ketju.cli.render.problems import print_read_problem
from ketju.cli.sources import source_from
from ketju.core.problems.terms import TermsMissing
from ketju.core.terms.layers import Layer
from ketju.formats.termsfile.reading import is_terms, read_terms
from ketju.text.render import Phrasebook

SUFFIXES = (".yaml", ".yml")


def layers_in(paths: Sequence[str], phrases: Phrasebook) -> tuple[tuple[Layer, ...], bool]:
    """The layers in files and folders, and whether all of them are right; what is wrong is said on standard error.

    Of a folder every file counts that says it holds terms, those of folders in it too. Raises TermsMissing where there
    is none, and the problems of opening files.
    """
    layers: list[Layer] = []
    is_right = True
    for path in paths:
        found = False
        for file, text in _texts(path):
            found = True
            layer, problems = read_terms(text, file)
            layers += [layer] if layer else []
            for problem in problems:
                print_read_problem(problem, file, None, phrases)
            is_right = is_right and not any(one.severity == "error" for one in problems)
        if not found:
            raise TermsMissing(file=path)
    return tuple(layers), is_right


def _texts(path: str) -> Iterator[tuple[str, str]]:
    """Name and text of each file of terms at a path; a file that is named is read whatever it holds."""
    if not Path(path).is_dir():
        yield path, source_from(path).text
        return
    for file in sorted(Path(path).rglob("*")):
        is_hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.suffix in SUFFIXES and not is_hidden and file.is_file():
            text = source_from(str(file)).text
            if is_terms(text):
                yield str(file), text
