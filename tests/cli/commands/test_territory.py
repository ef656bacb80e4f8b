"""``ketju territory`` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketju.cli.main import main

DAY = ["--at", "2026-11-29"]


@pytest.mark.parametrize("place", ["US", "us", "United States", "Yhdysvallat", "Förenta staterna", "Seattle"])
def test_a_place_is_known_by_its_code_or_its_name_in_any_language(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["territory", place, *DAY, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["place"], found["outside_eea"], found["transfer"]) == ("US", True, True)
    assert (found["cover"], found["missing"]) == ("depends", ["dpf"])


@pytest.mark.parametrize(
    ("named", "code", "part", "outside"),
    [
        ("Ceuta", "ES", "Ceuta", False),
        ("Melilla", "ES", "Melilla", False),
        ("Azorerna", "PT", "Azores", False),
        ("Madeira", "PT", "Madeira", False),
        ("Canary Islands", "ES", "Canary Islands", False),
        ("Kanarische Inseln", "ES", "Canary Islands", False),
        ("IC", "ES", "Canary Islands", False),
        ("Svalbard", "SJ", "Svalbard", True),
        ("Vatican", "VA", None, True),
        ("Holy See", "VA", None, True),
        ("Vatican City", "VA", None, True),
        ("European Patent Organisation", "EPO", None, True),
        ("EPO", "EPO", None, True),
        ("EU", "EU", None, False),
        ("EØS", "EEA", None, False),
        ("Euroopan unioni", "EU", None, False),
        ("Frankfurt, Germany", "DE", None, False),
        ("eu-west-2", "GB", None, True),
    ],
)
def test_a_part_of_a_country_and_other_names_are_known(
    named: str, code: str, part: str | None, outside: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "territory", named, *DAY, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["place"], found["outside_eea"]) == (code, outside)
    assert (found["part"]["name"] if found["part"] else None) == part


def test_an_answer_says_which_part_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    for language, said in (
        ("en", "Azores, Portugal (PT)"),
        ("fi", "Azorit, Portugali"),
        ("sv", "Azorerna, "),
    ):
        assert main(["--lang", language, "territory", "Azorit", *DAY]) == 0
        assert said in capsys.readouterr().out


def test_the_bridge_to_the_united_kingdom_is_no_transfer(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["territory", "UK", "--at", "2021-06-27"]
    assert main(["--lang", "en", *asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["outside_eea"], found["in_eea"], found["transfer"], found["cover"]) == (
        True,
        False,
        False,
        "none-needed",
    )
    assert "EU-UK TCA Art. FINPROV.10A" in [one["basis"] for one in found["reasons"]]
    for language, said in (("en", "bridge"), ("fi", "silta"), ("sv", "bro ")):
        assert main(["--lang", language, *asked]) == 0
        text = capsys.readouterr().out
        assert (said in text, "territory." in text) == (True, False)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Art. 25(6) of"), ("fi", "25 artiklan 6 kohta"), ("sv", "artikel 25.6")]
)
def test_days_before_the_gdpr_name_the_directive(
    language: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", language, "territory", "NZ", "--at", "2018-05-24"]) == 0
    text = capsys.readouterr().out
    assert (said in text, "GDPR" in text, "territory." in text) == (True, False, False)


def test_facts_about_the_recipient_may_be_repeated_or_parted_by_commas(
    capsys: pytest.CaptureFixture[str],
) -> None:
    covers = []
    for facts in (
        ["--recipient", "not-dpf,no-safeguard"],
        ["--recipient", "not-dpf", "--recipient", "no-safeguard"],
    ):
        assert main(["territory", "US", *DAY, *facts, "--json"]) == 0
        covers.append(json.loads(capsys.readouterr().out)["cover"])
    assert covers == ["derogation", "derogation"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "an adequacy decision (Art. 45)"),
        ("fi", "riittävyyspäätös (45 artikla)"),
        ("sv", "(artikel 45)"),
    ],
)
def test_the_answer_is_in_the_language_of_the_reader(
    language: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", language, "territory", "NZ", *DAY]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["Narnia"], "territory.place-unknown"),
        (["GLOBAL"], "territory.place-unknown"),
        (["Finland and Sweden"], "territory.place-unknown"),
        (["Channel Islands"], "territory.place-unknown"),
        (["Netherlands Antilles"], "territory.place-unknown"),
        (["Northern Cyprus"], "territory.place-unknown"),
        (["Overseas France"], "territory.place-unknown"),
        (["Europe"], "territory.place-unknown"),
        (["Eurooppa"], "territory.place-unknown"),
        (["US", "--recipient", "friendly"], "territory.fact-unknown"),
        (["US", "--recipient", "not-friendly"], "territory.fact-unknown"),
        (["US", "--recipient", "dpf", "--recipient", "not-dpf"], "territory.fact-twofold"),
        (["US", "--at", "2026-02-30"], "date-wrong"),
        (["--register", "a.yaml", "--decision", "2023/9999"], "territory.decision-unknown"),
        ([], "usage"),
        (["--decision", "2023/1795"], "usage"),
        (["US", "--register", "a.yaml", "--decision", "2023/1795"], "usage"),
        (["AC"], "territory.place-unknown"),
    ],
)
def test_what_has_no_answer_ends_in_a_problem(
    arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "territory", *arguments]) == 2
    said = capsys.readouterr()
    assert f"error[{code}" in said.err
    assert said.out == ""


def test_what_rests_on_a_decision_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ketju.yaml"
    path.write_text(
        "ketju: 1\nentries:\n  aurora:\n    name: Aurora Inc.\n    places:\n      - code: US\n        kind: storage\n"
        "  bryggan:\n    name: Bryggan AB\n    places:\n      - code: SE\n",
        encoding="utf-8",
    )
    asked = ["territory", "--register", str(path), "--decision", "2023/1795", *DAY]
    assert main([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["holds"], [one["entry"] for one in found["flows"]]) == (True, ["aurora"])
    assert main(["--lang", "sv", *asked]) == 0
    text = capsys.readouterr().out
    assert ["Aurora Inc." in text, "Bryggan" in text, "i kraft" in text, "table." in text] == [
        True,
        False,
        True,
        False,
    ]


def test_each_flow_is_judged_on_the_day_with_the_decision_and_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ketju.yaml"
    path.write_text(
        "ketju: 1\nentries:\n  aurora:\n    name: Aurora Inc.\n    places:\n      - code: US\n"
        "    transfer:\n      printed: SCC\n      tools: [SCC]\n",
        encoding="utf-8",
    )
    asked = ["territory", "--register", str(path), "--decision", "2016/1250", "--recipient", "privacy-shield"]
    covers = {}
    for day in ("2016-07-11", "2020-07-15", "2020-07-16"):
        assert main([*asked, "--at", day, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        (flow,) = found["flows"]
        covers[day] = (found["holds"], flow["with_decision"]["cover"], flow["without_decision"]["cover"])
        assert flow["tools"] == ["SCC"]
    assert covers == {
        "2016-07-11": (False, "safeguard", "safeguard"),
        "2020-07-15": (True, "adequacy", "safeguard"),
        "2020-07-16": (False, "safeguard", "safeguard"),
    }
    for day, said in (
        ("2016-07-11", "does not hold on 11 July 2016: it holds only from 12 July 2016"),
        ("2020-07-16", "does not hold on 16 July 2020: it held until 15 July 2020"),
    ):
        assert main(["--lang", "en", *asked, "--at", day]) == 0
        assert said in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(("place", "is_said"), [("NZ", True), ("BR", False), ("US", False), ("SG", False)])
def test_what_was_not_compared_with_the_official_journal_is_said(
    place: str, is_said: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "territory", place, *DAY]) == 0
    assert ("Official Journal" in capsys.readouterr().out) is is_said
