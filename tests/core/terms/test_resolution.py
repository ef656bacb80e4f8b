"""Expected values: the rules of the issue and of requirements D-13, D-16, D-22, D-45, X-1, X-22.

The law is below everything and the least where it is a floor; an agreement stands on it; the house speaks only where
the agreement has no figure; what a customer signed besides stands above all.
"""

from datetime import date

import pytest

from ketju.core.periods.lengths import Length, OpenLength
from ketju.core.problems.terms import AgreementMissing, AgreementsSeveral, CustomerUnknown
from ketju.core.terms.layers import Acceptance
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Stack, ranking, resolve, resolve_all, stack_for
from tests.core.terms.making import DAY, agreement, customer, holds, policy, said, stack

BEFORE_THE_GDPR = date(2018, 5, 24)
GDPR = date(2018, 5, 25)
FAST = OpenLength("undue-delay")


def days(number):
    return Length("days", number)


def told(found):
    """Each step: its layer and what became of it."""
    return [(step.layer, step.why) for step in found.steps]


def outcome(found):
    return found.state, found.value, found.layer


# the law


def test_without_any_agreement_the_law_holds():
    found = holds("objection.right")
    assert outcome(found) == ("set", True, "statute")
    assert told(found) == [("statute", "statute")]
    assert found.source is None and found.statement is None
    assert not found.is_below_floor


def test_before_the_gdpr_applied_it_gave_nothing():
    found = holds("objection.right", on=BEFORE_THE_GDPR)
    assert outcome(found) == ("unset", None, None)
    assert found.steps == ()
    assert outcome(holds("objection.right", on=GDPR)) == ("set", True, "statute")


def test_what_the_law_does_not_give_and_nobody_says_is_unset():
    found = holds("notice.length")
    assert outcome(found) == ("unset", None, None)
    assert found.steps == ()


# the agreement


def test_an_agreement_stands_on_the_law():
    found = holds("objection.right", {"objection.right": "yes"})
    assert outcome(found) == ("set", True, "agreement")
    assert told(found) == [("statute", "statute"), ("agreement", "agreement")]
    assert found.source.id == "example-dpa"
    assert found.statement.value is True


def test_an_agreement_below_the_floor_is_kept_as_signed_and_the_floor_holds():
    found = holds("objection.right", {"objection.right": [said("objection.right", "no", "§ 12")]})
    assert outcome(found) == ("set", True, "statute")
    assert found.signed is False and found.is_below_floor
    assert found.statement.clause == "§ 12" and found.source.id == "example-dpa"
    assert told(found) == [("statute", "statute"), ("agreement", "below-floor")]
    assert found.steps[1].value is False


def test_before_the_gdpr_an_agreement_is_below_nothing():
    found = holds("objection.right", {"objection.right": "no"}, on=BEFORE_THE_GDPR)
    assert outcome(found) == ("set", False, "agreement")
    assert not found.is_below_floor


def test_what_the_law_gives_without_insisting_can_be_agreed_away():
    found = holds("breach.in_parts", {"breach.in_parts": "no"})
    assert outcome(found) == ("set", False, "agreement")


def test_lists_get_what_the_law_asks_for_besides():
    found = holds("end.retained", {"end.retained": ["law", "claims"]})
    assert outcome(found) == ("set", ("law",), "statute")
    assert found.signed == ("law", "claims")


def test_72_hours_do_not_stand_in_for_without_undue_delay():
    found = holds("breach.notice", {"breach.notice": "72 hours"})
    assert outcome(found) == ("set", FAST, "statute")
    assert found.signed == Length("hours", 72)


def test_open_is_unset_and_is_told():
    found = holds("notice.length", {"notice.length": None})
    assert outcome(found) == ("unset", None, None)
    assert told(found) == [("agreement", "open")]
    assert found.steps[0].statement.parameter == "notice.length"


def test_a_value_beside_an_open_one_stands():
    found = holds(
        "notice.length", {"notice.length": [said("notice.length", None), said("notice.length", "10 days")]}
    )
    assert outcome(found) == ("set", days(10), "agreement")
    assert told(found) == [("agreement", "open"), ("agreement", "agreement")]


