"""A marked row inserted at random into the examples comes out as an entry or is reported, whatever the format."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from ketju.core.model.span import TextSpan
from ketju.formats.registerfile.reading import read_register
from ketju.formats.writers.account import account_data
from tests.core.reading.lists import ROOT, Labelled, own_lists, read_bytes, read_file
from tests.core.reading.marked_files import PARTS, fate_of, file_trials
from tests.core.reading.marking import MARKS, Fate, fate, inside, places, rows_of
from tests.formats.pdffile import Sheet, pdf

EXAMPLES = ROOT / "examples"
SLUGS = ("granris", "kaarnapilvi", "ruskoilves")
TEXTS = (".txt", ".md", ".mdx", ".html", ".rst", ".adoc", ".csv", ".tsv", ".json", ".yaml")
LEAST = 0.99
ON_A_PAGE = 22


def names_of(slug: str) -> list[str]:
    path = EXAMPLES / slug / "ketju.yaml"
    register, _ = read_register(path.read_text(encoding="utf-8"), path.name)
    assert register is not None
    return [entry.name for entry in register.entries]


def text_trials(path: Path, names: list[str], count: int, seed: int) -> list[tuple[Fate, str]]:
    """The fates of rows in the list's own layout, inserted between lines of a text."""
    text = path.read_text(encoding="utf-8")
    labelled = _Example(path, path, names)
    rows = rows_of(text, labelled)
    where = inside(text, rows, places(text, path.suffix)) if rows else []
    chance = random.Random(f"{seed} {path}")
    made: list[tuple[Fate, str]] = []
    for _ in range(count if rows else 0):
        row, place, mark = chance.choice(rows), chance.choice(where), chance.choice(MARKS)
        inserted = row.text.replace(row.name, mark, 1)
        what = f"{path.parent.name}/{path.name}: {inserted[:60]!r} after line {text.count(chr(10), 0, place)}"
        made.append((fate(text[:place] + inserted + text[place:], path.name), what))
    return made


class _Example(Labelled):
    """An example with the names of its register for a label."""

    def __init__(self, label: Path, source: Path, names: list[str]) -> None:
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "names", names)

    @property
    def expected(self) -> dict[str, object]:
        return {"entries": [{"name": name} for name in self.names]}  # type: ignore[attr-defined]


def page_trials(slug: str, count: int, seed: int) -> list[tuple[Fate, str]]:
    """The fates of rows on pages of PDF that are set from the register, with and without lines drawn."""
    register, _ = read_register((EXAMPLES / slug / "ketju.yaml").read_text(encoding="utf-8"), "ketju.yaml")
    assert register is not None
    rows = [
        f"{entry.name}|{str(entry.purpose)[:24]}|{entry.places_printed[:20] or '-'}"
        for entry in register.entries
    ]
    chance = random.Random(f"{seed} {slug}")
    made: list[tuple[Fate, str]] = []
    for _ in range(count):
        at, mark = chance.randint(0, len(rows)), chance.choice(MARKS)
        other = chance.choice(rows).split("|", 1)[1]
        data = _pages([*rows[:at], f"{mark}|{other}", *rows[at:]], ruled=chance.random() < 0.5)
        made.append((fate_of(data, "list.pdf"), f"{slug}: {mark}|{other} as row {at}"))
    return made


def _pages(rows: list[str], *, ruled: bool) -> bytes:
    xs = [50.0, 260.0, 430.0]
    sheets = []
    for number in range(0, len(rows), ON_A_PAGE):
        some = rows[number : number + ON_A_PAGE]
        sheet = Sheet()
        if not number:
            sheet.text(50, 60, "Sub-processors", 16, bold=True)
        sheet.rows([x + 4 for x in xs], 114, 24, "Company|Purpose|Location", *some, size=9)
        if ruled:
            sheet.grid([*xs, 560.0], [100.0 + 24 * line for line in range(len(some) + 2)])
        sheets.append(sheet)
    return pdf(*sheets)


