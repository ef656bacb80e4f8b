"""Pictures say in a sentence and in a table what they show, and hold no script and no style of their own."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Engine

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry
from ketju.formats.pictures.bars import Bar, bars_picture
from ketju.formats.pictures.timelines import (
    MOST_ROWS,
    Point,
    engagements_picture,
    engagements_table,
    versions_picture,
    versions_table,
)
from ketju.formats.pictures.world import places_picture, places_table
from ketju.formats.pictures.zones import zone_of
from ketju.text.render import LANGUAGES, phrasebook

ON = date(2026, 11, 29)
HOSTILE = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    ("code", "on", "zone"),
    [
        ("FI", ON, "eea"),
        ("NO", ON, "eea"),  # in the EEA, not in the EU
        ("EU", ON, "eea"),
        ("CH", ON, "adequate"),  # Decision 2000/518/EC
        ("NZ", ON, "adequate"),  # Decision 2013/65/EU
        ("JP", ON, "some"),  # Decision (EU) 2019/419, for business operators only (its Art. 1)
        ("US", ON, "some"),  # Decision (EU) 2023/1795, for those on the list only (its Art. 1)
        ("US", date(2021, 6, 1), "other"),  # after Schrems II, before that decision
        ("GB", date(2019, 6, 1), "eea"),
        ("GB", ON, "adequate"),
        ("IN", ON, "other"),
        ("GLOBAL", ON, "other"),
    ],
)
def test_the_zone_of_a_place_is_that_of_the_day(code: str, on: date, zone: str) -> None:
    assert zone_of(code, on) == zone


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_for_some_recipients_is_told_apart(language: str) -> None:
    phrases = phrasebook(language)
    picture = places_picture({"US": 4}, ON, phrases)
    assert "p-some" in picture and "p-adequate" not in picture
    assert phrases("picture.adequate-some") in picture and phrases("picture.adequate") not in picture


def drawn(markup: str) -> list[ET.Element]:
    return [ET.fromstring(one) for one in re.findall(r"<svg.*?</svg>", markup, re.DOTALL)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_tells_zones_apart_by_shape_and_says_so(language: str) -> None:
    phrases = phrasebook(language)
    counts = {"FI": 3, "NZ": 1, "IN": 2, "EU": 4, "GLOBAL": 1}
    picture = places_picture(counts, ON, phrases)
    world = drawn(picture)[0]
    assert world.get("role") == "img" and "2" in (world.get("aria-label") or "")
    for zone in ("p-eea", "p-adequate", "p-other", "p-bloc"):
        assert zone in picture
    shapes = {one.tag for one in world.iter() if one.get("class") == "p-mark"}
    assert shapes == {"path", "rect"}  # the disc of Finland is on the map of Europe
    table = places_table(counts, ON, phrases)
    assert table.count("<tr") == 1 + len(counts) and phrases("picture.adequate") in picture


def test_names_are_text_wherever_they_stand() -> None:
    phrases = phrasebook("en")
    entry = Entry("x", HOSTILE, since=PartialDate(2024, 5))
    for markup in (
        engagements_picture([entry], ON, phrases), engagements_table([entry], ON, phrases),
        bars_picture([Bar(HOSTILE, 2)], HOSTILE, phrases),
    ):  # fmt: skip
        assert markup and "<script" not in markup and "style=" not in markup
        drawn(markup)


def test_bars_of_time_begin_and_end_where_the_dates_are() -> None:
    phrases = phrasebook("en")
    entries = [
        Entry("a", "A", since=PartialDate(2020, 1, 1)),
        Entry("b", "B", since=PartialDate(2022), until=PartialDate(2023)),
        Entry("c", "C", since=PartialDate(2027)),
        Entry("d", "D"),
    ]
    picture = engagements_picture(entries, ON, phrases)
    assert picture is not None
    bars = list(drawn(picture)[0].iter("rect"))
    kinds = [one.get("class") for one in bars]
    assert kinds == ["p-eea", "p-ended", "p-planned"]
    starts = [float(one.get("x", "0")) for one in bars]
    assert starts == sorted(starts)
    assert float(bars[0].get("width", "0")) > float(bars[1].get("width", "0"))
    assert engagements_table(entries, ON, phrases).count("<tr") == 4
    many = [Entry(str(at), str(at), since=PartialDate(2020)) for at in range(MOST_ROWS + 1)]
    assert engagements_picture(many, ON, phrases) is None


def test_versions_are_in_the_table_the_newest_first() -> None:
    phrases = phrasebook("fi")
    points = [Point(1, date(2025, 1, 1), 3, 0, 0), Point(2, date(2026, 1, 1), 1, 2, 0, "v/x/fi.html")]
    assert len(drawn(versions_picture(points, ON, phrases))) == 1
    table = versions_table(points, phrases)
    assert table.index('href="v/x/fi.html"') < table.index("1.1.2025")


def test_a_template_takes_a_picture_as_it_is_and_text_as_text() -> None:
    picture = bars_picture([Bar("Finland", 2)], "Places", phrasebook("en"))
    page = (
        Engine().from_string("{{ picture }}{{ text }}").render(Context({"picture": picture, "text": "<b>"}))
    )
    assert page == f"{picture}&lt;b&gt;"
