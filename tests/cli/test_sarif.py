"""The log of ``ketju check --format sarif`` keeps what SARIF 2.1.0 asks (OASIS standard, sections 3.13 to 3.49)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from ketju.cli.main import main

LEVELS = {"none", "note", "warning", "error"}
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
INPUTS = sorted(EXAMPLES.glob("*/ketju.yaml")) + sorted(EXAMPLES.glob("*/list.[hmtx]*"))


def log_of(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    main(["check", "--format", "sarif", *more, str(path)])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def physical_locations(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for location in [*result["locations"], *result.get("relatedLocations", [])]:
        if "physicalLocation" in location:
            yield location["physicalLocation"]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_log_has_a_run_with_a_driver_whose_rules_have_ids_of_their_own(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = log_of(path, capsys)
    assert (log["version"], log["$schema"].rsplit("/", 1)[-1]) == ("2.1.0", "sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert driver["name"] and len(ids) == len(set(ids)) > 0
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"].strip()
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert urlsplit(rule.get("helpUri", "https://a.example")).scheme == "https"


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_result_names_its_rule_its_level_and_a_place_that_is_there(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run,) = log_of(path, capsys)["runs"]
    rules = run["tool"]["driver"]["rules"]
    lines = len(path.read_bytes().splitlines())
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"].strip()
        assert result["level"] in LEVELS
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for place in physical_locations(result):
            uri = place["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+", uri), uri
            if region := place.get("region"):
                start = (region["startLine"], region.get("startColumn", 1))
                assert 1 <= start[0] <= lines
                assert start[1] >= 1
                assert start <= (region.get("endLine", start[0]), region.get("endColumn", 1 << 30))


def test_the_columns_of_a_log_are_counted_as_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = log_of(INPUTS[0], capsys)["runs"]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")


def test_a_file_whose_name_has_blanks_and_letters_of_finnish_is_a_uri(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "käsittelijät 2026.yaml"
    Path(name).write_text("ketju: 1\nentries:\n  vadelma:\n    name: Vadelma Oy\n", encoding="utf-8")
    (run,) = log_of(Path(name), capsys)["runs"]
    uris = {place["artifactLocation"]["uri"] for one in run["results"] for place in physical_locations(one)}
    assert uris == {"k%C3%A4sittelij%C3%A4t%202026.yaml"}


def test_equal_findings_keep_their_fingerprint_when_lines_move(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ketju.yaml"
    text = "ketju: 1\nentries:\n  vadelma:\n    name: Vadelma Oy\n"
    prints = []
    for written in (text, text.replace("entries:", "# a line more\nentries:")):
        path.write_text(written, encoding="utf-8")
        (run,) = log_of(path, capsys)["runs"]
        prints.append(sorted(str(one["partialFingerprints"]) for one in run["results"]))
    assert prints[0] == prints[1]
