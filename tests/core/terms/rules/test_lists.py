"""Expected values: X-17, X-18, X-21, X-24 and X-25 of requirements 8."""

from datetime import date

import pytest

from ketju.core.model.date import partial_date_from_iso
from ketju.core.model.register import Contact, DataCategory, Entry, Identifier, Register, Transfer
from ketju.core.terms.checking import check_terms
from ketju.core.terms.resolution import Stack
from tests.core.terms.making import DAY, agreement, seen

VERSION = date(2023, 10, 1)


def since(name, day, **more):
    return Entry(name.lower(), name, since=partial_date_from_iso(day), **more)


def beside(entries, *firsts):
    layers = tuple(agreement({}, first=first) for first in firsts)
    found = check_terms(Stack(DAY, layers), [Register(entries=tuple(entries))])
    return [one for one in found if one.rule.id == "X-17"]


#


def test_a_list_with_newer_entries_than_the_version_is_seen():
    entries = [since("Alpha", "2020-01-01"), since("Beta", "2024-12-01"), since("Gamma", "2023-10-02")]
    (one,) = beside(entries, VERSION)
    assert one.level == "info"
    assert one.seen.params == {"version": "2023-10-01", "count": "2", "name": "Beta"}
    assert one.seen.entry == "Beta"
    assert one.seen.parameters == () and one.statement is None and one.source is None


@pytest.mark.parametrize("day", ["2023-10-01", "2023-10", "2023", "2020-05-05"])
def test_entries_that_may_be_as_old_as_the_version_are_not(day):
    assert beside([since("Alpha", day), Entry("b", "Beta")], VERSION) == []


@pytest.mark.parametrize("day", ["2023-10-02", "2023-11", "2024"])
def test_entries_that_are_newer_whatever_the_day_are(day):
    assert len(beside([since("Alpha", day)], VERSION)) == 1


def test_the_oldest_document_counts_and_one_without_a_day_does_not():
    entries = [since("Alpha", "2024-01-01")]
    assert len(beside(entries, date(2025, 1, 1), VERSION, None)) == 1
    assert beside(entries, date(2025, 1, 1)) == []
    assert beside(entries, None) == []
    assert beside(entries) == []


def test_what_has_ended_does_not_count():
    assert beside([since("Alpha", "2024-01-01", until=partial_date_from_iso("2026-01"))], VERSION) == []


#


def company(name, *numbers, **more):
    found = tuple(Identifier(value, value=value, country=country) for country, value in numbers)
    return Entry(name.lower(), name, identifiers=found, **more)


FI = ("FI", "2900412-8")
DE = ("DE", "DE812871812")


def numbers(*entries):
    return seen("X-18", registers=[Register(entries=entries)])


def test_a_company_with_numbers_of_two_countries_is_seen():
    (one,) = numbers(company("Example GmbH", FI, DE))
    assert one.level == "warning"
    assert one.seen.params == {"name": "Example GmbH", "numbers": "2900412-8, DE812871812"}
    assert one.seen.entry == "Example GmbH"


def test_two_lists_with_a_number_each_are_seen_together():
    first = Register(entries=(company("Example GmbH", FI),))
    second = Register(entries=(company("Hosting", DE, legal_entity="Example  GmbH"),))
    (one,) = seen("X-18", registers=[first, second])
    assert one.seen.params["name"] == "Example GmbH"


@pytest.mark.parametrize(
    "entries",
    [
        [company("Example GmbH", FI)],
        [company("Example GmbH", FI, ("FI", "FI29004128"))],
        [company("Example GmbH", FI), company("Beispiel GmbH", DE)],
        [company("Example GmbH", FI, ("", "529900T8BM49AURSDO55"))],
        [company("Example GmbH", FI), company("Example GmbH", DE, until=partial_date_from_iso("2026"))],
        [
            company("Example", FI, legal_entity="Example Oy"),
            company("Example", DE, legal_entity="Example GmbH"),
        ],
    ],
)
def test_one_country_or_two_companies_are_right(entries):
    assert numbers(*entries) == []


#


@pytest.mark.parametrize("tlp", ["TLP:CLEAR", "TLP:WHITE"])
def test_a_public_list_is_told_to_keep_contacts_apart(tlp):
    entries = (Entry("a", "Alpha", contact=Contact("Example Person")),)
    (one,) = seen("X-21", registers=[Register(tlp=tlp, entries=entries)])
    assert (one.level, one.seen.variant, one.seen.params) == ("info", "", {"count": "0"})


def test_processors_without_contacts_are_counted():
    entries = (
        Entry("a", "Alpha", contact=Contact("Example Person")),
        Entry("b", "Beta"),
        Entry("c", "Gamma"),
        Entry("d", "Delta", role="controller"),
    )
    (one,) = seen("X-21", registers=[Register(tlp="TLP:CLEAR", entries=entries)])
    assert (one.seen.variant, one.seen.params) == ("missing", {"count": "2"})


@pytest.mark.parametrize("tlp", ["", "TLP:AMBER", "TLP:GREEN"])
def test_a_list_that_not_everybody_may_see_is_right(tlp):
    assert seen("X-21", registers=[Register(tlp=tlp, entries=(Entry("a", "Alpha"),))]) == []
    assert seen("X-21") == []


#


def with_transfer(transfer):
    return seen("X-24", registers=[Register(entries=(Entry("a", "Alpha", transfer=transfer),))])


@pytest.mark.parametrize("articles", [("46",), ("46(2)(c)",), ("45", "46(1)")])
def test_an_article_that_says_no_tool_is_seen(articles):
    (one,) = with_transfer(Transfer("artikel 46", articles=articles))
    assert one.level == "warning"
    assert one.seen.params == {"name": "Alpha"} and one.seen.entry == "Alpha"


def test_a_list_that_is_read_says_an_article_and_no_tool():
    (one,) = with_transfer(Transfer("Artikel 46", tools=("ARTICLE_46",), articles=("46",)))
    assert one.seen.entry == "Alpha"


@pytest.mark.parametrize(
    "transfer",
    [
        None,
        Transfer("none"),
        Transfer("Art. 45", articles=("45",)),
        Transfer("SCC, Art. 46", tools=("SCC",), articles=("46",)),
        Transfer("SCC", tools=("SCC",)),
        Transfer("SCC, appropriate safeguards", tools=("ARTICLE_46", "SCC"), articles=("46",)),
    ],
)
def test_a_tool_or_another_article_is_right(transfer):
    assert with_transfer(transfer) == []


#


def with_data(*terms, **more):
    entry = Entry("a", "Alpha", data=tuple(DataCategory("printed", one) for one in terms), **more)
    return seen("X-25", registers=[Register(entries=(entry,))])


def test_a_personal_number_is_seen_once():
    (one,) = with_data(("Name",), ("Name", "OfficialID"), ("OfficialID",))
    assert one.level == "info"
    assert one.seen.params == {"name": "Alpha"} and one.seen.entry == "Alpha"


def test_other_data_are_right():
    assert with_data() == []
    assert with_data(("Name",), ("EmailAddress",)) == []
    assert with_data(("OfficialID",), until=partial_date_from_iso("2026-12-31")) == []
