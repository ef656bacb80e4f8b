"""The real lists in HTML and Markdown, where they are at hand: no line of them goes missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketju.formats.format import Source
from ketju.formats.readers import html, markdown
from tests.formats.covering import assert_nothing_lost
from tests.formats.documents import assert_lines_covered, content

LISTS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "lists"
FILES = sorted(path for path in LISTS.glob("*") if path.suffix in (".md", ".mdx", ".html"))

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not FILES, reason="the shared lists are not here")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_of_a_real_list_is_covered(path: Path) -> None:
    source = Source(path.read_bytes(), path.name)
    document = (html if path.suffix == ".html" else markdown).FORMAT.read(source)
    assert_nothing_lost(document)
    assert_lines_covered(document)
    assert content(document)
    assert not [problem for problem in document.problems if problem.severity == "error"]
