"""Each language, each format and each command has all that belongs to it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ketju.cli.command import command_names
from ketju.core.lint.engine import all_rules
from ketju.core.lint.rule import Rule
from ketju.core.packaged import table
from ketju.formats.format import Format, Source
from ketju.formats.reading import formats, read_document
from ketju.text.render import LANGUAGES as SPOKEN
from ketju.text.render import phrasebook
from tests.core.vocabulary.compiling import compiler

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
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


@pytest.mark.parametrize("format", formats(), ids=lambda one: one.id)
def test_a_format_has_a_page_in_the_reference_and_is_in_its_index(format: Format) -> None:
    page = (REFERENCE / "formats" / f"{format.id}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {format.name[0].upper()}{format.name[1:]}\n")
    assert "\n## Example\n" in page
    assert f"](formats/{format.id}.md)" in (REFERENCE / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("format", formats(), ids=lambda one: one.id)
def test_a_format_has_an_example_of_every_list_and_each_is_taken_for_that_format(format: Format) -> None:
    folders = [path.parent for path in (ROOT / "examples").glob("*/ketju.yaml")]
    assert len(folders) >= 3
    for folder in folders:
        examples = [folder / f"list{suffix}" for suffix in format.suffixes]
        there = [path for path in examples if path.is_file()]
        assert there, f"missing: {folder.name}/list{format.suffixes[0]}"
        for path in there:
            assert read_document(Source(path.read_bytes(), path.name)).format == format.id


@every_language
def test_a_language_has_a_row_in_the_reference(language: str) -> None:
    rows = re.findall(r"^\|[^\n]*$", (REFERENCE / "languages.md").read_text(encoding="utf-8"), re.M)
    cells = [cell.strip(" `*") for row in rows for cell in row.split("|")]
    assert cells.count(language) == 1


@pytest.mark.parametrize("command", command_names())
def test_a_command_has_a_section_in_the_reference_an_example_and_words_in_each_language(command: str) -> None:
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    _, _, section = page.partition(f"\n## ketju {command}\n")
    assert f"```text\nketju {command}" in section.partition("\n## ")[0]
    documents = [ROOT / "README.md", *(ROOT / "docs" / "how-to").glob("*.md")]
    assert any(f"ketju {command}" in path.read_text(encoding="utf-8") for path in documents)
    assert [one for one in SPOKEN if not phrasebook(one).has(f"command.{command}.about")] == []


def test_ids_and_extensions_of_formats_are_unique_and_well_formed() -> None:
    ids = [format.id for format in formats()]
    suffixes = [suffix for format in formats() for suffix in format.suffixes]
    assert len(set(ids)) == len(ids)
    assert len(set(suffixes)) == len(suffixes)
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in ids)
    assert all(re.fullmatch(r"\.[a-z0-9]+", one) for one in suffixes)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.slug)
def test_a_rule_has_a_page_in_the_reference_and_is_in_its_index(rule: Rule) -> None:
    page = (REFERENCE / "rules" / f"{rule.slug}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {rule.id}: ")
    assert [
        title
        for title in ("**What.**", "**Why.**", "**Fix.**", "## Flagged", "## Passed")
        if title not in page
    ] == []
    assert f"](rules/{rule.slug}.md)" in (REFERENCE / "rules.md").read_text(encoding="utf-8")
