"""``ketju check``: what it prints, in which form, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketju.cli.main import main

LIST = """# Sub-processors

| Company | Business ID | Purpose | Location |
|---|---|---|---|
| Vadelma Oy | 2272745-5 | Invoicing | Finland |
"""


@pytest.fixture
def listed(tmp_path: Path) -> str:
    path = tmp_path / "list.md"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def test_a_finding_is_shown_with_its_line(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "check", "--only", "REG030", listed]) == 1

    shown = capsys.readouterr().out
    assert "error[REG030 identifier-invalid]" in shown
    assert f"{listed}:5:16" in shown
    assert "^^^^^^^^^" in shown
    assert shown.endswith("1 error.\n")


def test_a_list_without_findings_exits_with_zero(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "check", "--only", "placeholder", listed]) == 0
    assert capsys.readouterr().out == "No findings.\n"


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1), ("info", 1)])
def test_an_error_fails_at_every_threshold(listed: str, level: str, code: int) -> None:
    assert main(["check", "--only", "REG030", "--fail-on", level, listed]) == code


def test_json_tells_the_place_and_the_words(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "sv", "check", "--only", "REG030", "--format", "json", listed]) == 1

    data = json.loads(capsys.readouterr().out)
    (finding,) = data["findings"]
    assert data["counts"] == {"error": 1, "warning": 0, "info": 0, "waived": 0}
    assert (finding["rule"], finding["entry"]) == ("REG030", "vadelma-oy")
    assert (finding["place"]["line"], finding["place"]["column"]) == (5, 16)
    assert "2272745-5" in finding["message"]


def test_sarif_has_what_code_hosts_ask_for(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "en", "check", "--only", "REG030", "--format", "sarif", listed])

    log = json.loads(capsys.readouterr().out)
    (run,) = log["runs"]
    (result,) = run["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "REG030"
    assert region == {"startLine": 5, "startColumn": 16, "endLine": 5, "endColumn": 25}
    assert result["partialFingerprints"]


def test_a_rule_that_does_not_exist_is_refused(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "check", "--only", "place-mising", listed]) == 2
    assert "place-missing" in capsys.readouterr().err


def test_a_file_without_a_list_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Nothing to see.\n", encoding="utf-8")

    assert main(["--lang", "en", "check", str(path)]) == 2
    assert "error[check-nothing]" in capsys.readouterr().err


def test_a_register_file_with_nothing_right_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ketju.yaml"
    path.write_text("ketju: 1\nentries:\n  vadelma:\n    naem: Vadelma Oy\n", encoding="utf-8")

    assert main(["--lang", "en", "check", str(path)]) == 2
    assert "ketju.yaml:4:" in capsys.readouterr().err


HALF_RIGHT = """ketju: 1
entries:
  vadelma:
    name: Vadelma Oy
  mustikka:
    naem: Mustikka Oy
    since: 2026-13-01
  karpalo:
    name: Karpalo Oy
"""


def test_entries_without_mistakes_are_checked_beside_one_with_some(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ketju.yaml"
    path.write_text(HALF_RIGHT, encoding="utf-8")

    assert main(["--lang", "en", "check", "--only", "REG004", str(path)]) == 2
    said = capsys.readouterr()
    assert [line in said.err for line in ("ketju.yaml:6:5", "ketju.yaml:7:12")] == [True, True]
    assert ["Vadelma Oy" in said.out, "Karpalo Oy" in said.out] == [True, True]


@pytest.mark.parametrize(
    "more", [["--output", "found.json"], [*("--waive", "--reason", "Old."), "--owner", "a@kuusama.example"]]
)
def test_nothing_is_written_for_a_register_with_a_mistake(
    tmp_path: Path, more: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ketju.yaml").write_text(HALF_RIGHT, encoding="utf-8")

    assert main(["check", "ketju.yaml", *more]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["ketju.yaml"]
    assert (tmp_path / "ketju.yaml").read_text(encoding="utf-8") == HALF_RIGHT


@pytest.mark.parametrize("command", [["diff", "right.yaml"], ["publish", "--out", "site", "--tlp", "CLEAR"]])
def test_comparing_and_publishing_name_every_mistake_and_write_nothing(
    tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ketju.yaml").write_text(HALF_RIGHT, encoding="utf-8")
    (tmp_path / "right.yaml").write_text(REGISTER, encoding="utf-8")

    assert main(["--lang", "en", *command, "ketju.yaml"]) == 2
    said = capsys.readouterr()
    assert [line in said.err for line in ("ketju.yaml:6:5", "ketju.yaml:7:12")] == [True, True]
    assert (said.out, sorted(path.name for path in tmp_path.iterdir())) == ("", ["ketju.yaml", "right.yaml"])


def test_a_finding_in_a_register_file_stands_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ketju.yaml"
    path.write_text("ketju: 1\nentries:\n  vadelma:\n    name: Vadelma Oy\n", encoding="utf-8")

    assert main(["--lang", "en", "check", "--only", "REG004", str(path)]) == 1
    assert "ketju.yaml:3:3" in capsys.readouterr().out


def test_the_output_file_is_not_replaced_unasked(listed: str, tmp_path: Path) -> None:
    target = tmp_path / "found.json"
    target.write_text("kept", encoding="utf-8")

    assert main(["check", "--output", str(target), listed]) == 2
    assert target.read_text(encoding="utf-8") == "kept"


REGISTER = """# kept by hand
ketju: 1
entries:
  vadelma: # our invoices
    name: Vadelma Oy
    purpose: Invoicing
