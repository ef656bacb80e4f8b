"""What applies to whom. The table of ``tests/data/register`` was worked out by hand from the list beside it."""

import calendar
import tomllib
from datetime import date
from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.date import PartialDate
from ketju.core.model.register import (
    Condition,
    Entry,
    Group,
    GroupReference,
    Option,
    Region,
    Register,
    Scope,
    Service,
    Words,
)
from ketju.core.problems.register import OptionUnknown, ProductNotInRegion, ProductUnknown, RegionUnknown
from ketju.core.register.resolution import Reason, Resolution, matrix, option_ids, resolve
from ketju.formats.registerfile.reading import read_register
from tests.core.register.registers import registers, relaxed

DATA = Path(__file__).resolve().parents[2] / "data" / "register"
TEXT = (DATA / "revontuli.yaml").read_text(encoding="utf-8")
EXPECTED = tomllib.loads((DATA / "expected_table.toml").read_text(encoding="utf-8"))
ON = EXPECTED["on"]


def revontuli(text: str = TEXT) -> Register:
    register, _ = read_register(text, "revontuli.yaml")
    assert register is not None
    return register


def ids(applicable) -> list[str]:
    return [found.entry.id for found in applicable]


def reasons(found: Resolution, entry: str) -> tuple[Reason, ...]:
    every = (*found.applying, *found.withheld, *found.controller_side)
    return next(a.reasons for a in every if a.entry.id == entry)


def test_the_whole_table_is_the_one_worked_out_by_hand():
    found = [
        {"service": c.service, "region": c.region, "option": c.option, "entries": ids(c.entries)}
        for c in matrix(revontuli(), ON)
    ]
    assert found == EXPECTED["row"]


@pytest.mark.parametrize("row", [row for row in EXPECTED["row"] if not row["option"]])
@pytest.mark.parametrize(
    "options", [(), ("dedicated-mail",), ("meeting-notes",), ("dedicated-mail", "meeting-notes")]
)
def test_every_product_in_every_region_for_every_customer(row, options):
    place = {"service": row["service"], "region": row["region"]}
    gated = [
        entry
        for other in EXPECTED["row"]
        if other["option"] in options and place.items() <= other.items()
        for entry in other["entries"]
    ]
    found = resolve(revontuli(), **place, options=options, on=ON)
    assert sorted(ids(found.applying)) == sorted([*row["entries"], *gated])


def test_a_misspelt_reference_is_named_and_costs_only_what_it_is_about():
    right = "Revontuli Vahti\n    regions: [eu]\n    groups: [shared-mail]"
    misspelt = TEXT.replace(right, right.replace("shared-mail", "shared-mial"))
    register, (problem,) = read_register(misspelt, "revontuli.yaml")
    assert problem.code == "register.unknown-reference"
    assert misspelt.splitlines()[problem.position.line - 1][problem.position.column - 1 :] == "shared-mial]"
    assert dict(problem.params)["suggestions"].split(", ")[0] == "shared-mail"
    rows = {(c.service, c.region, c.option): ids(c.entries) for c in matrix(register, ON)}
    for row in EXPECTED["row"]:
        expected = row["entries"]
        if row["service"] == "vahti":
            expected = [entry for entry in expected if entry not in ("pilvi-posti", "puhelin", "kone")]
        assert rows[row["service"], row["region"], row["option"]] == expected


def test_the_reasons_name_every_way_and_what_holds_an_entry_back():
    found = resolve(revontuli(), "posti", "eu", on=ON)
    assert reasons(found, "varmuus") == (
        Reason("all-services-group", service="posti", group="background-eu"),
    )
    assert reasons(found, "kone") == (Reason("group-reference", service="posti", group="shared-mail"),)
    assert reasons(found, "pilvi-alusta") == (Reason("direct", service="posti"),)
    assert reasons(found, "oma-palvelin") == (
        Reason("direct", service="posti"),
        Reason("condition-not-met", option="dedicated-mail"),
    )
    assert reasons(found, "tuleva")[-1] == Reason("not-yet", on=PartialDate(2027, 3))
    assert reasons(found, "vanha")[-1] == Reason("ended", on=PartialDate(2021, 12, 31))
    assert ids(found.withheld) == ["vanha", "oma-palvelin", "tuleva"]
    with_option = resolve(revontuli(), "posti", "eu", {"dedicated-mail"}, ON)
    assert reasons(with_option, "oma-palvelin")[-1] == Reason("condition-met", option="dedicated-mail")


