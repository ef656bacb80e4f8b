"""The pages of the reference that are made from the code say what the code says today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ketju.formats.reading import formats
from tools import make_reference
from tools.reference import problems
from tools.reference.formats import Incomplete
from tools.reference.markdown import block, cell, table

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def pages() -> dict[Path, str]:
    return dict(make_reference.pages())


def test_every_page_is_up_to_date(pages: dict[Path, str]) -> None:
    """They are what another process made, so making them twice gives the same."""
    stale = [
        str(path.relative_to(ROOT))
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run make data"


def test_no_page_is_left_of_a_format_that_is_gone(pages: dict[Path, str]) -> None:
    assert make_reference.orphans(set(pages)) == []


def test_links_between_pages_lead_somewhere(pages: dict[Path, str]) -> None:
    broken = []
    for path, text in pages.items():
        for target in re.findall(r"(?<!`)\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)(?!`)", _without_code(text)):
            place = (path.parent / target).resolve()
            if place not in pages and not place.is_file():
                broken.append(f"{path.name}: {target}")
    assert broken == []


def test_no_page_tells_where_it_was_made(pages: dict[Path, str]) -> None:
    assert [path.name for path, text in pages.items() if str(ROOT) in text or str(Path.home()) in text] == []


def test_every_code_has_words(pages: dict[Path, str]) -> None:
    page = pages[REFERENCE / "problems.md"]
    assert re.findall(r"^\| `([^`]+)` \| \(no words yet\)", page, re.M) == []


def test_codes_are_found_where_they_are_raised() -> None:
    found = problems._codes()
    assert {"read.no-list", "read.too-long"} <= set(found["read"])
    assert not any(code.endswith((".json", ".hint")) for codes in found.values() for code in codes)


def test_the_example_of_each_format_is_of_that_format_and_has_entries(pages: dict[Path, str]) -> None:
    # _example raises Incomplete otherwise; so the pages would not have been made.
    for format in formats():
        page = pages[REFERENCE / "formats" / f"{format.id}.md"]
        assert "The entries that come out:" in page
        assert "## How it is recognised" in page
        assert "## Limits" in page


def test_a_format_without_a_description_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tools.reference import formats as module

    monkeypatch.setattr(module, "DATA", tmp_path / "tools" / "reference" / "data")
    with pytest.raises(Incomplete, match=r"about\.toml is missing"):
        list(module.pages())


def test_a_limit_that_is_gone_is_named() -> None:
    from tools.reference.formats import _constant

    with pytest.raises(Incomplete, match=r"lines\.MAX_NOTHING"):
        _constant("lines.MAX_NOTHING")


def test_a_table_survives_pipes_and_newlines() -> None:
    assert cell("a|b\n c") == "a\\|b c"
    assert table(("x",), [("a|b",)]).splitlines()[-1] == "| a\\|b |"


def test_a_block_of_code_survives_fences() -> None:
    assert block("```\n").startswith("````")


def _without_code(text: str) -> str:
    return re.sub(r"^(`{3,})[\s\S]*?^\1$", "", text, flags=re.M)
