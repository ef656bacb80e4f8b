"""Legal forms, and brands beside legal entities."""

from __future__ import annotations

import pytest

from ketju.core.vocabulary.companies import CompanyName, company_name, has_legal_form, legal_forms


@pytest.mark.parametrize(
    ("form", "country"),
    [
        ("Oy", "FI"),
        ("Oyj", "FI"),
        ("Ab", "FI"),
        ("AB", "SE"),
        ("Aktiebolag", "SE"),
        ("ApS", "DK"),
        ("A/S", "DK"),
        ("AS", "NO"),
        ("ehf.", "IS"),
        ("GmbH", "DE"),
        ("GmbH & Co. KG", "DE"),
        ("UG (haftungsbeschränkt)", "DE"),
        ("AG", "CH"),
        ("B.V.", "NL"),
        ("BV", "BE"),
        ("SAS", "FR"),
        ("SARL", "FR"),
        ("S.r.l.", "IT"),
        ("S.p.A.", "IT"),
        ("S.L.", "ES"),
        ("Lda.", "PT"),
        ("Sp. z o.o.", "PL"),
        ("s.r.o.", "CZ"),
        ("s.r.o.", "SK"),
        ("d.o.o.", "SI"),
        ("d.o.o.", "HR"),
        ("Kft.", "HU"),
        ("OÜ", "EE"),
        ("SIA", "LV"),
        ("UAB", "LT"),
        ("ЕООД", "BG"),
        ("S.R.L.", "RO"),
        ("Ltd", "GB"),
        ("Limited", "IE"),
        ("plc", "GB"),
        ("Inc.", "US"),
        ("LLC", "US"),
        ("Α.Ε.", "GR"),
    ],
)
def test_a_form_is_known_with_its_country(form: str, country: str) -> None:
    for name in (f"Mosskabel {form}", f"{form} Mosskabel", f"Mosskabel, {form}"):
        assert has_legal_form(name), name
        assert any(country in found.countries for found in legal_forms(name)), name


@pytest.mark.parametrize(
    "text",
    [
        "as an example",
        "to be used as hosting",
        "Slack",
        "E-mail",
        "se below",
        "spa treatment",
        "names and addresses",
        "ab 2021",
        "Oy",
        "GmbH",
        "",
        "sa mesure",
        "inclusive",
        "co-operation",
    ],
)
def test_words_that_look_like_a_form_are_none(text: str) -> None:
    assert not has_legal_form(text)


@pytest.mark.parametrize(
    ("printed", "legal_entity", "brand"),
    [
        ("Postfern (Fernpost Ltd)", "Fernpost Ltd", "Postfern"),
        ("Fernpost Ltd (Postfern)", "Fernpost Ltd", "Postfern"),
        ("Postfern / Fernpost Ltd", "Fernpost Ltd", "Postfern"),
        ("Fernpost Ltd d/b/a Postfern", "Fernpost Ltd", "Postfern"),
        ("Postfern\nFernpost Ltd", "Fernpost Ltd", "Postfern"),
        ("Fernpost Ltd", "", ""),
        ("Postfern (mail)", "", ""),
        ("Postfern", "", ""),
    ],
)
def test_a_name_is_taken_apart_only_where_both_are_printed(
    printed: str, legal_entity: str, brand: str
) -> None:
    found = company_name(printed)
    assert (found.legal_entity, found.brand) == (legal_entity, brand)


def test_white_space_in_a_name_is_folded() -> None:
    assert company_name("  Fernpost \n Ltd ").name == "Fernpost Ltd"
    assert company_name("") == CompanyName("")


def test_forms_stand_where_they_are_printed() -> None:
    text = "Mosskabel GmbH & Co. KG and Fernpost Ltd"
    assert [text[form.start : form.end] for form in legal_forms(text)] == ["GmbH & Co. KG", "Ltd"]


def test_a_form_that_the_law_of_several_countries_knows_names_them_all() -> None:
    (form,) = legal_forms("Mosskabel d.o.o.")
    assert {"HR", "SI", "RS"} <= set(form.countries)