def test_other_parameters_are_not_mixed_in():
    found = holds("notice.length", {"objection.window": "10 days"})
    assert found.state == "unset" and found.steps == ()


# days


@pytest.mark.parametrize(
    ("on", "is_held"),
    [
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_a_statement_holds_from_its_first_to_its_last_day(on, is_held):
    one = said("notice.length", "10 days", first=date(2027, 1, 1), last=date(2027, 3, 31))
    found = holds("notice.length", {"notice.length": [one]}, on=on)
    assert found.value == (days(10) if is_held else None)
    assert told(found) == [("agreement", "agreement" if is_held else "not-now")]
    assert found.steps[0].value == days(10)


def test_a_deviation_holds_from_the_day_it_was_signed():
    own = {"notice.length": [said("notice.length", "60 days", signed=date(2027, 1, 10))]}
    before = holds("notice.length", {"notice.length": "30 days"}, own=own, on=date(2027, 1, 9))
    assert outcome(before) == ("set", days(30), "agreement")
    after = holds("notice.length", {"notice.length": "30 days"}, own=own, on=date(2027, 1, 10))
    assert outcome(after) == ("set", days(60), "customer")


def test_a_deviation_can_be_signed_for_a_day_before():
    one = said("notice.length", "60 days", signed=date(2027, 1, 10), first=date(2027, 1, 1))
    assert holds("notice.length", own={"notice.length": [one]}, on=date(2027, 1, 2)).value == days(60)


# contradictions


TWO = {"notice.length": [said("notice.length", "10 days", "§ 1"), said("notice.length", "20 days", "§ 2")]}


def test_two_values_in_one_document_are_contradictory_and_neither_holds():
    found = holds("notice.length", TWO)
    assert outcome(found) == ("contradictory", None, None)
    assert told(found) == [("agreement", "contradictory")] * 2
    assert found.statement is None and found.source is None and found.signed is None


def test_where_the_law_has_a_floor_it_holds_in_the_place_of_a_contradiction():
    two = {"breach.told": [said("breach.told", "risk"), said("breach.told", "all")]}
    assert outcome(holds("breach.told", two)) == ("contradictory", "all", "statute")


def test_before_the_gdpr_no_floor_holds_in_the_place_of_a_contradiction():
    two = [said("breach.told", "risk"), said("breach.told", "high-risk")]
    found = holds("breach.told", {"breach.told": "all"}, own={"breach.told": two}, on=BEFORE_THE_GDPR)
    assert outcome(found) == ("contradictory", None, None)


def test_where_the_law_does_not_insist_nothing_holds_in_the_place_of_a_contradiction():
    two = {"breach.in_parts": [said("breach.in_parts", "yes"), said("breach.in_parts", "no")]}
    assert outcome(holds("breach.in_parts", two)) == ("contradictory", None, None)


def test_the_same_value_twice_is_no_contradiction():
    same = {"notice.length": [said("notice.length", "10 days", "§ 1"), said("notice.length", "P10D", "§ 2")]}
    found = holds("notice.length", same)
    assert outcome(found) == ("set", days(10), "agreement")
    assert found.statement.clause == "§ 1"


def test_two_values_of_different_times_are_no_contradiction():
    one = said("notice.length", "10 days", last=date(2026, 12, 31))
    two = said("notice.length", "20 days", first=date(2027, 1, 1))
    found = holds("notice.length", {"notice.length": [one, two]})
    assert outcome(found) == ("set", days(20), "agreement")
    assert told(found) == [("agreement", "not-now"), ("agreement", "agreement")]


# documents (D-13)


def documents(main, appendix, **more):
    first = agreement({"notice.length": main, **more}, rank="main-agreement")
    second = agreement({"notice.length": appendix}, rank="other-appendix")
    return Stack(DAY, (second, first))


def found_in(layers):
    return resolve(layers, parameters()["notice.length"])


def test_the_document_of_the_higher_rank_prevails():
    found = found_in(documents("30 days", "10 days"))
    assert outcome(found) == ("set", days(30), "agreement")
    assert found.source.rank == "main-agreement"
    assert told(found) == [("agreement", "agreement"), ("agreement", "lower-document")]
    assert [step.value for step in found.steps] == [days(30), days(10)]


def test_the_data_protection_appendix_prevails_where_nobody_says_otherwise():
    layers = [
        agreement({"notice.length": f"{number} days"}, rank=rank)
        for number, rank in enumerate(
            ("register-description", "other-appendix", "main-agreement", "data-protection"), 1
        )
    ]
    found = found_in(Stack(DAY, tuple(layers)))
    assert found.value == days(4)
    assert [step.value for step in found.steps] == [days(4), days(3), days(2), days(1)]


def test_a_document_may_say_which_prevails():
    layers = documents("30 days", "10 days", **{"precedence.first": "other-appendix"})
    assert found_in(layers).value == days(10)
    assert ranking(layers) == ("other-appendix", "data-protection", "main-agreement", "register-description")


def test_two_documents_that_say_different_things_of_precedence_are_not_heard():
    both = Stack(
        DAY,
        (
            agreement(
                {"notice.length": "30 days", "precedence.first": "main-agreement"}, rank="main-agreement"
            ),
            agreement(
                {"notice.length": "10 days", "precedence.first": "other-appendix"}, rank="other-appendix"
            ),
        ),
    )
    assert found_in(both).value == days(30)
    assert ranking(both)[0] == "data-protection"


@pytest.mark.parametrize("more", [{"last": date(2026, 12, 31)}, {"first": date(2027, 1, 16)}])
def test_precedence_of_another_time_or_left_open_is_not_heard(more):
    late = said("precedence.first", "other-appendix", **more)
    assert found_in(documents("30 days", "10 days", **{"precedence.first": [late]})).value == days(30)
    beside = [said("precedence.first", "other-appendix"), said("precedence.first", None)]
    assert found_in(documents("30 days", "10 days", **{"precedence.first": beside})).value == days(10)


def test_a_contradiction_in_the_document_that_prevails_is_not_healed_by_a_lower_one():
    layers = Stack(DAY, (agreement(TWO), agreement({"notice.length": "30 days"}, rank="main-agreement")))
    found = found_in(layers)
    assert found.state == "contradictory"
    assert told(found) == [("agreement", "contradictory")] * 2 + [("agreement", "lower-document")]


def test_a_contradiction_in_a_lower_document_does_no_harm():
    layers = Stack(DAY, (agreement({"notice.length": "30 days"}), agreement(TWO, rank="main-agreement")))
    assert outcome(found_in(layers)) == ("set", days(30), "agreement")


def test_a_document_that_leaves_it_open_lets_a_lower_one_speak():
    layers = Stack(
        DAY,
        (agreement({"notice.length": None}), agreement({"notice.length": "30 days"}, rank="main-agreement")),
    )
    assert outcome(found_in(layers)) == ("set", days(30), "agreement")


def test_two_documents_of_one_rank_can_contradict_each_other():
    layers = Stack(DAY, (agreement({"notice.length": "10 days"}), agreement({"notice.length": "20 days"})))
    assert found_in(layers).state == "contradictory"


# the house


def test_the_house_speaks_where_the_agreement_is_silent():
    found = holds("notice.length", {}, {"notice.length": "14 days"})
    assert outcome(found) == ("set", days(14), "policy")
    assert found.source.kind == "policy"


def test_the_house_speaks_where_the_agreement_leaves_it_open():
    found = holds("notice.length", {"notice.length": None}, {"notice.length": "14 days"})
    assert outcome(found) == ("set", days(14), "policy")
    assert told(found) == [("agreement", "open"), ("policy", "policy")]


def test_the_house_never_beats_a_figure_of_the_agreement():
    found = holds("notice.length", {"notice.length": "10 days"}, {"notice.length": "60 days"})
    assert outcome(found) == ("set", days(10), "agreement")
    assert told(found) == [("agreement", "agreement"), ("policy", "agreement-sets-it")]
    assert found.steps[1].value == days(60)


def test_the_house_may_put_a_figure_to_without_undue_delay():
    """§ 8 of spec 004 restores "without undue delay": without a figure nothing computes (X-22)."""
    found = holds(
        "security.restore", {"security.restore": "without undue delay"}, {"security.restore": "8 hours"}
    )
    assert outcome(found) == ("set", Length("hours", 8), "policy")
    assert told(found) == [("agreement", "no-figure"), ("policy", "policy")]
    assert found.steps[0].value == FAST


def test_the_house_cannot_put_a_figure_to_the_laws_without_undue_delay():
    found = holds("breach.notice", {"breach.notice": "without undue delay"}, {"breach.notice": "24 hours"})
    assert outcome(found) == ("set", FAST, "statute")
    assert found.signed == Length("hours", 24)
    assert told(found) == [("statute", "statute"), ("agreement", "no-figure"), ("policy", "below-floor")]


def test_the_house_does_not_heal_a_contradiction_of_the_agreement():
    found = holds("notice.length", TWO, {"notice.length": "60 days"})
    assert outcome(found) == ("contradictory", None, None)
    assert told(found)[-1] == ("policy", "agreement-sets-it")


def test_an_open_policy_takes_nothing():
    found = holds("security.restore", {"security.restore": "promptly"}, {"security.restore": None})
    assert outcome(found) == ("set", OpenLength("promptly"), "agreement")
    assert told(found) == [("agreement", "agreement"), ("policy", "open")]


def test_two_policies_that_differ_are_contradictory():
    found = holds("notice.length", {}, TWO)
    assert outcome(found) == ("contradictory", None, None)
    assert told(found) == [("policy", "contradictory")] * 2


def test_documents_say_nothing_of_the_order_of_policies():
    layers = Stack(
        DAY,
        (agreement({"precedence.first": "other-appendix"}),),
        (policy({"notice.length": "10 days"}), policy({"notice.length": "20 days"}, rank="other-appendix")),
    )
    assert found_in(layers).value == days(10)


def test_the_house_is_told_where_the_laws_own_value_is_replaced():
    found = holds("breach.in_parts", {}, {"breach.in_parts": "no"})
    assert told(found) == [("statute", "statute"), ("policy", "policy")]


# the customer


def test_a_deviation_stands_above_all():
    found = holds(
        "notice.length",
        {"notice.length": "30 days"},
        {"notice.length": "5 days"},
        {"notice.length": "60 days"},
    )
    assert outcome(found) == ("set", days(60), "customer")
    assert told(found) == [
        ("agreement", "outdone"),
        ("policy", "agreement-sets-it"),
        ("customer", "customer"),
    ]
    assert found.source.id == "acme"


def test_a_deviation_stands_above_the_house():
    found = holds("notice.length", {}, {"notice.length": "5 days"}, {"notice.length": "60 days"})
    assert told(found) == [("policy", "outdone"), ("customer", "customer")]


def test_a_deviation_below_the_law_is_kept_as_signed_and_the_law_holds():
    found = holds(
        "objection.grounds", {"objection.grounds": "any"}, own={"objection.grounds": "data-security"}
    )
    assert outcome(found) == ("set", "any", "statute")
    assert found.signed == "data-security"
    assert found.source.kind == "customer"
    assert told(found) == [("statute", "statute"), ("agreement", "outdone"), ("customer", "below-floor")]


def test_the_deviation_signed_last_stands():
    own = {
        "notice.length": [
            said("notice.length", "60 days", signed=date(2026, 3, 2)),
            said("notice.length", "90 days", signed=date(2026, 3, 1)),
        ]
    }
    found = holds("notice.length", {}, own=own)
    assert outcome(found) == ("set", days(60), "customer")
    assert told(found) == [("customer", "outdone"), ("customer", "customer")]
    assert found.steps[0].value == days(90)


def test_without_a_signature_the_first_day_says_which_is_last():
    own = {
        "notice.length": [
            said("notice.length", "60 days", first=date(2026, 3, 2)),
            said("notice.length", "90 days", signed=date(2026, 3, 1), first=date(2026, 4, 1)),
            said("notice.length", "99 days"),
        ]
    }
    assert holds("notice.length", {}, own=own).value == days(60)


def test_two_deviations_of_one_day_that_differ_are_contradictory():
    day = date(2026, 3, 1)
    own = {
        "notice.length": [
            said("notice.length", "60 days", signed=day),
            said("notice.length", "90 days", signed=day),
        ]
    }
    found = holds("notice.length", {"notice.length": "30 days"}, own=own)
    assert outcome(found) == ("contradictory", None, None)
    assert told(found) == [
        ("agreement", "agreement"),
        ("customer", "contradictory"),
        ("customer", "contradictory"),
    ]


def test_a_deviation_settles_a_contradiction_of_the_agreement():
    found = holds("notice.length", TWO, own={"notice.length": "60 days"})
    assert outcome(found) == ("set", days(60), "customer")


def test_an_open_deviation_takes_nothing_away():
    found = holds("notice.length", {"notice.length": "30 days"}, own={"notice.length": None})
    assert outcome(found) == ("set", days(30), "agreement")
    assert told(found) == [("agreement", "agreement"), ("customer", "open")]


def test_all_parameters_are_resolved():
    found = resolve_all(stack({"notice.length": "30 days"}))
    assert list(found) == list(parameters())
    assert found["notice.length"].value == days(30)
    assert all(found[key].parameter is one for key, one in parameters().items())


# which layers apply


def accepted(version, first, agreement="example-dpa"):
    return Acceptance(agreement, version, first)


ONE = agreement({"notice.length": "10 days"}, version="1", first=date(2026, 1, 1))
TWO_V = agreement({"notice.length": "20 days"}, version="2", first=date(2026, 7, 1))
ACME = customer(accepted=(accepted("1", date(2026, 2, 1)), accepted("2", date(2026, 9, 1))))
BETA = customer({"notice.length": "99 days"}, id="beta", accepted=(accepted("1", date(2026, 2, 1)),))
HOUSE = policy({"logs.kept": "14 days"}, first=date(2026, 3, 1), last=date(2026, 10, 31))
EVERYTHING = (ONE, TWO_V, ACME, BETA, HOUSE)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 1), ONE),
        (date(2026, 6, 30), ONE),
        (date(2026, 7, 1), TWO_V),
    ],
)
def test_without_a_customer_the_newest_version_in_force_holds(on, expected):
    found = stack_for(reversed(EVERYTHING), on)
    assert found.agreement == (expected,)
    assert found.customer == () and found.on == on


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 2, 1), ONE), (date(2026, 8, 31), ONE), (date(2026, 9, 1), TWO_V), (date(2030, 1, 1), TWO_V)],
)
def test_a_customer_has_the_version_it_accepted_last(on, expected):
    found = stack_for(EVERYTHING, on, "acme")
    assert found.agreement == (expected,)
    assert found.customer == (ACME,)


