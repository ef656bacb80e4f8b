"""Expected values: lists of requirements 2.5, and the published dates of accession and withdrawal."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.register import Place
from ketju.core.territory.facts import country_codes, memberships, territories
from ketju.core.territory.membership import (
    bridge,
    is_country,
    is_in_eea,
    is_in_eu,
    is_in_transition,
    is_outside,
    is_place_code,
    is_third_country,
    iso_code,
    outside_eea,
)


def codes(text: str) -> list[str]:
    return text.split()


AUTUMN_2026 = date(2026, 11, 22)
EU_27 = codes("AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
INSIDE = codes("AX GF GP MF MQ RE YT")
OUTSIDE = codes("GL FO PF NC WF PM BL TF AW CW SX BQ GI GG JE IM MC SM VA AD SJ")
ANY_DAY = st.dates(min_value=date(1950, 1, 1), max_value=date(2050, 12, 31))


def places(*codes: str) -> list[Place]:
    return [Place(code) for code in codes]


def test_the_27_members_and_the_special_territories_are_all_that_is_in_the_eu():
    assert sorted(code for code in country_codes() if is_in_eu(code, AUTUMN_2026)) == sorted(EU_27 + INSIDE)


def test_the_eea_has_iceland_liechtenstein_and_norway_beside_the_eu():
    found = sorted(code for code in country_codes() if is_in_eea(code, AUTUMN_2026))
    assert found == sorted([*EU_27, *INSIDE, "IS", "LI", "NO"])


@pytest.mark.parametrize("code", [*OUTSIDE, "CH", "GB", "US", "SG", "AE", "HK", "UA", "TR", "XK"])
def test_third_countries_and_territories_outside_are_outside(code):
    assert not is_in_eu(code, AUTUMN_2026)
    assert not is_in_eea(code, AUTUMN_2026)
    assert is_outside(code, AUTUMN_2026) is True


@pytest.mark.parametrize(
    ("day", "member", "transition", "outside"),
    [
        (date(1972, 12, 31), False, False, True),
        (date(1973, 1, 1), True, False, False),
        (date(2020, 1, 31), True, False, False),
        (date(2020, 2, 1), False, True, False),
        (date(2020, 12, 31), False, True, False),
        (date(2021, 1, 1), False, False, True),
        (AUTUMN_2026, False, False, True),
    ],
)
def test_the_united_kingdom_left_and_then_was_in_transition(day, member, transition, outside):
    for code in ("GB", "UK"):
        assert is_in_eu(code, day) is member
        assert is_in_transition(code, day) is transition
        assert outside_eea(places(code), day) is outside


def test_croatia_joined_the_eu_before_the_eea_and_was_never_a_third_country_since():
    assert not is_in_eu("HR", date(2013, 6, 30))
    assert is_in_eu("HR", date(2013, 7, 1))
    assert not is_in_eea("HR", date(2013, 7, 1))
    assert is_in_eea("HR", AUTUMN_2026)
    assert is_outside("HR", date(2013, 7, 1)) is False


@pytest.mark.parametrize(
    ("code", "day", "inside"),
    [
        ("GI", date(1972, 12, 31), False),
        ("GI", date(1973, 1, 1), True),
        ("GI", date(2020, 1, 31), True),
        ("GI", date(2020, 2, 1), False),
        ("BL", date(2007, 7, 1), True),
        ("BL", date(2011, 12, 31), True),
        ("BL", date(2012, 1, 1), False),
        ("MF", date(2007, 7, 1), True),
        ("MF", date(2012, 1, 1), True),
        ("YT", date(2013, 12, 31), False),
        ("YT", date(2014, 1, 1), True),
        ("GL", date(1972, 12, 31), False),
        ("GL", date(1973, 1, 1), True),
        ("GL", date(1985, 1, 31), True),
        ("GL", date(1985, 2, 1), False),
    ],
)
def test_a_territory_changed_its_place_in_eu_law_on_a_day(code, day, inside):
    assert is_in_eu(code, day) is inside


def test_the_time_of_a_special_territory_has_no_gap_and_no_overlap():
    for rows in territories().values():
        assert (rows[0].first, rows[-1].last) == (None, None)
        for one, following in pairwise(rows):
            assert one.last is not None
            assert following.first == one.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("NO", date(1994, 1, 1)),
        ("LI", date(1995, 5, 1)),
        ("CZ", date(2004, 5, 1)),
        ("BG", date(2007, 8, 1)),
        ("HR", date(2014, 4, 12)),
    ],
)
def test_the_eea_has_a_state_from_the_day_the_agreement_applies_to_it(code, first):
    assert not is_in_eea(code, first - timedelta(days=1))
    assert is_in_eea(code, first)


@pytest.mark.parametrize(
    ("code", "day", "transition", "bridged", "third"),
    [
        ("GB", date(2020, 12, 31), True, False, False),
        ("GB", date(2021, 1, 1), False, True, False),
        ("GB", date(2021, 6, 27), False, True, False),
        ("GB", date(2021, 6, 28), False, False, True),
        ("UK", date(2021, 3, 1), False, True, False),
        ("GI", date(2020, 12, 31), True, False, False),
        ("GI", date(2021, 1, 1), False, False, True),  # the agreement leaves Gibraltar out
        ("JE", date(2020, 12, 31), False, False, True),
        ("US", date(2021, 3, 1), False, False, True),
    ],
)
def test_after_the_transition_a_bridge_led_to_the_united_kingdom(code, day, transition, bridged, third):
    assert is_in_transition(code, day) is transition
    assert (bridge(code, day) is not None) is bridged
    assert is_third_country(code, day) is third
    assert is_outside(code, day) is not transition


def test_what_is_no_place_is_no_third_country_either():
    assert is_third_country("XX", AUTUMN_2026) is None


def test_a_special_territory_is_inside_from_the_day_its_state_is():
    assert not is_in_eu("AX", date(1994, 12, 31))
    assert is_in_eu("AX", date(1995, 1, 1))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (["EU"], False),
        (["EEA"], False),
        (["EU", "EEA", "FI", "NO"], False),
        (["GLOBAL"], True),
        (["EU", "US"], True),
        (["FI", "SG", "US"], True),
        (["AX", "RE"], False),
        (["SJ"], True),
        (["NO", "SJ"], True),
        (["GL"], True),
        ([], None),
        (["XX"], None),
        (["FI", "XX"], None),
        (["US", "XX"], True),
        (["EL"], False),
        (["fi"], None),
    ],
)
def test_one_place_outside_is_enough_and_nothing_is_concluded_from_nothing(printed, expected):
    assert outside_eea(places(*printed), AUTUMN_2026) is expected


def test_a_seat_is_no_place_of_processing():
    assert outside_eea([Place("FI"), Place("US", kind="seat")], AUTUMN_2026) is False
    assert outside_eea([Place("US", kind="seat")], AUTUMN_2026) is None


@pytest.mark.parametrize("kind", ["processing", "storage", "backup", "remote access"])
def test_storage_backups_and_remote_access_count(kind):
    assert outside_eea([Place("FI"), Place("IN", kind=kind)], AUTUMN_2026) is True


def test_iso_assigns_249_codes_and_kosovo_uses_one_more():
    assert len(country_codes() - {"XK"}) == 249
    assert not {"EU", "UK", "EL", "XX", "ZZ", "UN"} & country_codes()
    assert set(EU_27 + INSIDE + OUTSIDE) <= country_codes()


def test_codes_of_eu_usage_are_read_as_iso():
    assert (iso_code("EL"), iso_code("UK"), iso_code("FI")) == ("GR", "GB", "FI")


def test_blocs_are_place_codes_but_no_countries():
    assert all(is_place_code(code) and not is_country(code) for code in ("EU", "EEA", "GLOBAL"))
    assert not is_place_code("ETA")


@given(st.sampled_from(sorted(country_codes())), ANY_DAY)
def test_nothing_is_both_a_member_and_outside(code, day):
    assert is_outside(code, day) is (
        not (is_in_eu(code, day) or is_in_eea(code, day) or is_in_transition(code, day))
    )


@given(st.text(max_size=4), ANY_DAY)
def test_any_text_may_be_asked_about(code, day):
    assert is_outside(code, day) in (True, False, None)
    assert is_in_eu(code, day) in (True, False)


@given(st.lists(st.sampled_from(["FI", "NO", "US", "GLOBAL", "EU", "??"])), ANY_DAY, st.randoms())
def test_the_order_of_places_does_not_matter(codes, day, random):
    shuffled = random.sample(codes, len(codes))
    assert outside_eea(places(*codes), day) is outside_eea(places(*shuffled), day)


def test_every_fact_names_its_source_and_belongs_to_a_known_country():
    facts = [*memberships("eu").values(), *memberships("eea").values()]
    assert all(fact.source and fact.country in country_codes() for times in facts for fact in times)
    special = [fact for rows in territories().values() for fact in rows]
    assert all(fact.source and (not fact.part_of or fact.part_of in country_codes()) for fact in special)
    assert all(fact.last is None or fact.first <= fact.last for times in facts for fact in times)
