"""The page of languages: how many words of each the vocabulary holds, and some of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale

from tools.reference.markdown import code, number, page, table

VOCABULARY = Path(__file__).resolve().parents[2] / "src" / "ketju" / "core" / "vocabulary"
SHOWN = ("name", "purpose", "data", "place", "transfer")
WORDS_SHOWN = 3
FILES = {
    "fields.toml": "column headers and keys, by the field that they name",
    "words.toml": "yes and no, titles of lists, conditions, notices, placeholders, the commonest words",
    "places.toml": "countries, blocs and cities beyond the names that CLDR gives; kinds of places",
    "data.toml": "categories of personal data, as terms of DPV-PD",
    "purposes.toml": "purposes, as terms of DPV",
    "transfer.toml": "tools for transfers out of the EEA",
}
COLUMNS = ("labels", "words", "places", "data", "purposes", "tools")


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page."""
    codes = sorted(path.parent.name for path in VOCABULARY.glob("*/fields.toml"))
    names = Locale("en").languages
    rows = [(names.get(code_, code_), code(code_), *map(number, _counts(code_))) for code_ in codes]
    total = ("all", "", *(number(sum(_counts(one)[at] for one in codes)) for at in range(len(COLUMNS))))
    introduction = (
        f"Lists are read in {len(codes)} languages: the 24 official languages of the European Union, Norwegian "
        "(both written forms) and Icelandic, also mixed within one list. Each is a folder of word lists in "
        "`src/ketju/core/vocabulary`; the numbers count its phrases. "
        "A phrase that ends in `*` stands for all its endings, and names of countries come from CLDR besides."
    )
    files = table(("file", "what it holds"), [(code(name), words) for name, words in FILES.items()])
    examples = "\n".join(f"- {names.get(one, one)}: {_examples(one)}" for one in codes)
    yield (
        "languages.md",
        page(
            "Languages",
            introduction,
            table(("language", "folder", *COLUMNS), [*rows, total]),
            f"## Files of a language\n\n{files}",
            f"## Some of the labels\n\nWhat a column of {', '.join(SHOWN)} may be called.\n\n{examples}",
        ),
    )


def _file(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads((VOCABULARY / language / name).read_text(encoding="utf-8"))


def _phrases(value: Any) -> int:
    """How many phrases stand in a table, or in the tables in it."""
    if isinstance(value, dict):
        return sum(map(_phrases, value.values()))
    return len(value) if isinstance(value, list) else int(isinstance(value, str))


def _counts(language: str) -> tuple[int, ...]:
    """Phrases in each file; the line that names the language is none."""
    return tuple(
        sum(_phrases(entries) for entries in _file(language, name).values() if isinstance(entries, dict))
        for name in FILES
    )


def _examples(language: str) -> str:
    labels: dict[str, list[str]] = _file(language, "fields.toml")["labels"]
    groups = (labels.get(field, [])[:WORDS_SHOWN] for field in SHOWN)
    return "; ".join(", ".join(map(code, words)) for words in groups if words)