def test_what_a_customer_never_accepted_does_not_hold_for_it():
    found = stack_for(EVERYTHING, date(2030, 1, 1), "beta")
    assert found.agreement == (ONE,)
    assert found.customer == (BETA,)


def test_nobody_sees_what_another_customer_has_agreed():
    assert resolve_all(stack_for(EVERYTHING, DAY, "acme"))["notice.length"].value == days(20)
    assert resolve_all(stack_for(EVERYTHING, DAY))["notice.length"].value == days(20)
    assert resolve_all(stack_for(EVERYTHING, DAY, "beta"))["notice.length"].value == days(99)


@pytest.mark.parametrize(
    ("on", "is_there"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 10, 31), True),
        (date(2026, 11, 1), False),
    ],
)
def test_a_policy_holds_between_its_days(on, is_there):
    assert stack_for(EVERYTHING, on, "acme").policy == ((HOUSE,) if is_there else ())
    assert stack_for(EVERYTHING, on).policy == ((HOUSE,) if is_there else ())


def test_a_file_of_a_customer_that_has_ended_says_nothing_but_its_acceptance_stands():
    ended = customer(
        {"notice.length": "99 days"}, last=date(2026, 12, 31), accepted=(accepted("1", date(2026, 2, 1)),)
    )
    found = stack_for((ONE, ended), date(2027, 1, 1), "acme")
    assert found.customer == () and found.agreement == (ONE,)
    assert stack_for((ONE, ended), date(2026, 12, 31), "acme").customer == (ended,)


