"""Periods in the words of each language."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.periods.calendars import calendar_from, known_codes
from ketju.core.periods.instants import parse_instant
from ketju.core.periods.lengths import Length, OpenLength
from ketju.core.periods.period import Question, Reading
from ketju.core.periods.readings import POSITIONS, period_of
from ketju.core.periods.working import Step, days_off, working_of
from ketju.text.periods import (
    calendar_words,
    day_words,
    instant_words,
    length_words,
    reading_words,
    rule_words,
    step_words,
)
from ketju.text.render import LANGUAGES, phrasebook

EVENT = parse_instant("2026-12-24T09:00", "Europe/Helsinki")


@pytest.mark.parametrize(
    ("length", "en", "fi", "sv"),
    [
        (Length("hours", 72), "72 hours", "72 tuntia", "72 timmar"),
        (Length("days", 1), "1 day", "1 päivä", "1 dag"),
        (Length("months", 1, 15), "1 month and 15 days", "1 kuukausi ja 15 päivää", "1 månad och 15 dagar"),
        (Length("months", 0, 15), "15 days", "15 päivää", "15 dagar"),
        (Length("working-days", 5), "5 working days", "5 työpäivää", "5 arbetsdagar"),
        (
            OpenLength("undue-delay"),
            "without undue delay",
            "ilman aiheetonta viivytystä",
            "utan onödigt dröjsmål",
        ),
    ],
)
def test_a_length_in_words(length: Length | OpenLength, en: str, fi: str, sv: str) -> None:
    assert [length_words(length, phrasebook(language)) for language in LANGUAGES] == [en, fi, sv]


def test_days_and_instants_in_words() -> None:
    day = date(2026, 12, 7)

    assert [day_words(day, phrasebook(one)) for one in LANGUAGES] == [
        "Mon 7 December 2026",
        "ma 7.12.2026",
        "mån 7 december 2026",
    ]
    assert instant_words(EVENT, phrasebook("en")) == "Thu 24 December 2026 at 09:00 (+02:00)"
    seconds = parse_instant("2026-12-24T09:00:05-03:30")
    assert instant_words(seconds, phrasebook("fi")) == "to 24.12.2026 klo 09:00:05 (-03:30)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_is_a_whole_sentence_with_its_rule(language: str) -> None:
    found = period_of(Question(EVENT, Length("days", 2), calendar_from("FI")))
    sentences = [step_words(step, phrasebook(language)) for step in working_of(found)]

    assert not [one for one in sentences if "{" in one or "period." in one]
    assert all(one.endswith(("]", ".")) and ".." not in one for one in sentences)


def test_a_move_names_the_days_off() -> None:
    found = period_of(Question(EVENT, Length("days", 2), calendar_from("FI")))
    moved = next(step for step in working_of(found) if step.key == "moved")

    assert step_words(moved, phrasebook("en")) == (
        "No working day: Sat 26 December 2026 (Second Day of Christmas), Sun 27 December 2026. "
        "The next working day is Mon 28 December 2026. [Art. 3(4)]"
    )
    assert step_words(moved, phrasebook("sv")).endswith(
        "Nästa arbetsdag är mån 28 december 2026. [artikel 3.4]"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reading_and_each_calendar_has_words(language: str) -> None:
    phrases = phrasebook(language)
    readings = [Reading(one.id, one.point, EVENT) for one in POSITIONS]
    readings += [
        Reading("calendar", "Q-8", EVENT, params=(("calendar", "FI-EJUSTICE"),)),
        Reading("seat", "Q-4", EVENT, params=(("zone", "Europe/Stockholm"), ("calendar", "SE"))),
    ]
    words = [reading_words(one, phrases) for one in readings]
    words += [calendar_words(calendar_from(code), phrases) for code in known_codes()]

    assert not [one for one in words if "{" in one or "period." in one]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("calendar", "day", "en", "fi", "sv"),
    [
        ("FI", date(2026, 12, 24), "Christmas Eve", "Jouluaatto", "Julafton"),
        ("FI-EJUSTICE", date(2026, 6, 19), "Midsummer Eve", "Juhannusaatto", "Midsommarafton"),
        ("SE", date(2026, 5, 14), "Ascension Day", "Kristi himmelsfärdsdag", "Kristi himmelsfärdsdag"),
        ("GR", date(2026, 4, 10), "Good Friday", "Μεγάλη Παρασκευή", "Μεγάλη Παρασκευή"),
        ("DE-BY", date(2026, 1, 6), "Epiphany", "Heilige Drei Könige", "Heilige Drei Könige"),
        ("EU", date(2026, 12, 24), "public holiday", "pyhäpäivä", "helgdag"),
    ],
)
def test_a_holiday_is_named_in_the_reader_s_language_or_else_in_the_country_s(
    calendar: str, day: date, en: str, fi: str, sv: str
) -> None:
    step = Step(
        "3(4)",
        "moved",
        {"off": days_off(day.toordinal(), day.toordinal(), calendar_from(calendar)), "day": day},
    )

    for language, name in zip(LANGUAGES, (en, fi, sv), strict=True):
        assert f"({name})" in step_words(step, phrasebook(language))


@pytest.mark.parametrize(
    ("rule", "en", "fi", "sv"),
    [
        ("2", "Art. 2", "2 artikla", "artikel 2"),
        ("3(4)", "Art. 3(4)", "3 artiklan 4 kohta", "artikel 3.4"),
        ("3(2)(b)", "Art. 3(2)(b)", "3 artiklan 2 kohdan b alakohta", "artikel 3.2 b"),
        ("Q-7", "Q-7", "Q-7", "Q-7"),
    ],
)
def test_a_rule_is_cited_as_lawyers_of_the_language_do(rule: str, en: str, fi: str, sv: str) -> None:
    assert [rule_words(rule, phrasebook(one)) for one in LANGUAGES] == [en, fi, sv]
