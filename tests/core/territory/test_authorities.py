"""Supervisory authorities: one for each member of the EU and the EEA; which is a country's, which a text names."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.territory.authorities import authorities, authority_named, authority_of
from ketju.core.territory.facts import country_codes
from ketju.core.territory.membership import is_in_eea


def test_every_member_of_the_eea_has_an_authority_and_nobody_else() -> None:
    on = date(2026, 11, 29)
    members = {code for code in country_codes() if is_in_eea(code, on)}
    assert {one.country for one in authorities().values()} == members - {
        "AX",
        "GF",
        "GP",
        "MF",
        "MQ",
        "RE",
        "YT",
    }
    assert len(authorities()) == 30  # 27 members of the EU, Iceland, Liechtenstein, Norway


def test_every_site_is_asked_for_safely_and_what_was_not_checked_says_so() -> None:
    for one in authorities().values():
        assert one.site.startswith("https://"), one
        assert one.verify, "checked on the authority's site: say so in the data, and here"


def test_the_authority_of_finland_is_the_ombudsman() -> None:
    one = authority_of("FI")
    assert one is not None
    assert (one.name, one.name_in("sv")) == ("Tietosuojavaltuutetun toimisto", "Dataombudsmannens byrå")
    assert one.name_in("de") == one.name


def test_a_company_in_germany_belongs_to_a_land_so_that_the_country_does_not_say_which() -> None:
    assert authority_of("DE") is None
    assert authorities()["de"].is_one_of_several


@pytest.mark.parametrize("country", ["GB", "US", ""])
def test_other_countries_have_none(country: str) -> None:
    assert authority_of(country) is None


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("fi", "fi"),
        ("  tietosuojavaltuutetun   TOIMISTO ", "fi"),
        ("Office of the Data Protection Ombudsman, FI", "fi"),
        ("Datatilsynet, NO", "no"),
        ("Datatilsynet, DK", "dk"),
    ],
)
def test_a_text_names_an_authority(text: str, id: str) -> None:
    found = authority_named(text)
    assert found is not None and found.id == id


@pytest.mark.parametrize("text", ["", "Datatilsynet", "Hessischer Beauftragter für Datenschutz"])
def test_a_text_that_names_none_or_two_names_none(text: str) -> None:
    assert authority_named(text) is None