def test_all_documents_of_a_version_hold_together():
    main = agreement({}, version="2", rank="main-agreement", first=date(2026, 6, 1))
    found = stack_for((ONE, TWO_V, main), date(2027, 1, 1))
    assert found.agreement == (TWO_V, main)
    assert stack_for((*EVERYTHING, main), DAY, "acme").agreement == (TWO_V, main)


def test_the_name_of_the_version_says_which_is_newest_on_one_day():
    later = agreement({}, version="3", first=date(2026, 7, 1))
    undated = agreement({}, version="9")
    assert stack_for((later, TWO_V, undated), DAY).agreement == (later,)
    assert stack_for((undated,), DAY).agreement == (undated,)


def test_an_unknown_customer_is_told():
    with pytest.raises(CustomerUnknown) as raised:
        stack_for(EVERYTHING, DAY, "gamma")
    assert raised.value.params == {"found": "gamma", "known": "acme, beta"}


def test_a_customer_that_has_accepted_nothing_yet_has_no_agreement():
    with pytest.raises(AgreementMissing) as raised:
        stack_for(EVERYTHING, date(2026, 1, 31), "acme")
    expected = {"customer": "acme", "at": "2026-01-31", "known": "example-dpa 1, example-dpa 2"}
    assert raised.value.params == expected


