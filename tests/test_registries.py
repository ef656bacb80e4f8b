"""Each language and each format has all that belongs to it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ketju.core.packaged import table
from ketju.formats.format import Format
from ketju.formats.reading import formats
from tests.core.vocabulary.compiling import compiler

ROOT = Path(__file__).resolve().parents[1]
VOCABULARY = ROOT / "src" / "ketju" / "core" / "vocabulary"
FILES = ("data.toml", "fields.toml", "places.toml", "purposes.toml", "transfer.toml", "words.toml")
OFFICIAL = [
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
]
"""The official languages of the European Union (Regulation No 1, Article 1)."""
NORDIC = ["is", "nb", "nn"]
LANGUAGES: list[str] = table("languages")

every_language = pytest.mark.parametrize("language", LANGUAGES)


def load(language: str, file: str) -> dict[str, Any]:
    return tomllib.loads((VOCABULARY / language / file).read_text(encoding="utf-8"))


def test_the_languages_are_those_of_the_union_with_norwegian_and_icelandic() -> None:
    assert set(LANGUAGES) == {*OFFICIAL, *NORDIC}
    folders = {path.name for path in VOCABULARY.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders - {"common"} == set(LANGUAGES)


@every_language
@pytest.mark.parametrize("file", FILES)
def test_a_language_has_each_file_with_the_tables_of_english(language: str, file: str) -> None:
    own, english = load(language, file), load("en", file)
    missing = [name for name in english if name not in own and name not in ("cities", "countries")]
    assert missing == []


@every_language
@pytest.mark.parametrize(
    ("file", "group"), [("fields.toml", "labels"), ("data.toml", "terms"), ("purposes.toml", "terms")]
)
def test_a_language_has_words_for_each_meaning_that_english_has(language: str, file: str, group: str) -> None:
    own, english = load(language, file)[group], load("en", file)[group]
    assert sorted(set(english) - set(own)) == []
    assert [meaning for meaning, words in own.items() if not words] == []


@every_language
def test_a_language_has_the_kinds_of_phrases_of_english(language: str) -> None:
    own, english = load(language, "words.toml"), load("en", "words.toml")
    groups = {name: group for name, group in english.items() if isinstance(group, dict)}
    missing = {name: sorted(set(group) - set(own.get(name, {}))) for name, group in groups.items()}
    assert {name: found for name, found in missing.items() if found} == {}


@every_language
def test_a_language_has_a_list(language: str) -> None:
    folder = ROOT / "tests" / "data" / "lists" / language
    assert (folder / "expected.json").is_file()
    assert [*folder.glob("list.*")]


def test_compiled_tables_are_up_to_date() -> None:
    stale = []
    for name, data in compiler().tables().items():
        path = ROOT / "src" / "ketju" / "core" / "compiled" / f"{name}.json"
        if (
            path.read_text(encoding="utf-8")
            != json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
        ):
            stale.append(name)
    assert stale == [], "run make data"


def test_each_format_has_a_page_in_the_reference() -> None:
    pages = [f"docs/reference/formats/{format.id}.md" for format in formats()]
    assert [page for page in pages if not (ROOT / page).is_file()] == []
    assert [
        page for page in pages if not (ROOT / page).read_text(encoding="utf-8").lstrip().startswith("# ")
    ] == []


NOT_BY_TOOLS = "there is no examples/*/list.xls: no tool of the project writes that format"


@pytest.mark.parametrize(
    "format",
    [
        pytest.param(
            one, id=one.id, marks=[pytest.mark.xfail(strict=False, reason=NOT_BY_TOOLS)] * (one.id == "xls")
        )
        for one in formats()
    ],
)
def test_a_format_has_an_example(format: Format) -> None:
    examples = [path for suffix in format.suffixes for path in (ROOT / "examples").rglob(f"*{suffix}")]
    assert [path for path in examples if path.name != "ketju.yaml"], f"missing: list{format.suffixes[0]}"


def test_each_language_has_a_row_in_the_reference() -> None:
    page = ROOT / "docs" / "reference" / "languages.md"
    assert page.is_file()
    rows = re.findall(r"^\|[^\n]*$", page.read_text(encoding="utf-8"), re.M)
    cells = [cell.strip(" `*") for row in rows for cell in row.split("|")]
    assert [language for language in LANGUAGES if cells.count(language) != 1] == []


def test_ids_and_extensions_of_formats_are_unique_and_well_formed() -> None:
    ids = [format.id for format in formats()]
    suffixes = [suffix for format in formats() for suffix in format.suffixes]
    assert len(set(ids)) == len(ids)
    assert len(set(suffixes)) == len(suffixes)
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in ids)
    assert all(re.fullmatch(r"\.[a-z0-9]+", one) for one in suffixes)
