"""``ketju terms`` from the outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ketju.cli.main import main

AGREEMENT = """\
ketju-terms: 1
kind: agreement
id: kite-dpa
name: Appendix of Kite
version: 2026-01-01
valid_from: 2026-01-01
mark: DPA
terms:
  notice.length: {value: open, clause: § 12, lines: 40}
  objection.window: {value: 30 days, clause: § 12, lines: 41}
  objection.grounds: {value: data-security, clause: § 12}
  audit.times_a_year: {value: 1, clause: § 9}
  breach.alarm: {value: 72 hours, clause: § 10}
"""
POLICY = """\
ketju-terms: 1
kind: policy
id: kite-house
terms:
  notice.length: {value: 30 days}
  objection.window: {value: 60 days}
  end.time: {value: open, owner: privacy officer, due: 2027-01-31}
"""
ACME = """\
ketju-terms: 1
kind: customer
id: acme
name: Acme Oy
accepted:
  - {agreement: kite-dpa, version: 2026-01-01, from: 2026-02-01}
terms:
  notice.length: {value: 45 days, clause: Letter 1, signed: 2026-03-01}
  sub_processors.liability: {value: on-consent, clause: Letter 2, signed: 2026-04-01}
"""
BIRD = """\
ketju-terms: 1
kind: customer
id: bird
accepted:
  - {agreement: kite-dpa, version: 2026-01-01, from: 2026-02-01}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "customers").mkdir()
    files = {"terms.yaml": AGREEMENT, "policy.yaml": POLICY}
    files |= {
        "customers/acme.yaml": ACME,
        "customers/bird.yaml": BIRD,
        "ketju.yaml": "ketju: 1\nentries: {}\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Any:
    assert main(["--lang", "en", "terms", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_each_value_comes_with_the_layer_that_won(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "show", folder, "--customer", "acme", "--at", "2027-01-15")["terms"]
    notice = found["notice.length"]
    assert (notice["value"], notice["layer"], notice["clause"]) == ("45 days", "customer", "Letter 1")
    assert [(step["layer"], step["outcome"]) for step in notice["steps"]] == [
        ("agreement", "open"),
        ("policy", "outdone"),
        ("customer", "customer"),
    ]
    assert (found["objection.window"]["value"], found["objection.window"]["layer"]) == (
        "30 days",
        "agreement",
    )


def test_what_one_customer_agreed_is_not_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "show", folder, "--customer", "bird", "--at", "2027-01-15")["terms"]
    assert (found["notice.length"]["value"], found["notice.length"]["layer"]) == ("30 days", "policy")
    assert "Letter 1" not in json.dumps(found)


def test_a_deviation_below_the_law_is_kept_as_signed_and_not_computed_with(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shown(capsys, "show", folder, "--customer", "acme", "--at", "2027-01-15")["terms"]
    liability = found["sub_processors.liability"]
    assert (liability["value"], liability["signed"], liability["below_floor"]) == ("full", "on-consent", True)


def test_a_deviation_does_not_hold_before_it_was_signed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shown(capsys, "show", folder, "--customer", "acme", "--at", "2026-02-15")["terms"]
    assert found["notice.length"]["value"] == "30 days"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Length of the notice", "45 days", "Letter 1", "speaks of it"]),
        ("fi", ["Ilmoitusaika", "45 päivää", "Letter 1", "jättää sen auki"]),
        ("sv", ["Meddelandets längd", "45 dagar", "kundens egen överenskommelse", "lämnar det öppet"]),
    ],
)
def test_the_table_says_value_layer_and_why(
    language: str,
    said: list[str],
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    words = ["terms", "show", str(folder), "--customer", "acme", "--at", "2027-01-15", "--only", "notice"]
    assert main(["--lang", language, *words]) == 0
    out = capsys.readouterr().out
    assert [text for text in said if text not in out] == []


def test_check_names_the_row_the_place_and_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["--lang", "en", "terms", "check", str(folder), "--customer", "acme", "--at", "2027-01-15"]) == 1
    )
    out = capsys.readouterr().out
    assert "error[X-5 liability]" in out and "customers/acme.yaml:9:3" in out
    assert "warning[X-7 grounds]" in out and "terms.yaml:11:3" in out
    assert "Owner: privacy officer; by: 2027-01-31" in out
    assert "X-6 notice-length" in out  # the agreement does not say that the customer may object


def test_check_without_errors_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "check", str(folder), "--at", "2027-01-15"]) == 0
    assert "X-7" in capsys.readouterr().out