def test_a_version_that_was_accepted_and_is_not_here_is_missing():
    gone = customer(accepted=(accepted("0", date(2026, 1, 1)),))
    with pytest.raises(AgreementMissing) as raised:
        stack_for((ONE, gone), DAY, "acme")
    assert raised.value.params["customer"] == "acme"


def test_no_agreement_in_force_is_missing():
    with pytest.raises(AgreementMissing) as raised:
        stack_for((ONE, agreement({}, id="nameless", version="")), date(2025, 1, 1), agreement="example-dpa")
    assert raised.value.params == {"customer": "", "at": "2025-01-01", "known": "example-dpa 1"}
    with pytest.raises(AgreementMissing):
        stack_for((), DAY)


OTHER = agreement({"notice.length": "5 days"}, id="example-notices")


def test_several_agreements_need_a_name():
    with pytest.raises(AgreementsSeveral) as raised:
        stack_for((*EVERYTHING, OTHER), DAY)
    assert raised.value.params == {"found": "example-dpa, example-notices", "at": str(DAY)}
    assert stack_for((*EVERYTHING, OTHER), DAY, agreement="example-notices").agreement == (OTHER,)
    assert stack_for((*EVERYTHING, OTHER), DAY, agreement="example-dpa").agreement == (TWO_V,)