def nested() -> Register:
    """A product whose mail runs in a data centre, abroad in another one; monitoring is everybody's."""
    text = """\
ketju: 1
regions: {eu: EU, ae: AE, sg: SG}
services:
  posti: {groups: [mail, {group: relay, regions: [sg]}]}
  sivut: {}
groups:
  mail: {groups: [{group: hall, regions: [eu, sg]}, {group: hall-ae, regions: [ae]}]}
  hall: {groups: [power]}
  hall-ae: {}
  relay: {groups: [hall]}
  power: {regions: [eu, sg]}
  watch: {all_services: yes, regions: [eu], groups: [power]}
entries:
  posti-oy: {name: Posti Oy, applies_to: {groups: [mail]}}
  halli-oy: {name: Halli Oy, applies_to: {groups: [hall]}}
  hall-fz: {name: Hall FZ, applies_to: {groups: [hall-ae]}}
  rele-oy: {name: Rele Oy, applies_to: {groups: [relay]}}
  voima-oy: {name: Voima Oy, applies_to: {groups: [power]}}
"""
    register, problems = read_register(text)
    assert problems == ()
    return register


@pytest.mark.parametrize(
    ("service", "region", "expected"),
    [
        ("posti", "eu", ["posti-oy", "halli-oy", "voima-oy"]),
        ("posti", "ae", ["posti-oy", "hall-fz"]),
        ("posti", "sg", ["posti-oy", "halli-oy", "rele-oy", "voima-oy"]),
        ("sivut", "eu", ["voima-oy"]),
        ("sivut", "sg", []),
    ],
)
def test_groups_bring_the_groups_that_they_use_and_references_may_hold_in_one_region(
    service, region, expected
):
    assert ids(resolve(nested(), service, region).applying) == expected


def test_the_chain_of_groups_to_an_entry_is_named():
    assert reasons(resolve(nested(), "posti", "eu"), "voima-oy") == (
        Reason("group-reference", service="posti", group="power", via=("mail", "hall")),
        Reason("all-services-group", service="posti", group="power", via=("watch",)),
    )
    assert reasons(resolve(nested(), "posti", "sg"), "halli-oy") == (
        Reason("group-reference", service="posti", group="hall", via=("mail",)),
        Reason("group-reference", service="posti", group="hall", via=("relay",)),
    )


def test_a_condition_that_names_no_option_cannot_be_decided_and_is_shown():
    found = resolve(revontuli(), "sivut", "eu", on=ON)
    assert reasons(found, "lahetys")[-1] == Reason("condition-undecided")
    assert "lahetys" in ids(found.applying)


def test_companies_on_the_controllers_side_are_never_among_the_sub_processors():
    for options in ((), ("meeting-notes",)):
        found = resolve(revontuli(), "lehti", "eu", options, ON)
        assert ids(found.controller_side) == ["muistio", "tilaus"]
        assert not {"muistio", "tilaus"} & {*ids(found.applying), *ids(found.withheld)}
        assert found.controller_side[0].applies is bool(options)
    assert reasons(found, "tilaus") == (Reason("whole-register"), Reason("controller-side"))


def test_without_a_day_time_is_not_considered():
    assert {"vanha", "tuleva"} <= set(ids(resolve(revontuli(), "posti", "eu").applying))


