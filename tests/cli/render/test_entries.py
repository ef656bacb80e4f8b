from __future__ import annotations

from ketju.cli.render.entries import company, entries_table, outside_eea, period, remarks, where
from ketju.cli.render.style import Style
from ketju.cli.render.table import Band
from ketju.core.model.date import PartialDate
from ketju.core.model.register import Condition, Entry, Identifier, Place, Scope, Transfer, Words
from ketju.text.render import phrasebook

ENGLISH = phrasebook("en")
FINNISH = phrasebook("fi")


def entry(name: str = "Acme", **values: object) -> Entry:
    return Entry("acme", name, **values)  # type: ignore[arg-type]


def test_a_company_is_shown_with_its_legal_entity_and_numbers() -> None:
    found = entry(
        legal_entity="Acme Hosting Oy",
        identifiers=(
            Identifier("9100001-3", valid=True),
            Identifier("9100001-4", valid=False),
            Identifier("?"),
        ),
        address="Street 1",
    )

    assert company(found, ENGLISH, Style()).split("\n") == [
        "Acme",
        "Acme Hosting Oy",
        "9100001-3✓",
        "9100001-4✗ (check the number)",
        "?",
        "Street 1",
    ]


def test_places_are_codes_and_cities_and_what_was_inferred_has_an_arrow() -> None:
    places = (Place("FI"), Place("EU"), Place("DE", city="Frankfurt", inferred=True), Place("SE", "backup"))

    assert where(entry(places=places), ENGLISH) == "FI, EU\nFrankfurt → DE\nSE (backup)"


def test_places_that_were_not_understood_are_shown_as_printed() -> None:
    assert where(entry(places_printed="near you"), ENGLISH) == "“near you”"
    assert where(entry(), ENGLISH) == ""


def test_what_the_list_says_and_what_its_places_say_is_told_apart() -> None:
    assert outside_eea(True, True, ENGLISH) == "yes"
    assert outside_eea(False, True, ENGLISH) == "list: no\nplaces: yes"
    assert outside_eea(None, False, FINNISH) == "paikat: ei"
    assert outside_eea(True, None, ENGLISH) == "list: yes"
    assert outside_eea(None, None, ENGLISH) == ""


def test_a_period_has_no_more_precision_than_is_known() -> None:
    assert period(entry(since=PartialDate(2015)), ENGLISH) == "2015"
    assert (
        period(entry(since=PartialDate(2015), until=PartialDate(2021, 12, 31)), ENGLISH)
        == "2015 –\n2021-12-31"
    )
    assert period(entry(until=PartialDate(2021, 5)), ENGLISH) == "until 2021-05"


def test_remarks_say_what_else_matters() -> None:
    found = entry(
        role="controller",
        condition=Condition(Words((("en", "Dedicated servers"),)), "contract", "dedicated"),
        transfer=Transfer("SCCs", ("SCC",)),
        varies_by_customer=True,
        access="none",
        placeholders=("identifiers",),
        mentions=("Other Ltd",),
        links=("https://acme.example/privacy",),
    )

    assert remarks(found, ENGLISH) == [
        "Acts as controller",
        "Only by contract: “Dedicated servers”",
        "Transfer: standard contractual clauses",
        "Varies by customer",
        "No direct access to data",
        "Not filled in: number",
        "Mentions Other Ltd",
        "acme.example/privacy",
    ]


def test_entries_stand_under_the_headings_of_the_list() -> None:
    entries = [entry(name, applies_to=Scope(sections=("EU", "Mail"))) for name in ("A", "B", "C", "D")]
    table = entries_table(entries, [None] * 4, ENGLISH, Style())

    assert table.headers == ("Company",)
    assert table.rows == (Band("EU › Mail"), ("A",), ("B",), ("C",), ("D",))


def test_headings_that_change_with_every_entry_are_a_column() -> None:
    entries = [entry(name, applies_to=Scope(sections=(f"Product {name}",))) for name in "ABCDE"]
    table = entries_table(entries, [None] * 5, ENGLISH, Style())

    assert table.headers == ("Company", "Applies to")
    assert table.rows[0] == ("A", "Product A")


def test_other_languages_are_marked() -> None:
    found = entry(purpose=Words((("fi", "Laskutus"), ("en", "Invoicing"))))

    assert entries_table([found], [None], ENGLISH, Style()).rows == (("Acme", "Laskutus\n[en] Invoicing"),)
