"""Expected values: X-9 to X-11 of requirements 8 (004:91, 001:64 against 000)."""

import pytest

from ketju.core.model.date import partial_date_from_iso
from ketju.core.model.register import Entry, Place, Register, Words
from tests.core.terms.making import seen

FINLAND = {"residency.backup": ["FI"]}


def listed(**more):
    return Register(entries=(Entry("store", "Example Store", **more),))


def words(text, language="en"):
    return Words(((language, text),))


#


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"places": (Place("SE", "backup"),)}, "SE"),
        ({"places": (Place("SE", "backup"), Place("DE", "backup"), Place("FI", "backup"))}, "DE, SE"),
        ({"places": (Place("SE", "backup"), Place("US"))}, "SE"),
        ({"places": (Place("SE"), Place("FI")), "purpose": words("Backup of mail")}, "SE"),
        ({"places": (Place("SE", "storage"),), "function": words("Off-site back-ups")}, "SE"),
        ({"places": (Place("DE"),), "purpose": words("Varmuuskopioiden hallinta", "fi")}, "DE"),
        ({"places": (Place("DE"),), "purpose": words("SÄKERHETSKOPIOR", "sv")}, "DE"),
        ({"places": (Place("DE"),), "purpose": Words((("en", "Storage"), ("fi", "Varmuuskopiot")))}, "DE"),
    ],
)
def test_backups_elsewhere_are_seen(entry, found):
    (one,) = seen("X-9", FINLAND, [listed(**entry)])
    assert one.level == "error" and one.seen.variant == ""
    assert one.seen.params == {"name": "Example Store", "found": found, "countries": "FI"}
    assert one.seen.entry == "Example Store"
    assert one.seen.parameters == ("residency.backup",)


@pytest.mark.parametrize(
    ("terms", "entry"),
    [
        (FINLAND, {}),
        (FINLAND, {"places": (Place("FI", "backup"),)}),
        (FINLAND, {"places": (Place("SE"),), "purpose": words("Storage of mail")}),
        (FINLAND, {"places": (Place("SE"), Place("FI", "backup")), "purpose": words("Backups")}),
        (FINLAND, {"places": (Place("FI"), Place("US", "seat")), "purpose": words("Backups")}),
        (FINLAND, {"places": (Place("FI"), Place("US", "remote access")), "purpose": words("Backups")}),
        ({"residency.backup": ["FI", "SE"]}, {"places": (Place("SE", "backup"),)}),
        ({}, {"places": (Place("SE", "backup"),)}),
        ({"residency.backup": None}, {"places": (Place("SE", "backup"),)}),
        ({"residency.choice": "yes"}, {"places": (Place("SE", "backup"),)}),
        (FINLAND, {"places": (Place("SE", "backup"),), "until": partial_date_from_iso("2026-12")}),
    ],
)
def test_backups_where_they_may_be_are_right(terms, entry):
    assert seen("X-9", terms, [listed(**entry)]) == []


BOTH = {"residency.backup": ["FI", "SE"], "residency.choice": "yes"}


def test_where_nothing_shows_where_backups_are_somebody_has_to_look():
    """The customer chooses the country of its data, and its backups are always in some country."""
    (one,) = seen("X-9", BOTH)
    assert one.level == "info" and one.seen.variant == "check"
    assert one.seen.params == {"countries": "FI, SE"}
    assert one.seen.parameters == ("residency.backup", "residency.choice")


def test_what_is_seen_elsewhere_needs_no_second_look():
    (one,) = seen("X-9", BOTH, [listed(places=(Place("DE", "backup"),))])
    assert one.seen.variant == "" and one.seen.params["countries"] == "FI, SE"


def test_without_a_choice_there_is_nothing_to_look_at():
    assert seen("X-9", {**FINLAND, "residency.choice": "no"}) == []


#


def test_two_rules_for_transfers_are_two_activities():
    terms = {
        "own_register.transfers": "on-request-or-customer-outside",
        "transfers.outside": "with-safeguards",
    }
    (one,) = seen("X-10", terms)
    assert one.level == "info"
    assert one.seen.parameters == ("own_register.transfers", "transfers.outside")


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"own_register.transfers": "never"},
        {"transfers.outside": "never"},
        {"own_register.transfers": "never", "transfers.outside": "never"},
    ],
)
def test_one_rule_for_transfers_is_right(terms):
    assert seen("X-10", terms) == []


def test_a_rule_below_the_law_is_compared_as_it_was_agreed():
    assert seen("X-10", {"own_register.transfers": "free", "transfers.outside": "free"}) == []


#

FEW = {"own_register.disclosed_for": ["accounting", "invoicing", "collection"]}


@pytest.mark.parametrize(
    "use",
    [
        "Marketing",
        "DirectMarketing",
        "Advertising",
        "TargetedAdvertising",
        "ServiceUsageAnalytics",
        "CustomerRelationshipManagement",
        "PersonnelHiring",
    ],
)
def test_a_company_for_another_use_is_seen(use):
    (one,) = seen("X-11", FEW, [listed(purpose_read=("PaymentManagement", use))])
    assert one.level == "warning"
    assert one.seen.params == {"name": "Example Store", "uses": use}
    assert one.seen.entry == "Example Store"
    assert one.seen.parameters == ("own_register.disclosed_for",)


def test_uses_are_named_in_order():
    (one,) = seen("X-11", FEW, [listed(purpose_read=("PersonnelHiring", "Advertising"))])
    assert one.seen.params["uses"] == "Advertising, PersonnelHiring"


@pytest.mark.parametrize(
    ("terms", "purposes"),
    [
        (FEW, ("PaymentManagement",)),
        (FEW, ()),
        ({}, ("Marketing",)),
        ({"own_register.disclosed_for": []}, ("Marketing",)),
        ({"own_register.disclosed_for": ["invoicing", "marketing"]}, ("Marketing",)),
    ],
)
def test_the_uses_that_were_agreed_are_right(terms, purposes):
    assert seen("X-11", terms, [listed(purpose_read=purposes)]) == []