def test_a_list_is_held_against_the_terms(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "terms.yaml").write_text(
        AGREEMENT + "  sub_processors.access: {value: none, clause: § 12}\n", encoding="utf-8"
    )
    register = folder / "list.yaml"
    register.write_text(
        "ketju: 1\nentries:\n  chat: {name: Chat Oy, access: content}\n  log: {name: Log Oy, access: metadata}\n",
        encoding="utf-8",
    )
    main(["terms", "check", str(folder), "--at", "2027-01-15", "--register", str(register), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [one["entry"] for one in found if one["rule"] == "X-4"] == ["Chat Oy"]


def test_completeness_says_what_the_agreement_states_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["terms", "completeness", str(folder), "--at", "2027-01-15", "--json"]) == 1
    rows = {one["row"]: one for one in json.loads(capsys.readouterr().out)}
    assert [f"G-{number}" for number in range(1, 22)] == list(rows)[:21]
    assert rows["G-13"]["degree"] == "missing"  # the law gives it, the agreement does not say it
    assert (rows["G-3"]["degree"], rows["G-3"]["open"]) == ("partly", ["notice.length"])


def test_a_task_of_the_controller_is_refused_with_its_clause(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["terms", "responsibilities", str(folder), "--at", "2027-01-15", "--task"]
    assert main(["--lang", "en", *words, "legal-basis"]) == 1
    assert "controller's own task (GDPR Art. 6)" in capsys.readouterr().out
    assert main(["--lang", "en", *words, "breach-notice"]) == 0
    assert main(["--lang", "en", *words, "gardening"]) == 2
    assert "legal-basis" in capsys.readouterr().err


def test_the_matrix_has_every_task_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "responsibilities", folder, "--at", "2027-01-15")
    owed = {one["row"]: one["owed_by"] for one in found}
    controllers = [f"D-{number}" for number in (*range(31, 44), 89)]
    assert {row: owed[row] for row in controllers} == dict.fromkeys(controllers, "controller")


def test_two_versions_are_compared_with_whom_to_tell(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = AGREEMENT.replace("2026-01-01", "2027-01-01")
    newer = newer.replace("value: open, clause", "value: 14 days, clause").replace("72 hours", "96 hours")
    new = folder / "new.yml"
    new.write_text(newer, encoding="utf-8")
    words = ("diff", folder / "terms.yaml", new, folder / "customers", "--at", "2027-01-15")
    found = shown(capsys, *words)
    helps = {one["parameter"]: one["helps"] for one in found["changes"]}
    assert helps == {"breach.alarm": "processor", "notice.length": "unclear"}
    told = {one["customer"]: one for one in found["to_tell"]}
    assert told["acme"]["own_terms"] == ["notice.length"]
    assert told["bird"]["has_to_agree"] is True


def test_every_line_of_a_text_is_accounted_for_or_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = folder / "agreement.txt"
    text.write_text("\n" * 39 + "Notice in advance.\nObject within 30 days.\nSigned.\n", encoding="utf-8")
    words = ["terms", "account", str(folder / "terms.yaml"), "--text", str(text), "--json"]
    assert main(words) == 1
    assert json.loads(capsys.readouterr().out)["unaccounted"] == [42]
    ending = "no_effect:\n  - {lines: 42, why: signature}\n"
    (folder / "terms.yaml").write_text(AGREEMENT + ending, encoding="utf-8")
    assert main(words) == 0


@pytest.mark.parametrize(
    ("broken", "code", "place"),
    [
        ("  notice.lenght: 30 days\n", "terms.unknown-parameter", "14:3"),
        ("  notice.length: soon\n", "register.duplicate-key", "14:3"),
        ("  audit.year: {value: lunar}\n", "terms.bad-value", "14:23"),
        ("  end.time: {value: 0 days}\n", "terms.bad-value", "14:21"),
        ("  end.time: {value: 30 days, lines: twelve}\n", "terms.bad-lines", "14:37"),
        ("  end.time: {value: 30 days, valid_from: 2026-02-30}\n", "register.bad-date", "14:42"),
        ("  end.time: {clause: § 8}\n", "register.missing", "14:13"),
        ("  residency.backup: Atlantis\n", "terms.bad-value", "14:21"),
        ("  periods.calendar: Atlantis\n", "terms.bad-value", "14:21"),
        ("  periods.zone: {value: Mars/Base}\n", "terms.bad-value", "14:25"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place_and_stops(
    broken: str, code: str, place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "terms.yaml").write_text(AGREEMENT + broken, encoding="utf-8")
    assert main(["terms", "show", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"error[{code}]" in err and f"terms.yaml:{place}" in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["show", "--customer", "nobody"], "terms.customer-unknown"),
        (["show", "--customer", "acme", "--at", "2026-01-15"], "terms.agreement-missing"),
        (["show", "--at", "2025-01-15"], "terms.agreement-missing"),
        (["show", "--only", "notise"], "terms.parameter-unknown"),
        (["show", "--at", "tomorrow"], "date-wrong"),
        (["diff"], "usage"),
        (["account"], "usage"),
    ],
)
def test_what_has_no_answer_is_told(
    words: list[str], code: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    action, *rest = words
    assert main(["terms", action, str(folder), *rest]) == 2
    assert code in capsys.readouterr().err


def test_a_folder_without_terms_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "show", str(tmp_path)]) == 2
    assert "terms.none" in capsys.readouterr().err


def test_the_document_on_data_protection_prevails_and_a_conflict_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """D-13: data protection appendix > agreement > other appendices; the precedence is logged, conflicts are told."""
    service = AGREEMENT.replace("mark: DPA", "document: main-agreement").replace("72 hours", "24 hours")
    (folder / "service.yaml").write_text(service, encoding="utf-8")
    alarm = shown(capsys, "show", folder, "--at", "2027-01-15", "--only", "breach.alarm")["terms"][
        "breach.alarm"
    ]
    assert alarm["value"] == "72 hours"
    assert [step["outcome"] for step in alarm["steps"]] == ["agreement", "lower-document"]
    main(["terms", "check", str(folder), "--at", "2027-01-15", "--json"])
    told = [one for one in json.loads(capsys.readouterr().out) if one["rule"] == "outranked"]
    assert [one["parameters"] for one in told] == [["breach.alarm"]]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--only", "zzz"], "docs/reference/terms.md lists them all."),
        (["--only", "notice.lenght"], "Did you mean: notice.length"),
        (["--agreement", "nobodys"], "The files hold: kite-dpa 2026-01-01"),
    ],
)
def test_advice_names_what_there_is_and_nothing_empty(
    words: list[str], hint: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "terms", "show", str(folder), *words]) == 2
    err = capsys.readouterr().err
    assert hint in err and ": ?" not in err and ": ." not in err


