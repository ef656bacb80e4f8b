"""The examples of rules: what is flagged, what passes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ketju.core.lint.rule import Rule
from ketju.core.lint.subject import Companion, Subject
from ketju.core.model.document import Document
from ketju.core.model.result import ReadResult
from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.formats.registerfile.places import places_in
from ketju.formats.registerfile.reading import read_register

RULES = Path(__file__).parents[3] / "src" / "ketju" / "core" / "lint" / "rules"
ON = date(2026, 11, 1)
SUFFIXES = {"markdown": "md", "plain": "txt", "html": "html", "csv": "csv", "rst": "rst", "json": "json"}


@dataclass(frozen=True, slots=True)
class Example:
    """A list, or a register file, and the paths at which the rule finds something in it."""

    about: str
    data: dict[str, Any]

    @property
    def at(self) -> list[str]:
        return sorted(self.data.get("at", []))

    def subject(self) -> Subject:
        result, document = _read(self.data)
        others = tuple(Companion(other["name"], *_read(other)) for other in self.data.get("with", []))
        on = self.data.get("on", ON)
        return Subject(result.register, on, result=result, document=document, others=others)


def _read(data: dict[str, Any]) -> tuple[ReadResult, Document]:
    if "register" in data:
        register, problems = read_register(data["register"], "ketju.yaml")
        assert register is not None
        assert problems == ()
        return ReadResult(register, places_in(data["register"]), (), ()), Document(
            "ketju", (), data["register"]
        )
    form = data.get("format", "markdown")
    document = read_document(Source(data["text"].encode(), f"list.{SUFFIXES[form]}"), form)
    return read(document), document


def path_of(rule: Rule) -> Path:
    """The examples' file of a rule."""
    return next(RULES.glob(f"*/{rule.id.lower()}_{rule.slug.replace('-', '_')}.toml"))


def examples(rule: Rule, kind: str) -> list[Example]:
    """The examples of a kind, "flags" or "passes"."""
    data = tomllib.loads(path_of(rule).read_text(encoding="utf-8"))
    return [Example(one["about"], one) for one in data.get(kind, [])]
