"""Expected values: X-4 to X-8 of requirements 8; GDPR Art. 28(2) and (4)."""

import pytest

from ketju.core.model.date import partial_date_from_iso
from ketju.core.model.register import DataCategory, Entry, Register
from tests.core.terms.making import seen

CLOSED = {"sub_processors.access": "none"}


def listed(**more):
    return Register(entries=(Entry("mail", "Example Mail", **more),))


#


@pytest.mark.parametrize(
    "entry",
    [
        {"access": "content"},
        {"data": (DataCategory("e-mails", ("EmailContent",)),)},
        {"data": (DataCategory("names", ("Name",)), DataCategory("chats", ("Name", "Communication")))},
        {"data": (DataCategory("calls", ("VoiceCommunicationRecording",)),), "access": "metadata"},
    ],
)
def test_a_sub_processor_that_reaches_content_is_seen(entry):
    (one,) = seen("X-4", CLOSED, [listed(**entry)])
    assert one.level == "warning"
    assert one.seen.entry == "Example Mail" and one.seen.params == {"name": "Example Mail"}
    assert one.seen.parameters == ("sub_processors.access",)


@pytest.mark.parametrize(
    ("terms", "entry"),
    [
        ({}, {"access": "content"}),
        ({"sub_processors.access": "content"}, {"access": "content"}),
        ({"sub_processors.access": "metadata"}, {"access": "content"}),
        (CLOSED, {"access": "metadata"}),
        (CLOSED, {"access": "none"}),
        (CLOSED, {"data": (DataCategory("names", ("Name",)),)}),
        (CLOSED, {"access": "content", "role": "controller"}),
        (CLOSED, {"access": "content", "until": partial_date_from_iso("2027-01-14")}),
        (CLOSED, {"access": "content", "until": partial_date_from_iso("2026")}),
    ],
)
def test_others_are_not_seen(terms, entry):
    assert seen("X-4", terms, [listed(**entry)]) == []


@pytest.mark.parametrize("until", ["2027-01-15", "2027-01", "2027"])
def test_an_entry_is_there_until_the_last_day_it_may_mean(until):
    assert seen("X-4", CLOSED, [listed(access="content", until=partial_date_from_iso(until))])


INVOICING = {**CLOSED, "sub_processors.access_exceptions": ["invoicing"]}


def test_who_writes_the_invoices_may_reach_content_where_that_is_excepted():
    """004:154: "An exception to this is the entity used by the Processor to carry out the invoicing." """
    invoicing = listed(access="content", purpose_read=("PaymentManagement",))
    assert seen("X-4", INVOICING, [invoicing]) == []
    assert seen("X-4", CLOSED, [invoicing])


@pytest.mark.parametrize("purposes", [(), ("PaymentManagement", "Marketing"), ("CustomerSupport",)])
def test_who_does_other_things_is_not_excepted(purposes):
    assert seen("X-4", INVOICING, [listed(access="content", purpose_read=purposes)])


def test_every_list_and_every_entry_is_looked_at():
    both = Register(
        entries=(
            Entry("a", "Alpha", access="content"),
            Entry("b", "Beta"),
            Entry("c", "Gamma", access="content"),
        )
    )
    found = seen("X-4", CLOSED, [both, listed(access="content")])
    assert [one.seen.entry for one in found] == ["Alpha", "Gamma", "Example Mail"]


#


@pytest.mark.parametrize("given", ["none", "on-consent"])
def test_less_than_full_liability_is_seen(given):
    (one,) = seen("X-5", {"sub_processors.liability": given})
    assert one.level == "error" and one.seen.parameters == ("sub_processors.liability",)


@pytest.mark.parametrize("terms", [{}, {"sub_processors.liability": "full"}])
def test_full_liability_is_right(terms):
    assert seen("X-5", terms) == []


#


def of_x6(terms, **more):
    return [(one.level, one.seen.variant, one.seen.parameters) for one in seen("X-6", terms, **more)]


NO_LENGTH = ("warning", "length", ("notice.length",))
NO_RIGHT = ("warning", "", ("objection.right",))


def test_a_missing_length_and_a_missing_right_are_seen():
    assert of_x6({}) == [NO_LENGTH, NO_RIGHT]
    assert of_x6({"notice.length": None}) == [NO_LENGTH, NO_RIGHT]
    assert of_x6({"notice.length": "30 days"}) == [NO_RIGHT]
    assert of_x6({"objection.right": "yes"}) == [NO_LENGTH]
    assert of_x6({"notice.length": "30 days", "objection.right": "yes"}) == []


def test_the_house_can_set_the_length():
    assert of_x6({"notice.length": None, "objection.right": "yes"}, house={"notice.length": "14 days"}) == []


#


@pytest.mark.parametrize("given", ["data-security", "data-protection"])
def test_limited_grounds_are_seen(given):
    (one,) = seen("X-7", {"objection.grounds": given})
    assert one.level == "warning" and one.seen.parameters == ("objection.grounds",)


@pytest.mark.parametrize("terms", [{}, {"objection.grounds": "any"}])
def test_any_grounds_are_right(terms):
    assert seen("X-7", terms) == []


#


@pytest.mark.parametrize(
    ("notice", "window"),
    [
        ("30 days", "30 days"),
        ("30 days", "31 days"),
        ("1 month", "30 days"),
        ("30 days", "2 months"),
        ("4 weeks", "28 days"),
    ],
)
def test_a_window_that_can_outlast_the_notice_is_seen(notice, window):
    (one,) = seen("X-8", {"notice.length": notice, "objection.window": window})
    assert one.level == "warning"
    assert one.seen.params == {"notice": notice, "window": window}
    assert one.seen.parameters == ("notice.length", "objection.window")


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"notice.length": "30 days"},
        {"objection.window": "30 days"},
        {"notice.length": "30 days", "objection.window": None},
        {"notice.length": "30 days", "objection.window": "29 days"},
        {"notice.length": "1 month", "objection.window": "2 weeks"},
        {"notice.length": "promptly", "objection.window": "30 days"},
        {"notice.length": "30 days", "objection.window": "promptly"},
    ],
)
def test_a_shorter_window_is_right(terms):
    assert seen("X-8", terms) == []
