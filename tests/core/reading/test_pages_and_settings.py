"""Pages of Markdown and MDX whose settings are broken, or hold the list; and cards of HTML."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.model.document import Aside, Record, Records
from ketju.formats.writers.ooxml import Sheet, workbook
from tests.core.reading.lists import read_bytes
from tests.core.reading.small import codes, entries, names, purposes

TABLE = """# Sub-processors

| Name | Purpose | Location |
|---|---|---|
| Aurora Oy | Mail | Finland |
| Bryggan AB | Chat | Sweden |
"""


@pytest.mark.parametrize(
    "settings",
    [
        "---\ntitle: Sub-processors\ndate: 2026-01-02\n\n",
        "---\ntitle: Sub-processors: our list\n bad: [x\n---\n\n",
        "---\n---\n",
        "+++\ntitle = 'Sub-processors\n+++\n\n",
    ],
)
def test_a_page_whose_settings_are_broken_is_read(settings: str) -> None:
    found = entries(settings + TABLE)
    assert names(found) == ["Aurora Oy", "Bryggan AB"]
    assert codes(found) == [["FI"], ["SE"]]


LISTED = """---
title: Sub-processors
layout: list
subprocessors:
  - name: Aurora Oy
    purpose: Mail
    location: Finland
  - name: Bryggan AB
    purpose: Chat
    location: Sweden
draft: false
---

The list is kept in the settings of this page.
"""


def test_a_list_in_the_settings_of_a_page_is_read_with_its_places() -> None:
    document, result = read_bytes(LISTED.encode(), "list.md")
    assert document.source is not None
    found = result.register.entries
    assert (names(found), codes(found), purposes(found)) == (
        ["Aurora Oy", "Bryggan AB"],
        [["FI"], ["SE"]],
        ["Mail", "Chat"],
    )
    spans = [one.span for one in result.provenance if one.path.endswith("/places_printed")]
    assert [document.source[span.start : span.end] for span in spans] == ["Finland", "Sweden"]  # type: ignore[union-attr]


def test_settings_around_the_list_stay_settings() -> None:
    document = read_bytes(LISTED.encode(), "list.md")[0]
    settings = [b.text.text for b in document.blocks if isinstance(b, Aside) and b.kind == "front matter"]
    assert settings == ["---\ntitle: Sub-processors\nlayout: list", "draft: false\n---"]


def test_settings_without_a_list_are_no_records() -> None:
    document = read_bytes(b"---\ntitle: A\ntags: [x, y]\nauthor:\n  name: B\n---\n\nText.\n", "page.md")[0]
    assert not any(isinstance(block, Record | Records) for block in document.blocks)


def test_an_array_given_to_a_component_is_read() -> None:
    found = entries(
        """
        # Sub-processors

        <Table
          rows={[
            { name: "Aurora Oy", purpose: "Mail", location: "Finland" },
            { name: "Bryggan AB", purpose: "Chat", location: "Sweden" },
          ]}
        />
        """,
        "list.mdx",
    )
    assert (names(found), codes(found)) == (["Aurora Oy", "Bryggan AB"], [["FI"], ["SE"]])


def test_rows_of_one_component_are_records() -> None:
    found = entries(
        """
        # Sub-processors

        <Subprocessor name="Fernpost Ltd" purpose="Letters" location="Ireland" />
        <Subprocessor name="Mosskabel GmbH" purpose="Hosting" location={"Germany"} />
        """,
        "list.mdx",
    )
    assert (names(found), codes(found)) == (["Fernpost Ltd", "Mosskabel GmbH"], [["IE"], ["DE"]])


def test_components_that_differ_or_stand_alone_are_markup() -> None:
    text = '# A\n\n<Hero title="A" text="B" />\n\n<Note kind="tip" of="C" />\n\nText.\n'
    document = read_bytes(text.encode(), "page.mdx")[0]
    assert not any(isinstance(block, Record | Records) for block in document.blocks)


def test_cards_of_headings_and_lines_below() -> None:
    found = entries(
        """
        <h1>Sub-processors</h1><div class="grid">
        <div class="card"><h3>Aurora Oy</h3><p>Mail</p><p>Finland</p></div>
        <div class="card"><h3>Bryggan AB</h3><p>Chat</p><p>Sweden</p></div>
        </div>
        """,
        "list.html",
    )
    assert (names(found), codes(found)) == (["Aurora Oy", "Bryggan AB"], [["FI"], ["SE"]])
    assert purposes(found) == ["Mail", "Chat"]


@pytest.mark.parametrize(
    ("said", "publisher"),
    [
        ("Publisher: Fjord Oy", "Fjord Oy"),
        ("Julkaisija: Fjord Oy", "Fjord Oy"),
        ("Utgivare: Fjord AB", "Fjord AB"),
        ("Herausgeber: Fjord GmbH", "Fjord GmbH"),
        ("Εκδότης: Fjord A.E.", "Fjord A.E."),
        ("Contact: Fjord Oy", ""),
    ],
)
def test_a_line_that_names_the_publisher_is_believed(said: str, publisher: str) -> None:
    page = f"# Providers\n\n{said}\n\n{TABLE.partition(chr(10))[2]}"
    assert read_bytes(page.encode(), "list.md")[1].register.publisher == publisher


def test_a_first_row_over_all_of_a_sheet_called_after_the_companies_is_its_title() -> None:
    header, rows = ["Name", "Purpose", "Country"], [["Aurora Oy", "Mail", "Finland"]]
    above = ("Providers of Fjord",)
    sheet = Sheet("Sub-processors", above, header, rows, (), "TLP:CLEAR", "en", date(2026, 11, 29))
    register = read_bytes(workbook(sheet), "list.xlsx")[1].register
    assert dict(register.title.texts) == {"en": "Providers of Fjord"}
    assert [one.applies_to.sections for one in register.entries] == [()]