def lost(found: list[tuple[Fate, str]]) -> list[str]:
    return [what for came, what in found if came == "lost"]


def trials_of(suffix: str, count: int, seed: int) -> list[tuple[Fate, str]]:
    """The fates of ``count`` rows in each example of a format."""
    if suffix == ".pdf":
        return [one for slug in SLUGS for one in page_trials(slug, count, seed)]
    made: list[tuple[Fate, str]] = []
    for slug in SLUGS:
        path = EXAMPLES / slug / f"list{suffix}"
        names = names_of(slug)
        made += (
            file_trials(path, names, count, seed)
            if suffix in PARTS
            else text_trials(path, names, count, seed)
        )
    return made


@pytest.mark.parametrize("suffix", [*TEXTS, *PARTS, ".pdf"])
def test_a_marked_row_in_an_example_comes_out(suffix: str) -> None:
    found = trials_of(suffix, 6, 1)
    assert len(found) >= 6
    assert lost(found) == []


@pytest.mark.soak
@pytest.mark.parametrize("suffix", [*TEXTS, *PARTS, ".pdf"])
@pytest.mark.parametrize("seed", range(10, 14))
def test_many_marked_rows_in_examples_come_out(suffix: str, seed: int) -> None:
    found = trials_of(suffix, 12, seed)
    assert len(lost(found)) <= len(found) * (1 - LEAST), "\n".join(lost(found))


EXAMPLE_TEXTS = [EXAMPLES / slug / f"list{suffix}" for slug in SLUGS for suffix in TEXTS]


@pytest.mark.parametrize(
    "path",
    [*EXAMPLE_TEXTS, *(one.source for one in own_lists())],
    ids=lambda path: f"{path.parent.name}{path.suffix}",
)
def test_the_account_of_a_text_names_each_line_that_is_not_blank(path: Path) -> None:
    document, result = read_file(path)
    assert document.source is not None
    told: set[int] = set()
    for run in account_data(result.parts, document):
        told.update(range(run["line"], run["last_line"] + 1))
    lines = enumerate(document.source.split("\n"), 1)
    assert [line for number, line in lines if line.strip(" \t\r\ufeff\xa0") and number not in told] == []


@pytest.mark.parametrize(
    "text",
    [
        "# Sub-processors\n\n| Name | Place |\n|---|---|\n| | |\n| Aurora Oy | Finland |\n| | |\n",
        "# Hours\n\n| Day | Place |\n| --- | --- |\n| Monday | Finland |\n\n***\n\n(c)\n",
    ],
)
def test_blank_rows_and_drawn_lines_are_markup(text: str) -> None:
    document, result = read_bytes(text.encode(), "list.md")
    kinds = {
        line: run["kind"]
        for run in account_data(result.parts, document)
        for line in range(run["line"], run["last_line"] + 1)
    }
    blank = [
        n for n, line in enumerate(text.split("\n"), 1) if line.strip() and not any(map(str.isalnum, line))
    ]
    assert {kinds[number] for number in blank} == {"markup"}
    assert all(part.text and part.reason for part in result.unread)


def test_a_row_without_a_name_at_the_start_of_a_list_is_unread_for_that_reason() -> None:
    text = "# Sub-processors\n\n| Name | Purpose | Place |\n|---|---|---|\n| | Hosting | Sweden |\n| Aurora Oy | Mail | Finland |\n"
    result = read_bytes(text.encode(), "list.md")[1]
    assert [entry.name for entry in result.register.entries] == ["Aurora Oy"]
    assert [(part.text, part.reason) for part in result.unread] == [
        ("Hosting", "unread.no-name"),
        ("Sweden", "unread.no-name"),
    ]


def test_every_span_in_parts_of_a_text_lies_in_it() -> None:
    document, result = read_file(EXAMPLES / "granris" / "list.md")
    assert document.source is not None
    assert all(isinstance(p.span, TextSpan) and p.span.end <= len(document.source) for p in result.parts)
    assert json.dumps(account_data(result.parts, document))
