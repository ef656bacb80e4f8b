"""Dates as people of each language print them."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from babel.dates import format_date, format_skeleton

from ketju.core.packaged import table
from ketju.core.vocabulary.dates import find_dates

LANGUAGES: list[str] = table("languages")


@cache
def every_day() -> tuple[date, ...]:
    return tuple(date(2021, month, day) for month in range(1, 13) for day in (1, 9, 23))


def found(text: str, *languages: str) -> list[str]:
    return [str(one.date) for one in find_dates(text, languages)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_in_the_long_form_of_the_language_are_read(language: str) -> None:
    locale = "en_GB" if language == "en" else language
    wrong = {}
    for day in every_day():
        printed = format_date(day, "long", locale=locale)
        if found(printed, language) != [day.isoformat()]:
            wrong[printed] = found(printed, language)
    assert wrong == {}


UNREAD_MONTHS = {
    "ga": "a month of two words without a day is read as its year: Meán Fómhair 2021",
    "lv": "the short word for year hides the month: 2021. g. aprīlis",
}


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(one, marks=pytest.mark.xfail(strict=False, reason=UNREAD_MONTHS[one]))
        if one in UNREAD_MONTHS
        else one
        for one in LANGUAGES
    ],
)
def test_months_with_a_year_are_no_days(language: str) -> None:
    wrong = {}
    for month in range(1, 13):
        printed = format_skeleton("yMMMM", date(2021, month, 1), locale=language)
        if found(printed, language) != [f"2021-{month:02}"]:
            wrong[printed] = found(printed, language)
    assert wrong == {}


@pytest.mark.parametrize(
    ("language", "printed", "expected"),
    [
        ("fi", "1.4.2021 lähtien", "2021-04-01"),
        ("fi", "vuodesta 2015 lähtien", "2015"),
        ("fi", "huhtikuusta 2021", "2021-04"),
        ("sv", "den 1 april 2021", "2021-04-01"),
        ("sv", "sedan maj 2021", "2021-05"),
        ("da", "1. april 2021", "2021-04-01"),
        ("nb", "1. mai 2021", "2021-05-01"),
        ("is", "1. ágúst 2021", "2021-08-01"),
        ("de", "ab Januar 2021", "2021-01"),
        ("de", "Stand: 1.4.2021", "2021-04-01"),
        ("nl", "1-4-2021", "2021-04-01"),
        ("fr", "1er avril 2021", "2021-04-01"),
        ("es", "1 de abril de 2021", "2021-04-01"),
        ("es", "15 de enero del 2021", "2021-01-15"),
        ("pt", "março de 2021", "2021-03"),
        ("it", "1° aprile 2021", "2021-04-01"),
        ("pl", "1 kwietnia 2021 r.", "2021-04-01"),
        ("pl", "1 listopada 2021", "2021-11-01"),
        ("hr", "1. listopada 2021.", "2021-10-01"),
        ("cs", "1. 4. 2021", "2021-04-01"),
        ("cs", "1. července 2021", "2021-07-01"),
        ("cs", "1. června 2021", "2021-06-01"),
        ("hu", "2021. április 1.", "2021-04-01"),
        ("hu", "2021. 04. 01.", "2021-04-01"),
        ("lv", "2021. gada 1. aprīlis", "2021-04-01"),
        ("lt", "2021 m. balandžio 1 d.", "2021-04-01"),
        ("bg", "01.04.2021 г.", "2021-04-01"),
        ("el", "1 Απριλίου 2021", "2021-04-01"),
        ("mt", "1 ta' April 2021", "2021-04-01"),
        ("ga", "15 Meán Fómhair 2021", "2021-09-15"),
        ("en", "1st of April 2021", "2021-04-01"),
        ("en", "Apr. 1st, 2021", "2021-04-01"),
        ("en", "May 25, 2018", "2018-05-25"),
        ("en", "Sept 2021", "2021-09"),
        ("en", "2021/04/01", "2021-04-01"),
        ("en", "2021-04", "2021-04"),
        ("en", "since 2015", "2015"),
        ("en", "12/31/2021", "2021-12-31"),
    ],
)
def test_local_shapes(language: str, printed: str, expected: str) -> None:
    assert found(printed, language) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "ISO 27001",
        "30.2.2021",
        "29.2.2021",
        "99.99.2021",
        "00/00/2000",
        "12 monkeys",
        "Art. 46",
        "No 1182/71",
        "+358 9 123 4567",
        "1899",
        "2100",
        "A2021B",
        "SE556703-7485",
        "192.168.2.1",
        "may",
        "March",
        "",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert [one for one in found(text) if len(one) > 4] == []


@pytest.mark.parametrize("text", ["Market 2021", "Mayor 2021", "Decor 2021", "Junior 2021", "Marina 2021"])
def test_a_word_that_starts_like_a_month_is_none(text: str) -> None:
    assert found(text, "en") == ["2021"]


def test_only_the_lists_own_habit_reads_the_month_first() -> None:
    assert found("7/4/2021") == ["2021-04-07"]
    assert [str(one.date) for one in find_dates("7/4/2021", month_first=True)] == ["2021-07-04"]
    assert [str(one.date) for one in find_dates("7.4.2021", month_first=True)] == ["2021-04-07"]


def test_several_dates_come_in_order_of_place() -> None:
    text = "2015 lähtien, 31.12.2021 saakka"
    dates = find_dates(text, ("fi",))
    assert [text[one.start : one.end] for one in dates] == ["2015", "31.12.2021"]


def test_leap_days_are_those_of_the_calendar() -> None:
    assert found("29.2.2020") == ["2020-02-29"]
    assert "2021-02-29" not in found("29.2.2021")
    assert found("29.2.2000") == ["2000-02-29"]
