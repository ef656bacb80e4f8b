"""Stops of the demo after the reading: what the rules find in a list, and what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ketju.cli.render.changes import changes_lines
from ketju.cli.render.findings import rule_lines
from ketju.cli.render.reading import section
from ketju.cli.render.style import Style
from ketju.core.lint.engine import check
from ketju.core.lint.subject import Subject
from ketju.core.model.document import Document
from ketju.core.model.result import ReadResult
from ketju.text.render import Phrasebook

VERSIONS = ("granris/earlier.yaml", "granris/ketju.yaml")
"""Two versions of one register, below the examples."""


def found_lines(
    result: ReadResult, document: Document, phrases: Phrasebook, style: Style, on: date
) -> Iterator[str]:
    """What the rules find in a list that was read, by rule."""
    findings = check(Subject(result.register, on, result=result, document=document))
    yield from section(phrases("demo.found"), style)
    yield from rule_lines(findings, phrases, style)


def compared_lines(examples: Path, phrases: Phrasebook, style: Style) -> Iterator[str]:
    """What changed between two versions of an example's register; nothing where the examples are not there."""
    from ketju.cli.sources import source_from
    from ketju.core.register.comparison.changes import changes_between
    from ketju.formats.registerfile.files import register_from

    files = [examples / name for name in VERSIONS]
    if not all(file.is_file() for file in files):
        return
    old, new = (register_from(source_from(str(file)))[0] for file in files)
    if old is None or new is None:
        return
    yield from section(phrases("demo.compared"), style)
    yield from changes_lines(changes_between(old, new), old, new, VERSIONS, phrases, style)