"""

WAIVE = ["--waive", "--reason", "Old list.", "--owner", "privacy@kuusama.example", "--as-of", "2026-11-01"]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "ketju.yaml"
    path.write_text(REGISTER, encoding="utf-8")
    return path


def test_a_baseline_lets_an_old_list_start(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(register), "--as-of", "2026-11-01"]) == 1
    assert main(["check", str(register), *WAIVE, "--until", "2027-03-31"]) == 0

    text = register.read_text(encoding="utf-8")
    assert text.startswith("# kept by hand\n")
    assert "vadelma: # our invoices" in text
    capsys.readouterr()
    assert main(["--lang", "en", "check", str(register), "--as-of", "2026-11-01"]) == 0
    assert "waived" in capsys.readouterr().out


def test_a_waiver_that_has_ended_is_a_finding_and_accepts_nothing(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(register), *WAIVE, "--until", "2027-03-31"])
    capsys.readouterr()

    assert main(["check", str(register), "--as-of", "2027-04-01", "--format", "json"]) == 1
    rules = {one["slug"] for one in json.loads(capsys.readouterr().out)["findings"] if not one["waiver"]}
    assert {"waiver-expired", "place-missing"} <= rules


@pytest.mark.parametrize("left_out", ["--reason", "--owner", "--until"])
def test_a_waiver_without_reason_owner_or_end_is_refused(
    register: Path, left_out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [*WAIVE, "--until", "2027-03-31"]
    at = given.index(left_out)

    assert main(["--lang", "en", "check", str(register), *given[:at], *given[at + 2 :]]) == 2
    assert left_out in capsys.readouterr().err
    assert register.read_text(encoding="utf-8") == REGISTER


def test_a_list_that_is_no_register_file_holds_no_waivers(
    listed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "check", listed, *WAIVE, "--until", "2027-03-31"]) == 2
    assert "error[waiver-elsewhere]" in capsys.readouterr().err


def test_several_files_are_checked_one_after_the_other(
    listed: str, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--only", "REG030", "--format", "json", listed, str(register)]) == 1

    files = json.loads(capsys.readouterr().out)["files"]
    assert [(one["file"], len(one["findings"])) for one in files] == [(listed, 1), (str(register), 0)]


def test_sarif_names_the_file_of_each_result(
    listed: str, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--only", "REG030,REG004", "--format", "sarif", listed, str(register)])

    (run,) = json.loads(capsys.readouterr().out)["runs"]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    assert [Path(place).name for place in places] == ["list.md", "ketju.yaml"]


def test_a_file_that_cannot_be_checked_does_not_hide_what_is_wrong_with_the_others(
    listed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("ketju: 1\npublisher: Example\ncolour: red\n", encoding="utf-8")

    code = main(["--lang", "en", "check", "--only", "REG030", str(broken), "missing.txt", listed])

    shown = capsys.readouterr()
    assert code == 2
    assert f"{broken}:3:1" in shown.err
    assert "missing.txt" in shown.err
    assert f"{listed}:5:16" in shown.out


def test_nothing_is_written_when_one_of_the_files_cannot_be_checked(listed: str, tmp_path: Path) -> None:
    output = tmp_path / "findings.sarif"

    assert main(["check", "--format", "sarif", "--output", str(output), listed, "missing.txt"]) == 2
    assert not output.exists()
