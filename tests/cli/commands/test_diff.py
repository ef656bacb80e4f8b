from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import LIST, REGISTER, Run

MOVED = LIST.replace("| Germany", "| Germany, India") + "Kite Support Ltd | Customer support | Ireland\n"
TRANSLATED = """\
Example Mailin alikäsittelijät

Nimi | Tarkoitus | Sijainti
--- | --- | ---
Bolt Mail Inc. | Sähköpostin lähetys | Yhdysvallat
Acme Hosting GmbH | Palvelinten ylläpito | Saksa
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old.txt"
    file.write_text(LIST, encoding="utf-8")
    return file


@pytest.fixture
def new(tmp_path: Path) -> Path:
    file = tmp_path / "new.txt"
    file.write_text(MOVED, encoding="utf-8")
    return file


def test_changes_are_told_with_the_reason_for_notice_and_end_with_code_1(
    ketju: Run, old: Path, new: Path
) -> None:
    ran = ketju("diff", old, new)

    assert (ran.code, ran.err) == (1, "")
    owed, agreed = ran.out.split("The agreement or instructions decide\n", 1)
    assert "Notice is owed beforehand" in owed
    assert "Kite Support Ltd" in owed
    assert "new sub-processor" in owed
    assert "GDPR Art. 28(2)" in owed
    assert "new place: India" in agreed
    assert "3 changes" in agreed


def test_lists_that_say_the_same_end_with_code_0(ketju: Run, old: Path, tmp_path: Path) -> None:
    translated = tmp_path / "luettelo.txt"
    translated.write_text(TRANSLATED, encoding="utf-8")

    ran = ketju("diff", old, translated)

    assert (ran.code, ran.err) == (0, "")
    assert "Nothing changed" in ran.out


def test_programs_get_every_value(ketju: Run, old: Path, new: Path) -> None:
    found = json.loads(ketju("diff", old, new, "--format", "json").out)

    assert found["counts"] == {"yes": 2, "by-agreement": 1, "no": 0, "form": 0}
    assert [change["kind"] for change in found["changes"]] == ["added", "first-third-country", "place-added"]
    assert found["changes"][0]["notice"]["basis"] == ["GDPR Art. 28(2)", "D-134", "D-135", "D-194", "D-195"]
    assert found["changes"][2]["after"] == ["IN"]


def test_a_notice_in_markdown_introduces_a_new_company(ketju: Run, old: Path, new: Path) -> None:
    ran = ketju("diff", old, new, "--format", "markdown", "--lang", "fi")

    assert ran.out.startswith("# Alikäsittelijöiden muutokset")
    assert "- **Kite Support Ltd**: uusi alikäsittelijä" in ran.out
    assert "  - tarkoitus: Customer support \\[en\\]" in ran.out
    assert "  - paikka: Irlanti" in ran.out


def test_a_register_is_compared_with_a_list(ketju: Run, old: Path, register: Path) -> None:
    ran = ketju("diff", old, register)

    assert ran.code == 1
    assert "Solo Servers" in ran.out


def test_the_result_goes_to_a_file(ketju: Run, old: Path, new: Path, tmp_path: Path) -> None:
    file = tmp_path / "notice.md"

    assert ketju("diff", old, new, "--format", "markdown", "--output", file).code == 1
    assert "Kite Support Ltd" in file.read_text(encoding="utf-8")
    assert ketju("diff", old, new, "--output", file).code == 2
    assert ketju("diff", old, new, "--output", file, "--force").code == 1


def test_what_holds_no_list_is_a_problem(ketju: Run, old: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("Opening hours: 9 to 5\n", encoding="utf-8")

    ran = ketju("diff", old, empty)

    assert (ran.code, ran.out) == (2, "")
    assert "error[read.no-list]" in ran.err
    assert ketju("diff", old, tmp_path / "nowhere.txt").code == 2


def test_a_register_with_a_mistake_is_not_compared(ketju: Run, old: Path, tmp_path: Path) -> None:
    broken = tmp_path / "ketju.yaml"
    broken.write_text(REGISTER.replace("places: [EU]", "places: [Europe]"), encoding="utf-8")

    ran = ketju("diff", broken, old)

    assert (ran.code, ran.out) == (2, "")
    assert "unknown-country" in ran.err


def test_a_register_on_standard_input_is_taken_as_it_is(
    ketju: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ketju.yaml"
    file.write_text(REGISTER, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))

    ran = ketju("diff", "-", file)

    assert (ran.code, ran.err) == (0, "")