@pytest.mark.parametrize(
    ("since", "until", "day", "applies"),
    [
        (PartialDate(2021, 4, 1), None, date(2021, 3, 31), False),
        (PartialDate(2021, 4, 1), None, date(2021, 4, 1), True),
        (PartialDate(2021), None, date(2020, 12, 31), False),
        (PartialDate(2021), None, date(2021, 1, 1), True),
        (PartialDate(2021, 4), None, date(2021, 3, 31), False),
        (PartialDate(2021, 4), None, date(2021, 4, 1), True),
        (None, PartialDate(2021, 12, 31), date(2021, 12, 31), True),
        (None, PartialDate(2021, 12, 31), date(2022, 1, 1), False),
        (None, PartialDate(2021), date(2021, 12, 31), True),
        (None, PartialDate(2021), date(2022, 1, 1), False),
        (None, PartialDate(2021, 2), date(2021, 2, 28), True),
        (None, PartialDate(2021, 2), date(2021, 3, 1), False),
        (None, None, date(1900, 1, 1), True),
    ],
)
def test_an_engagement_counts_from_its_first_possible_day_to_its_last(since, until, day, applies):
    register = Register(entries=(Entry("a", "A", since=since, until=until),))
    assert (ids(resolve(register, on=day).applying) == ["a"]) is applies


def small(**scope) -> Register:
    return Register(
        services=(
            Service("mail", Words(), groups=(GroupReference("shared"),)),
            Service("site", Words(), regions=("eu",)),
        ),
        regions=(Region("eu", Words()), Region("ae", Words())),
        groups=(Group("shared", Words(), regions=("eu",)), Group("all", Words(), all_services=True)),
        options=(Option("extra", Words()),),
        entries=(Entry("a", "A", applies_to=Scope(**scope)),),
    )


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, {"mail/eu", "mail/ae", "site/eu"}),
        ({"regions": ("ae",)}, {"mail/ae"}),
        ({"services": ("mail",)}, {"mail/eu", "mail/ae"}),
        ({"services": ("mail",), "regions": ("eu",)}, {"mail/eu"}),
        ({"groups": ("shared",)}, {"mail/eu"}),
        ({"groups": ("shared",), "regions": ("ae",)}, set()),
        ({"groups": ("all",)}, {"mail/eu", "mail/ae", "site/eu"}),
        ({"groups": ("shared",), "services": ("site",)}, {"mail/eu", "site/eu"}),
        ({"groups": ("no-such-group",)}, set()),
        ({"services": ("no-such-service",)}, set()),
        ({"regions": ("no-such-region",)}, set()),
        ({"sections": ("Printed heading",)}, {"mail/eu", "mail/ae", "site/eu"}),
    ],
)
def test_scopes(scope, expected):
    assert {f"{c.service}/{c.region}" for c in matrix(small(**scope)) if c.entries} == expected


def test_an_entry_that_two_ways_lead_to_names_both():
    found = resolve(small(services=("mail",), groups=("shared", "all")), "mail", "eu")
    assert [reason.kind for reason in found.applying[0].reasons] == [
        "direct",
        "group-reference",
        "all-services-group",
    ]


@pytest.mark.parametrize(
    ("problem", "question", "params"),
    [
        (ProductUnknown, ("mial", "eu"), {"product": "mial", "suggestions": "mail"}),
        (ProductUnknown, ("", "eu"), {"product": "", "suggestions": "mail, site"}),
        (ProductUnknown, ("zzz", "eu"), {"product": "zzz", "suggestions": ""}),
        (RegionUnknown, ("mail", "EU"), {"region": "EU", "suggestions": "eu"}),
        (OptionUnknown, ("mail", "eu", ("exra",)), {"option": "exra", "suggestions": "extra"}),
        (ProductNotInRegion, ("site", "ae"), {"product": "site", "region": "ae", "suggestions": "eu"}),
    ],
)
def test_a_question_about_what_is_not_there_gets_a_problem_with_suggestions(problem, question, params):
    with pytest.raises(problem) as raised:
        resolve(small(), *question)
    assert raised.value.params == params


