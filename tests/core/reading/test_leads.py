"""What the sentence right before a list says of all of it. The companies are invented."""

from __future__ import annotations

import pytest

from ketju.core.model.document import Text
from ketju.core.model.span import TextSpan
from ketju.core.reading.leads import place_in_lead
from tests.core.reading.small import codes, entries, names


def lead(printed: str) -> Text:
    return Text(printed, TextSpan(0, len(printed)))


def test_a_sentence_gives_the_place_of_all_companies_below_it() -> None:
    found = entries("""
        # Sub-processors of Ruskoilves

        We use these companies. These sub-processors are all located in the United States:

        - [Larkwire](https://larkwire.example/privacy). Error tracking.
        - [Mosskabel](https://mosskabel.example/privacy). Hosting.

        This sub-processor is located in Ireland:

        - [Fernpost](https://fernpost.example/privacy). Sending e-mail.
        """)
    assert names(found) == ["Larkwire", "Mosskabel", "Fernpost"]
    assert codes(found) == [["US"], ["US"], ["IE"]]


def test_a_company_with_a_place_of_its_own_keeps_it() -> None:
    found = entries("""
        # Sub-processors

        Our sub-processors are located in Germany:

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        """)
    assert codes(found) == [["IE"]]


@pytest.mark.parametrize(
    "printed",
    [
        "Our sub-processors are located in the United States and subject to its laws.",
        "Our offices are located in Helsinki, Finland.",
        "Our sub-processors are listed below:",
        "Sub-processors located in Ireland may be added. The list:",
    ],
)
def test_what_says_more_or_less_than_a_place_gives_none(printed: str) -> None:
    assert place_in_lead(lead(printed)) is None


def test_the_place_is_cut_from_the_sentence() -> None:
    printed = "Subprocessors located in the United Kingdom:"
    found = place_in_lead(lead(printed))
    assert found is not None
    assert found.text.strip() == "the United Kingdom"


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 29 November 2026 · Version 1",
        "Version 2.1",
        "Version: 4 (2026-03-01)",
        "Päivitetty 3.3.2026, versio 12",
        "Uppdaterad 2026-03-03 · Version 7",
    ],
)
def test_a_line_that_tells_the_version_announces_no_change_log(line: str) -> None:
    found = entries(f"""
        # Sub-processors of Ruskoilves

        {line}

        | Sub-processor | Purpose |
        |---|---|
        | Larkwire | Error tracking |
        | Mosskabel | Hosts the production servers |
        """)
    assert names(found) == ["Larkwire", "Mosskabel"]


@pytest.mark.parametrize("line", ["Removed sub-processors:", "Change log:", "Version history"])
def test_a_line_that_announces_changes_still_does(line: str) -> None:
    found = entries(f"""
        # Sub-processors of Ruskoilves

        | Sub-processor | Purpose | Location |
        |---|---|---|
        | Larkwire Ltd | Error tracking | Ireland |

        {line}

        | Date | Company | Change |
        |---|---|---|
        | 2026-01-01 | Mosskabel AB | Removed |
        """)
    assert names(found) == ["Larkwire Ltd"]
