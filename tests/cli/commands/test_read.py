from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from ketju.formats.registerfile.reading import read_register
from tests.cli.conftest import REGISTER, Run

EXAMPLES = Path(__file__).parents[3] / "examples"
SCORED = {
    *("name", "legal_entity", "purpose", "data", "locations", "outside_eea", "identifiers"),
    *("address", "links", "transfer_mechanism", "since", "until", "applies_to"),
}


def entries(text: str) -> list[dict[str, object]]:
    found = json.loads(text)["entries"]
    assert isinstance(found, list)
    return found


def test_text_is_a_table_for_people(ketju: Run, listed: Path) -> None:
    ran = ketju("read", listed)

    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert "Acme Hosting GmbH Hosting of servers DE places: no" in [" ".join(line.split()) for line in lines]
    assert "2 sub-processors" in lines
    assert lines[-1].startswith("2 entries · ")


def test_text_in_another_language_has_its_labels(ketju: Run, listed: Path) -> None:
    assert "2 alikäsittelijää" in ketju("--lang", "fi", "read", listed).out


def test_json_is_one_object_with_every_key_of_an_entry(ketju: Run, listed: Path) -> None:
    ran = ketju("read", "--format", "json", listed)
    acme, bolt = entries(ran.out)

    assert (ran.code, ran.err) == (0, "")
    assert set(acme) >= SCORED
    assert (acme["name"], acme["purpose"], acme["locations"]) == (
        "Acme Hosting GmbH",
        "Hosting of servers",
        ["DE"],
    )
    assert (bolt["locations"], bolt["outside_eea"], bolt["outside_eea_computed"]) == (["US"], None, True)


def test_json_tells_where_each_value_stands(ketju: Run, listed: Path) -> None:
    acme = entries(ketju("read", "--format", "json", listed).out)[0]

    assert acme["spans"]["name"]["line"] == 5  # type: ignore[index]
    assert acme["spans"]["name"]["column"] == 1  # type: ignore[index]
    assert acme["spans"]["purpose"]["column"] == len("Acme Hosting GmbH | ") + 1  # type: ignore[index]


def test_yaml_is_a_register_file(ketju: Run, listed: Path) -> None:
    ran = ketju("read", "--format", "yaml", listed)
    register, problems = read_register(ran.out)

    assert problems == ()
    assert register is not None
    assert [entry.name for entry in register.entries] == ["Acme Hosting GmbH", "Bolt Mail Inc."]


def test_a_file_that_is_not_there_is_an_error_with_a_hint(ketju: Run) -> None:
    ran = ketju("read", "no/such/list.txt")

    assert ran == (
        2,
        "",
        "error[file-unreadable]: The file cannot be opened: there is no such file or folder.\n"
        "  --> no/such/list.txt\n"
        "hint: Check the name and that you may read the file; - reads standard input.\n",
    )


def test_a_folder_is_no_list(ketju: Run, tmp_path: Path) -> None:
    assert "it is a folder" in ketju("read", tmp_path).err


def test_a_name_that_no_file_can_have_is_an_error(ketju: Run) -> None:
    assert ketju("read", "a\0b").code == 2


