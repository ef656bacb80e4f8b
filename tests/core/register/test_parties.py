"""When two entries are one company, and when they are not."""

import pytest

from ketju.core.model.register import Entry
from ketju.core.register.parties import (
    identity,
    party_from_name,
    party_name,
    same_company,
)
from ketju.core.vocabulary.identifiers import read_identifier


def entry(name, number="", header="", countries=(), **more):
    identifiers = (read_identifier(number, header, countries),) if number else ()
    return Entry(more.pop("id", name), name, identifiers=identifiers, **more)


def reason(one, other):
    found = same_company(one, other)
    assert found == same_company(other, one)
    return found.reason if found else None


def by_name(one, other):
    return reason(entry(one), entry(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2431560-5", "Y-tunnus"), ("FI24315605", "VAT")),
        (("556123-4567", "Org.nr", ("SE",)), ("SE556123456701", "VAT")),
        (("923 609 016", "Org.nr", ("NO",)), ("NO 923609016 MVA",)),
        (("303 265 045", "SIREN", ("FR",)), ("FR 40 303 265 045",)),
        (("CHE-107.787.577",), ("CHE-107.787.577 MWST",)),
        (("CVR 13585628",), ("DK13585628", "VAT")),
        (("0417.497.106", "", ("BE",)), ("BE0417497106",)),
        (("HRB 12345 Amtsgericht Ansbach", "", ("DE",)), ("Amtsgericht Ansbach, HRB 12345", "", ("DE",))),
    ],
)
def test_two_ways_to_write_one_number_are_one_company(one, other):
    assert reason(entry("Alpha", *one), entry("Omega", *other)) == "identifier"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("HRB 12345", "", ("DE",)), ("HRB 12345", "", ("DE",))),  # each court has one
        (("HRB 12345 Amtsgericht Ansbach", "", ("DE",)), ("HRB 12345 Amtsgericht Bonn", "", ("DE",))),
        (("12345678", "Company number", ("GB",)), ("12345678", "KvK", ("NL",))),
        (("TBD", "VAT"), ("TBD", "VAT")),
        (("123", "No."), ("123", "No.")),
        (("2431560-5", "Y-tunnus"), ("FI01120389", "VAT")),
    ],
)
def test_numbers_that_only_look_alike_are_no_identity(one, other):
    assert reason(entry("Alpha", *one), entry("Omega", *other)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme GmbH", "ACME GmbH"),
        ("Acme", "Acme GmbH"),
        ("Acme Limited", "Acme Ltd."),
        ("Acme, Inc.", "Acme Incorporated"),
        ("Lehtokuja Oy", "Lehtokuja Oy Ab"),
        ("Café Noir", "Cafe Noir"),
        ("Besloten Acme B.V.", "Besloten Acme BV"),
        ("Söhne & Co Verlag GmbH", "Sohne und Co Verlag GmbH"),
    ],
)
def test_case_accents_and_spellings_of_the_legal_form_do_not_make_another_company(one, other):
    assert by_name(one, other) == "name"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Blue Penny", "Bluepenny"), ("Mail-Kite Ltd", "MailKite Limited"), ("Acme.com", "Acme com")],
)
def test_gaps_and_hyphens_are_spelling(one, other):
    assert by_name(one, other) in ("spelling", "name")


def test_a_spelling_without_gaps_says_that_it_is_one():
    assert by_name("Blue Penny Inc", "Bluepenny Inc.") == "spelling"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme GmbH", "Acme Inc."),
        ("Acme", "Acme Ireland Ltd"),
        ("Acme Ireland Ltd", "Acme Germany GmbH"),
        ("Acme", "Acne"),
        ("Bluepenny", "Bluepenny Payments"),
        ("Oy", "Ab"),
    ],
)
def test_other_companies_stay_other_companies(one, other):
    assert by_name(one, other) is None


def test_a_brand_is_the_company_behind_it():
    assert by_name("Kite (Mailkite SAS)", "Mailkite SAS") == "brand"
    assert by_name("Kite (Mailkite SAS)", "Kite") == "brand"
    assert reason(entry("Kite", legal_entity="Mailkite SAS"), entry("Mailkite")) == "brand"


def test_one_brand_of_two_legal_entities_is_two_companies():
    assert by_name("Kite (Mailkite SAS)", "Kite (Otherkite Ltd)") is None
    one, other = (entry("Kite", legal_entity=legal) for legal in ("Mailkite SAS", "Otherkite Ltd"))
    assert reason(one, other) is None


def test_two_brands_of_one_legal_entity_are_one_company():
    assert by_name("Kite (Mailkite SAS)", "Owl (Mailkite SAS)") == "name"


def test_a_former_name_leads_to_the_name_of_today():
    assert by_name("Kite (formerly Mailowl Ltd)", "Mailowl Ltd") == "former-name"
    assert by_name("Kite, formerly known as Mailowl", "Mailowl") == "former-name"
    assert by_name("Kite (formerly Mailowl)", "Kite") == "name"


def test_a_shared_number_outweighs_two_names():
    found = same_company(entry("Kite", "2431560-5", "Y-tunnus"), entry("Owl", "FI24315605"))
    assert (found.reason, found.shared) == ("identifier", "FI:24315605")


def test_a_name_that_is_nothing_but_a_legal_form_is_kept():
    assert party_name("AB").stem == "ab"


def test_names_in_other_scripts_are_compared_as_they_are():
    assert by_name("株式会社アクメ", "株式会社アクメ") == "name"
    assert by_name("Яндекс", "Акме") is None


def test_names_alone_can_be_compared():
    assert identity(party_from_name("Acme"), party_from_name("ACME Ltd")).reason == "name"