def test_an_agreement_that_does_not_hold_yet_is_none_of_several():
    later = agreement({}, id="example-later", first=date(2028, 1, 1))
    assert stack_for((TWO_V, later), DAY).agreement == (TWO_V,)


def test_acceptance_of_another_agreement_does_not_count_when_one_is_asked_for():
    both = customer(
        accepted=(accepted("1", date(2026, 2, 1)), accepted("1", date(2026, 3, 1), "example-notices"))
    )
    assert stack_for((ONE, OTHER, both), DAY, "acme", "example-dpa").agreement == (ONE,)
    assert stack_for((ONE, OTHER, both), DAY, "acme", "example-notices").agreement == (OTHER,)


def test_a_customer_may_have_several_files():
    dealt = customer({"notice.length": "60 days"})
    found = stack_for((ONE, BETA, dealt, ACME), date(2026, 3, 1), "acme")
    assert found.customer == (dealt, ACME)
    assert found.agreement == (ONE,)


def test_two_versions_accepted_on_one_day_are_told_and_neither_is_chosen():
    versions = [agreement({}, id="dpa", version=one) for one in ("1", "2")]
    both = tuple(Acceptance("dpa", one, DAY) for one in ("1", "2"))
    with pytest.raises(AgreementsSeveral) as told:
        stack_for([*versions, customer({}, accepted=both)], DAY, "acme")
    assert told.value.params["found"] == "dpa 1, dpa 2"
    again = (Acceptance("dpa", "2", DAY), Acceptance("dpa", "2", DAY))
    assert stack_for([*versions, customer({}, accepted=again)], DAY, "acme").agreement == (versions[1],)