def test_a_folder_s_file_counts_wherever_its_key_stands(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deviation = {
        "kind": "customer",
        "ketju-terms": 1,
        "id": "lumikko",
        "accepted": [{"agreement": "kite-dpa", "version": "2026-01-01", "from": "2026-02-01"}],
        "terms": {"notice.length": {"value": "50 days", "signed": "2026-02-01"}},
    }
    (folder / "lumikko.yaml").write_text(json.dumps(deviation, indent=0), encoding="utf-8")
    found = shown(capsys, "show", folder, "--customer", "lumikko", "--at", "2026-11-29")["terms"]
    assert found["notice.length"]["value"] == "50 days"


@pytest.mark.parametrize(
    ("broken", "hint"),
    [
        ("  end.time: {value: 30 days, valid_from: 2026-02}\n", "Write year, month and day"),
        ("  end.time: {value: {days: 30}}\n", "terms.schema.json"),
    ],
)
def test_advice_speaks_of_files_of_terms(
    broken: str, hint: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "terms.yaml").write_text(AGREEMENT + broken, encoding="utf-8")
    assert main(["--lang", "en", "terms", "show", str(folder)]) == 2
    assert hint in capsys.readouterr().err


def test_documents_that_disagree_are_shown_as_contradictory_with_their_marks(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "ketju-terms: 1\nkind: agreement\nid: kite-dpa\nversion: 2026-01-01\nvalid_from: 2026-01-01\n"
    for mark, country in (("GT", "FI"), ("SLA", "SE")):
        text = f"{said}document: other-appendix\nmark: {mark}\nterms:\n  residency.backup: {{value: {country}, clause: § 3}}\n"
        (folder / f"{mark}.yaml").write_text(text, encoding="utf-8")
    words = ["--lang", "en", "terms", "show", str(folder), "--at", "2026-11-29", "--only", "residency.backup"]
    assert main(words) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "1 term is contradictory; neither value counts." in out
    assert "§ 3 (GT): Finland" in out and "§ 3 (SLA): Sweden" in out
    assert main(["--lang", "fi", *words[2:]]) == 0
    assert "1 ehto on ristiriitainen; kumpikaan arvo ei päde." in capsys.readouterr().out


def test_a_published_list_that_cites_an_article_alone_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published = folder / "list.txt"
    published.write_text(
        "Underbiträden\n\nFöretag\tÄndamål\tPlats\tÖverföring\n"
        "Alfa Inc.\tUtskick av e-post\tUSA\tArtikel 46 i dataskyddslagen\n"
        "Beta AB\tDrift av servrar\tSverige\t\n",
        encoding="utf-8",
    )
    main(["--lang", "en", "terms", "check", str(folder), "--at", "2026-11-29", "--register", str(published)])
    assert "warning[X-24 safeguard-by-article]" in capsys.readouterr().out
