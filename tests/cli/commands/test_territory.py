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
        (["US", "--recipient", "friendly"], "territory.fact-unknown"),
        (["US", "--at", "2026-02-30"], "date-wrong"),
        (["--register", "a.yaml", "--decision", "2023/9999"], "territory.decision-unknown"),
        ([], "usage"),
        (["--decision", "2023/1795"], "usage"),
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
