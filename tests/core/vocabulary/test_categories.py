"""Categories of data and purposes → terms of the Data Privacy Vocabulary."""

from __future__ import annotations

import pytest

from ketju.core.vocabulary.categories import data_terms, purpose_terms, split_enumeration


@pytest.mark.parametrize(
    ("printed", "term"),
    [
        ("e-mail address", "EmailAddress"),
        ("sähköpostiosoite", "EmailAddress"),
        ("e-postadress", "EmailAddress"),
        ("E-Mail-Adresse", "EmailAddress"),
        ("adresse e-mail", "EmailAddress"),
        ("adres e-mail", "EmailAddress"),
        ("phone number", "TelephoneNumber"),
        ("puhelinnumero", "TelephoneNumber"),
        ("telefonnummer", "TelephoneNumber"),
        ("IP address", "IPAddress"),
        ("IP-osoite", "IPAddress"),
        ("adresse IP", "IPAddress"),
        ("name", "Name"),
        ("nimi", "Name"),
        ("nom", "Name"),
        ("Name", "Name"),
        ("passwords", "Password"),
        ("cookies", "Tracking"),
        ("personnummer", "OfficialID"),
    ],
)
def test_a_category_has_its_term(printed: str, term: str) -> None:
    assert term in data_terms(printed)


@pytest.mark.parametrize("text", ["", "Zubrowel", "Finland", "2021", "not applicable"])
def test_what_is_no_category_has_no_term(text: str) -> None:
    assert data_terms(text) == ()


def test_terms_come_in_order_and_each_once() -> None:
    found = data_terms("phone number, e-mail address, phone")
    assert found == ("TelephoneNumber", "EmailAddress")


def test_a_purpose_has_a_term_and_nonsense_has_none() -> None:
    assert purpose_terms("Customer support") != ()
    assert purpose_terms("Zubrowel") == ()


@pytest.mark.parametrize(
    ("printed", "items"),
    [
        ("names, e-mail", ["names", "e-mail"]),
        ("names; e-mail", ["names", "e-mail"]),
        ("names\ne-mail", ["names", "e-mail"]),
        ("• names • e-mail", ["names", "e-mail"]),
        ("names (first, last), e-mail", ["names (first, last)", "e-mail"]),
        ("a [b; c], d", ["a [b; c]", "d"]),
        (" names , , ", ["names"]),
        ("names", ["names"]),
        ("", []),
        (", ;", []),
    ],
)
def test_an_enumeration_is_split_outside_brackets(printed: str, items: list[str]) -> None:
    assert split_enumeration(printed) == items