def test_a_list_without_products_and_regions_is_asked_without_them():
    register = Register(entries=(Entry("a", "A"), Entry("b", "B", role="joint controller")))
    found = resolve(register)
    assert (ids(found.applying), ids(found.controller_side)) == (["a"], ["b"])
    assert [(c.service, c.region, ids(c.entries)) for c in matrix(register)] == [("", "", ["a"])]


def test_an_option_that_only_a_condition_names_may_be_asked_about():
    register = Register(entries=(Entry("a", "A", condition=Condition(Words(), "contract", "extra")),))
    assert option_ids(register) == ("extra",)
    assert ids(resolve(register, options={"extra"}).applying) == ["a"]
    assert ids(resolve(register).withheld) == ["a"]


# A slow and plain account of the same rules: which pairs of product and region each entry reaches, as sets.


def groups_used(register: Register, service: str, region: str) -> set[str]:
    """The groups that a service uses in a region: grown until nothing is added."""
    there = {group.id: group for group in register.groups if region in group.regions or group.regions == ()}

    def targets(references):
        return {one.group for one in references if region in one.regions or one.regions == ()} & set(there)

    own = targets(next(s.groups for s in register.services if s.id == service))
    used = own | {group.id for group in there.values() if group.all_services}
    while more := {g for name in used for g in targets(there[name].groups)} - used:
        used |= more
    return used


def reached(register: Register, entry: Entry) -> set[tuple[str, str]]:
    every_region = {r.id for r in register.regions} or {""}
    sold = {(s.id, r) for s in register.services for r in every_region if not s.regions or r in s.regions}
    sold = sold or ({("", r) for r in every_region} if not register.services else set())
    scope = entry.applies_to
    found = set()
    if not scope.services + scope.groups:
        found |= sold
    for service, region in sold:
        found |= {(service, region)} & {(name, region) for name in scope.services if service}
    for service, region in sold:
        if service and set(scope.groups) & groups_used(register, service, region):
            found.add((service, region))
    return {(s, r) for s, r in found if scope.regions == () or r in scope.regions}


def days(when: PartialDate) -> tuple[date, date]:
    first = date(when.year, when.month or 1, when.day or 1)
    month = when.month or 12
    return first, date(when.year, month, when.day or calendar.monthrange(when.year, month)[1])


def holds(entry: Entry, options, day) -> bool:
    option = entry.condition.option if entry.condition else ""
    if option and option not in options:
        return False
    if day and entry.since and day < days(entry.since)[0]:
        return False
    return not (day and entry.until and day > days(entry.until)[1])


def subsets(options):
    return chain.from_iterable(combinations(options, size) for size in range(len(options) + 1))


@relaxed
@given(registers(max_entries=3), st.none() | st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_the_answer_is_that_of_the_plain_account(register, day):
    table = {}
    for cell in matrix(register, day):
        table.setdefault((cell.service, cell.region), {})[cell.option] = set(ids(cell.entries))
    pairs = {pair for entry in register.entries for pair in reached(register, entry)}
    assert pairs <= set(table)
    for (service, region), rows in table.items():
        for options in subsets(option_ids(register)):
            expected = {
                e.id
                for e in register.entries
                if (service, region) in reached(register, e)
                and e.role == "processor"
                and holds(e, options, day)
            }
            found = resolve(register, service, region, options, day)
            assert set(ids(found.applying)) == expected
            assert set().union(*(rows.get(option, set()) for option in ("", *options))) == expected


@relaxed
@given(registers(max_entries=3))
def test_every_entry_within_reach_is_in_exactly_one_part_of_the_answer(register):
    for cell in matrix(register):
        found = resolve(register, cell.service, cell.region)
        parts = [*ids(found.applying), *ids(found.withheld), *ids(found.controller_side)]
        within = [e.id for e in register.entries if (cell.service, cell.region) in reached(register, e)]
        assert sorted(parts) == sorted(within)
        assert all(a.reasons for a in (*found.applying, *found.withheld, *found.controller_side))
