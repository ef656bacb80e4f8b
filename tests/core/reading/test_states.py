"""Headings and cells that say whether companies are in use, planned or gone: states, and no products."""

from __future__ import annotations

import pytest

from ketju.core.vocabulary.states import state_of
from tests.core.reading.small import entries, register

BY_HEADING = """
# {title}

## {current}

| {name} | {purpose} | {since} | {until} |
| --- | --- | --- | --- |
| Quillon Hosting GmbH | Hosting | 2020-01-01 | |
| Fernpost Ltd | E-mail | 2021-05-01 | |

## {planned}

| {name} | {purpose} | {since} | {until} |
| --- | --- | --- | --- |
| Mailvind ApS | E-mail | 2031-01-01 | |

## {ended}

| {name} | {purpose} | {since} | {until} |
| --- | --- | --- | --- |
| Oldwick Inc. | Chat | 2015-01-01 | 2019-12-31 |
"""
WORDS = {
    "en": ("Sub-processors of Aalto", "Current", "Upcoming", "Ended", "Sub-processor", "Purpose", "Since", "Until"),
    "fi": (
        "Aallon alikäsittelijät", "Nykyiset", "Tulossa", "Päättyneet", "Alikäsittelijä", "Käyttötarkoitus", "Alkaen",
        "Päättyy",
    ),
    "sv": (
        "Underbiträden till Aalto", "Nuvarande", "Kommande", "Avslutade", "Underbiträde", "Ändamål", "Från och med",
        "Till och med",
    ),
    "de": (
        "Unterauftragsverarbeiter von Aalto", "Aktuell", "Geplant", "Beendet", "Unterauftragsverarbeiter", "Zweck",
        "Seit", "Bis",
    ),
    "fr": (
        "Sous-traitants ultérieurs d'Aalto", "Actuels", "À venir", "Terminés", "Sous-traitant", "Finalité", "Depuis",
        "Jusqu'au",
    ),
}  # fmt: skip


def by_heading(language: str) -> str:
    keys = ("title", "current", "planned", "ended", "name", "purpose", "since", "until")
    return BY_HEADING.format(**dict(zip(keys, WORDS[language], strict=True)))


@pytest.mark.parametrize("language", WORDS)
def test_headings_of_states_are_no_products(language: str) -> None:
    found = register(by_heading(language))

    assert [entry.name for entry in found.entries] == [
        "Quillon Hosting GmbH", "Fernpost Ltd", "Mailvind ApS", "Oldwick Inc.",
    ]  # fmt: skip
    assert not found.services and not found.regions and not found.groups
    assert {entry.applies_to.sections for entry in found.entries} == {()}
    assert {entry.status for entry in found.entries} == {""}


def test_a_heading_of_a_state_is_kept_where_no_date_tells_it() -> None:
    found = entries(
        """
        # Sub-processors

        ## In use

        | Company | Purpose |
        | --- | --- |
        | Quillon Hosting GmbH | Hosting |
        | Fernpost Ltd | E-mail |

        ## Planned sub-processors

        | Company | Purpose |
        | --- | --- |
        | Mailvind ApS | E-mail |
        """
    )
    assert [(entry.name, entry.status) for entry in found] == [
        ("Quillon Hosting GmbH", ""),
        ("Fernpost Ltd", ""),
        ("Mailvind ApS", "Planned sub-processors"),
    ]


def test_products_under_headings_of_states_stay_products() -> None:
    found = register(
        """
        # Sub-processors of Aalto

        ## Current

        ### Aalto Mail

        | Company | Purpose |
        | --- | --- |
        | Quillon Hosting GmbH | Hosting |
        | Fernpost Ltd | E-mail |

        ### Aalto Chat

        | Company | Purpose |
        | --- | --- |
        | Mailvind ApS | E-mail |
        """
    )
    assert [str(service.name) for service in found.services] == ["Aalto Mail", "Aalto Chat"]
    assert not found.regions


def test_a_column_of_states_says_what_dates_do_not() -> None:
    found = entries(
        """
        # Sub-processors

        | Company | Purpose | Status | Since | Until |
        | --- | --- | --- | --- | --- |
        | Quillon Hosting GmbH | Hosting | Active | 2020 | |
        | Mailvind ApS | E-mail | Planned | 2031 | |
        | Fernpost Ltd | E-mail | Planned | | |
        | Oldwick Inc. | Chat | Ended | 2015 | 2019 |
        | Klitrose A/S | Maps | DPA signed | 2019 | |
        """
    )
    assert [entry.status for entry in found] == ["", "", "Planned", "", "DPA signed"]


@pytest.mark.parametrize(
    ("text", "languages", "state"),
    [
        ("In use", ("en",), "current"),
        ("Current sub-processors", ("en",), "current"),
        ("Suunnitellut alikäsittelijät", ("fi",), "planned"),
        ("Tidigare underbiträden", ("sv",), "ended"),
        ("Ehemalige Unterauftragsverarbeiter", ("de",), "ended"),
        ("Planowani podwykonawcy przetwarzania", ("pl",), "planned"),
        ("Anciens sous-traitants ultérieurs", ("fr",), "ended"),
        ("В употреба", ("bg",), "current"),
    ],
)
def test_words_for_a_state_alone_or_beside_the_word_for_the_companies(
    text: str, languages: tuple[str, ...], state: str
) -> None:
    assert state_of(text, languages) == state


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Active Directory", ("en",)),
        ("Sub-processors", ("en",)),
        ("Live chat", ("en",)),
        ("Future Mail", ("en",)),
        ("DPA signed", ("en",)),
        ("Planning tools", ("en",)),
        ("Volt", ("en",)),
        ("", ("en",)),
        ("Used only when the customer has ordered the planned module", ("en",)),
    ],
)
def test_a_text_that_says_more_than_a_state_or_in_another_language_is_none(
    text: str, languages: tuple[str, ...]
) -> None:
    assert state_of(text, languages) is None