def test_a_document_without_a_list_gives_two_and_says_where(ketju: Run, tmp_path: Path) -> None:
    path = tmp_path / "cats.txt"
    path.write_text("Cats sleep most of the day.\n\nThey wake up for dinner.\n", encoding="utf-8")
    ran = ketju("read", path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[:2] == [
        "error[read.no-list]: No list of sub-processors was found.",
        f"  --> {path}:1:1",
    ]


def test_a_program_is_told_what_stands_in_a_document_without_a_list(ketju: Run, tmp_path: Path) -> None:
    path = tmp_path / "cats.txt"
    path.write_text("Cats sleep most of the day.\n", encoding="utf-8")
    ran = ketju("read", "--format", "json", path)

    assert ran.code == 2
    data = json.loads(ran.out)
    assert data["entries"] == []
    assert data["problems"][0]["code"] == "read.no-list"
    assert data["problems"][0]["message"] == "No list of sub-processors was found."
    assert (data["problems"][0]["line"], data["problems"][0]["column"]) == (1, 1)


def test_an_empty_file_is_bad_input(ketju: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"")

    assert ketju("read", path).code == 2


def test_a_document_that_is_cut_off_names_the_file(ketju: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.docx"
    path.write_bytes((EXAMPLES / "granris/list.docx").read_bytes()[:3000])
    ran = ketju("read", path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[source-broken]: ")
    assert f"  --> {path}\n" in ran.err


def test_a_format_that_nobody_knows_is_an_error(ketju: Run, listed: Path) -> None:
    assert ketju("read", "--as", "wordperfect", listed).err.startswith("error[format-unknown]: ")


def test_a_format_may_be_forced(ketju: Run, listed: Path) -> None:
    assert json.loads(ketju("read", "--format", "json", "--as", "plain", listed).out)["format"] == "plain"


def test_standard_input_is_read(ketju: Run, listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(listed.read_bytes())))
    ran = ketju("read", "-", "--format", "json", "--name", "list.md")

    assert json.loads(ran.out)["format"] == "markdown"
    assert len(entries(ran.out)) == 2


def test_tables_fit_a_hundred_columns(ketju: Run) -> None:
    ran = ketju("read", EXAMPLES / "ruskoilves/list.html")

    assert max(map(len, ran.out.splitlines())) <= 100


def test_a_register_file_is_written(ketju: Run, listed: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    ran = ketju("read", "--format", "yaml", "--output", target, listed)

    assert (ran.code, ran.out) == (0, "")
    assert target.read_text(encoding="utf-8") == ketju("read", "--format", "yaml", listed).out


def test_an_existing_file_is_not_replaced_unless_told(ketju: Run, listed: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("mine", encoding="utf-8")
    refused = ketju("read", "--format", "yaml", "--output", target, listed)

    assert refused.code == 2
    assert refused.err.startswith("error[output-exists]: The file is there already.\n")
    assert target.read_text(encoding="utf-8") == "mine"
    assert ketju("read", "--format", "yaml", "--output", target, "--force", listed).code == 0
    assert target.read_text(encoding="utf-8") != "mine"


def test_nothing_is_written_when_there_is_no_list(ketju: Run, tmp_path: Path) -> None:
    path, target = tmp_path / "cats.txt", tmp_path / "out.yaml"
    path.write_text("Cats sleep most of the day.\n", encoding="utf-8")
    for form in ("yaml", "json", "text"):
        assert ketju("read", "--format", form, "--output", target, path).code == 2
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_cannot_be_written_to(ketju: Run, listed: Path, tmp_path: Path) -> None:
    ran = ketju("read", "--output", tmp_path / "no" / "out.txt", listed)

    assert ran.code == 2
    assert ran.err.startswith(
        "error[output-failed]: The file cannot be written: there is no such file or folder."
    )


def test_a_register_file_is_taken_as_it_is(ketju: Run, register: Path) -> None:
    data = json.loads(ketju("read", "--format", "json", register).out)

    assert data["format"] == "ketju"
    assert [entry["id"] for entry in data["entries"]] == ["acme", "bolt", "solo", "old"]


def test_good_entries_of_a_register_file_survive_bad_ones(ketju: Run, register: Path) -> None:
    register.write_text(REGISTER.replace("places: [US]", "places: [USA]"), encoding="utf-8")
    ran = ketju("read", register)

    assert ran.code == 2
    assert "Acme Hosting GmbH" in ran.out
    said = " ".join(ran.out.split())
    assert f"error[register.unknown-country] {register}:25:14: “USA” is not the code of a country." in said


def test_half_a_surrogate_pair_stays_readable_json(ketju: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(
        '{"subprocessors": [{"name": "Acme \\ud800 Ltd", "purpose": "Hosting", "location": "Germany"},'
        ' {"name": "Bolt Inc.", "purpose": "Mail", "location": "France"}]}',
        encoding="utf-8",
    )

    assert len(entries(ketju("read", "--format", "json", path).out)) == 2
