"""Templates hold no words of their own, no inline script and no inline style."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[3] / "src" / "ketju" / "web"
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
NAMES = {"Ketju", "ketju", "English", "Suomi", "Svenska", "CSV", "JSON", "XLSX"}
"""Names that are alike in every language."""
DATA = re.compile(r"<script[^>]*application/json[^>]*>.*?</script>", re.DOTALL)
"""Settings for scripts, which nobody reads and nothing runs."""
DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
SAID = re.compile(r"""\b(?:aria-label|placeholder|title|alt|data-label)=(["'])(.*?)\1""", re.DOTALL)


def named(path: Path) -> str:
    return str(path.relative_to(WEB))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_word_comes_from_a_catalogue(path: Path) -> None:
    text = DATA.sub("", DJANGO.sub("", path.read_text(encoding="utf-8")))
    attributes = {match[2] for match in SAID.finditer(text)}
    outside = re.sub(r"<[^>]*>", " ", text)
    found = {word for words in (outside, *attributes) for word in re.findall(r"[^\W\d_]{2,}", words)}
    assert found - NAMES == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_script_and_no_style_stands_in_a_page(path: Path) -> None:
    text = DATA.sub("", DJANGO.sub("", path.read_text(encoding="utf-8")))
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text)
