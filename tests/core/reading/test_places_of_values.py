"""A value that was put together from several places of the source has all of them, in the JSON too."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.model.span import CellSpan, TextSpan
from ketju.formats.writers.reading import reading_data
from ketju.text.render import phrasebook
from tests.core.reading.lists import read_bytes
from tests.formats.packages import rows, xlsx

SHEET = """# Sub-processors

| Name | Data | Location |
|---|---|---|
| Fernpost Ltd | names | Ireland |
| | addresses | |
| | telephone numbers | |
| Mosskabel GmbH | names | Germany* |

* Standard contractual clauses protect what support in India may see.
"""


def quoted(text: str, path: str, name: str = "list.md") -> list[str]:
    document, result = read_bytes(text.encode(), name)
    assert document.source is not None
    (one,) = [one for one in result.provenance if one.path == path]
    return [document.source[span.start : span.end] for span in one.spans if isinstance(span, TextSpan)]


def test_a_list_over_several_cells_has_the_place_of_each() -> None:
    assert quoted(SHEET, "entries/fernpost-ltd/data") == ["names", "addresses", "telephone numbers"]


def test_a_value_of_one_place_has_one() -> None:
    assert quoted(SHEET, "entries/fernpost-ltd/places_printed") == ["Ireland"]


def test_what_a_footnote_adds_has_the_place_of_the_footnote() -> None:
    (printed,) = quoted(SHEET, "entries/mosskabel-gmbh/transfer")
    assert printed.strip("* \n") == "Standard contractual clauses protect what support in India may see."


def test_cells_of_a_sheet_are_all_told() -> None:
    content = rows(
        "Company | Data | Location",
        "Fernpost Ltd | names | Ireland",
        " | addresses",
        "Mosskabel GmbH | names | Germany",
    )
    result = read_bytes(xlsx({"Sub-processors": content}), "list.xlsx")[1]
    (data,) = [one for one in result.provenance if one.path == "entries/fernpost-ltd/data"]
    assert data.spans == (CellSpan("Sub-processors", 2, 2), CellSpan("Sub-processors", 3, 2))


@pytest.mark.parametrize("key", ["spans", "more_spans"])
def test_the_json_keeps_the_first_place_and_tells_the_others_beside(key: str) -> None:
    document, result = read_bytes(SHEET.encode(), "list.md")
    first = reading_data(result, document, phrasebook("en"), date(2026, 1, 1))["entries"][0]
    lines = {
        "spans": [first["spans"]["data"]["line"]],
        "more_spans": [one["line"] for one in first["more_spans"]["data"]],
    }
    assert lines[key] == {"spans": [5], "more_spans": [6, 7]}[key]
