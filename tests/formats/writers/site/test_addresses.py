"""Pages of companies keep their addresses, whatever their entries are called and in which order they stand."""

from __future__ import annotations

from dataclasses import replace

from ketju.core.model.register import Entry, Identifier
from ketju.core.register.companies import grouped_by_company
from ketju.formats.writers.site.addresses import company_names
from tests.formats.writers.site.pages import site
from tests.formats.writers.site.test_history import HOST, MAIL, published, register

ACME = Entry("one", "Acme", legal_entity="Acme Hosting GmbH")


def names(*entries: Entry) -> dict[str, str]:
    companies = grouped_by_company(entries)
    return {
        entry.id: name
        for name, company in zip(company_names(companies), companies, strict=True)
        for entry in company
    }


def test_a_page_is_called_after_the_legal_entity() -> None:
    assert names(ACME, HOST) == {"one": "acme-hosting-gmbh", "quillon": "quillon-gmbh"}


def test_neither_ids_nor_order_nor_more_entries_change_an_address() -> None:
    more = replace(ACME, id="zwei", service="Backups")

    assert names(HOST, more, ACME)["one"] == names(replace(ACME, id="a"), HOST)["a"] == "acme-hosting-gmbh"


def test_companies_of_one_name_are_told_apart_by_their_numbers() -> None:
    one = Entry("a", "Acme GmbH", identifiers=(Identifier("DE136695976"),))
    other = Entry("b", "ACME, GmbH", identifiers=(Identifier("DE115235681"),))

    assert company_names([[one], [other]]) == ("acme-gmbh-de136695976", "acme-gmbh-de115235681")
    assert company_names([[one]]) == ("acme-gmbh",)


def test_companies_of_one_name_without_numbers_are_numbered_by_their_ids() -> None:
    apart = [[Entry("b", "Acme")], [Entry("a", "Acme")]]

    assert company_names(apart) == ("acme-2", "acme")
    assert company_names(apart[::-1]) == ("acme", "acme-2")


def test_a_page_that_has_moved_leads_to_the_new_one() -> None:
    renamed = replace(MAIL, name="Fernpost Messaging Ltd")
    files = site(published(register(MAIL, HOST), register(renamed, HOST)))

    assert b"url=fernpost-messaging-ltd.html" in files["en/companies/fernpost-ltd.html"]
    assert b"<h1>Fernpost Messaging Ltd</h1>" in files["en/companies/fernpost-messaging-ltd.html"]


def test_a_page_that_has_not_moved_leads_nowhere() -> None:
    files = site(published(register(MAIL, HOST), register(MAIL)))

    assert [path for path in files if path.startswith("en/companies/")] == ["en/companies/fernpost-ltd.html"]
