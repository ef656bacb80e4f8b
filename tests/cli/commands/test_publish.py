from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import REGISTER, Run

PUBLIC = REGISTER.replace("languages: [en]", "languages: [en]\ntlp: TLP:CLEAR")
ON = ("--on", "2026-03-01")


@pytest.fixture
def public(tmp_path: Path) -> Path:
    path = tmp_path / "ketju.yaml"
    path.write_text(PUBLIC, encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones included."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def versions(folder: Path) -> list[str]:
    record = json.loads((folder / "ketju-publication.json").read_bytes())
    return [version["digest"] for version in record["versions"]]


def test_publishing_twice_gives_the_same_bytes(ketju: Run, public: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert ketju("publish", public, "--out", out, *ON).code == 0
    first = tree(out)
    assert ketju("publish", public, "--out", out, *ON).code == 0
    ketju("publish", public, "--out", tmp_path / "other", *ON)

    assert first and tree(out) == first == tree(tmp_path / "other")


def test_a_version_is_kept_under_the_hash_of_its_bytes(ketju: Run, public: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    ran = ketju("publish", public, "--out", out, *ON)
    (path,) = (out / "versions").iterdir()

    assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    assert ran.out.splitlines()[-1] == f"SHA-256 {path.stem}"


def test_earlier_versions_live_on(ketju: Run, public: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    ketju("publish", public, "--out", out, *ON)
    before = tree(out / "versions")
    public.write_text(PUBLIC.replace("Sending of e-mail", "Sending of letters"), encoding="utf-8")
    ran = ketju("publish", public, "--out", out, "--on", "2026-04-01")

    assert "Version 2, TLP:CLEAR" in ran.out
    assert len(versions(out)) == 2
    assert before.items() < tree(out / "versions").items()


def test_going_back_to_older_content_is_a_version_of_its_own(
    ketju: Run, public: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    ketju("publish", public, "--out", out, *ON)
    public.write_text(PUBLIC.replace("Sending of e-mail", "Sending of letters"), encoding="utf-8")
    ketju("publish", public, "--out", out, *ON)
    public.write_text(PUBLIC, encoding="utf-8")
    ketju("publish", public, "--out", out, *ON)
    first, second, third = versions(out)

    assert first == third != second


def test_a_comment_makes_no_version(ketju: Run, public: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    ketju("publish", public, "--out", out, *ON)
    public.write_text(f"# a comment\n{PUBLIC}", encoding="utf-8")

    assert "Version 1 as before" in ketju("publish", public, "--out", out, *ON).out
    assert len(versions(out)) == 1


def test_a_list_without_a_label_is_published_when_somebody_says_for_whom(
    ketju: Run, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    ran = ketju("publish", register, "--out", out)

    assert ran.code == 2 and "publish.label-missing" in ran.err and not out.exists()
    assert ketju("publish", register, "--out", out, "--tlp", "clear").code == 0
    assert b'"TLP:CLEAR"' in (out / "sub-processors.json").read_bytes()


def test_a_stricter_list_is_refused(ketju: Run, public: Path, tmp_path: Path) -> None:
    public.write_text(PUBLIC.replace("TLP:CLEAR", "TLP:AMBER"), encoding="utf-8")
    out = tmp_path / "site"
    ran = ketju("publish", public, "--out", out)

    assert ran.code == 2 and "publish.label-too-strict" in ran.err and not out.exists()
    assert ketju("publish", public, "--out", out, "--tlp", "TLP:AMBER").code == 0


def test_contact_persons_are_nowhere_in_the_folder(ketju: Run, public: Path, tmp_path: Path) -> None:
    contact = "    contact: {name: Maija Meikalainen, details: maija.m@acme.example}\n"
    note = "    notes: ['Ask erkki.esimerkki@acme.example']\n"
    public.write_text(
        PUBLIC.replace("    places: [DE]\n", f"    places: [DE]\n{contact}{note}"), encoding="utf-8"
    )
    assert ketju("publish", public, "--out", tmp_path / "site", *ON).code == 0
    everything = b"".join(tree(tmp_path / "site").values())

    assert b"Acme Hosting" in everything
    assert b"Maija" not in everything and b"maija" not in everything and b"erkki" not in everything


def test_a_register_with_a_mistake_changes_nothing(ketju: Run, public: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    ketju("publish", public, "--out", out, *ON)
    before = tree(out)
    public.write_text(PUBLIC.replace("places: [US]", "places: [USA]"), encoding="utf-8")
    ran = ketju("publish", public, "--out", out, *ON)

    assert ran.code == 2 and "publish.register-wrong" in ran.err
    assert tree(out) == before


def test_a_folder_with_other_files_is_refused_and_left_alone(
    ketju: Run, public: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    ran = ketju("publish", public, "--out", out, *ON)

    assert ran.code == 2 and "thesis.txt" in ran.err
    assert tree(out) == {"thesis.txt": b"mine"}


def test_other_files_stay_when_publishing_by_force(ketju: Run, public: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    (out / "sub").mkdir(parents=True)
    (out / "CNAME").write_text("list.example.com")
    (out / "sub" / "link").symlink_to("../CNAME")
    (out / "ketju.yaml").write_text("old")
    assert ketju("publish", public, "--out", out, *ON, "--force").code == 0

    assert (out / "CNAME").read_text() == "list.example.com"
    assert (out / "sub" / "link").is_symlink()
    assert (out / "ketju.yaml").read_text() != "old"
    assert ketju("publish", public, "--out", out, *ON).code == 2
    assert ketju("publish", public, "--out", out, *ON, "--force").code == 0
    assert (out / "CNAME").exists()


def test_a_published_file_that_somebody_changed_is_not_lost_silently(
    ketju: Run, public: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    ketju("publish", public, "--out", out, *ON)
    (out / "ketju.yaml").write_text("changed by hand")
    ran = ketju("publish", public, "--out", out, *ON)

    assert ran.code == 2 and "ketju.yaml" in ran.err
    assert (out / "ketju.yaml").read_text() == "changed by hand"


@pytest.mark.parametrize("damage", ["lost", "changed", "record"])
def test_a_broken_history_is_said_and_nothing_is_written(
    ketju: Run, public: Path, tmp_path: Path, damage: str
) -> None:
    out = tmp_path / "site"
    ketju("publish", public, "--out", out, *ON)
    (path,) = (out / "versions").iterdir()
    if damage == "lost":
        path.unlink()
    elif damage == "changed":
        path.write_text("{}")
    else:
        (out / "ketju-publication.json").write_text('{"ketju-publication": 1, "files": []}')
    before = tree(out)
    ran = ketju("publish", public, "--out", out, *ON, "--force")

    assert ran.code == 2 and "publish.history-broken" in ran.err
    assert tree(out) == before


def test_formats_that_are_no_longer_asked_for_go(ketju: Run, public: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    ketju("publish", public, "--out", out, *ON)
    ketju("publish", public, "--out", out, *ON, "--formats", "json")

    assert {path.split("/")[0] for path in tree(out)} == {
        "ketju-publication.json",
        "sub-processors.json",
        "versions",
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--formats", "jsn"), "publish.format-unknown"),
        (("--languages", "en,de"), "publish.language-unknown"),
        (("--base-url", "example.com"), "publish.base-url-wrong"),
        (("--base-url", "javascript:alert(1)"), "publish.base-url-wrong"),
        (("--base-url", "https://example.com/?a=1"), "publish.base-url-wrong"),
        (("--on", "2026-02-30"), "date-wrong"),
        (("--tlp", "public"), "publish.label-unknown"),
    ],
)
def test_wrong_arguments_are_said(
    ketju: Run, public: Path, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    ran = ketju("publish", public, "--out", tmp_path / "site", *arguments)

    assert ran.code == 2 and f"error[{code}]" in ran.err
    assert not (tmp_path / "site").exists()


def test_nothing_is_left_beside_the_folder(ketju: Run, public: Path, tmp_path: Path) -> None:
    out = tmp_path / "place" / "site"
    for _ in range(2):
        assert ketju("publish", public, "--out", out, *ON).code == 0

    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_folder_that_cannot_be_written_stays_as_it_is(
    ketju: Run, public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    ketju("publish", public, "--out", out, *ON)
    before = tree(out)
    moves = []

    def rename(self: Path, target: Path, original=Path.rename) -> Path:
        moves.append(self)
        if len(moves) == 2:
            raise PermissionError(13, "Permission denied")
        return original(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    ran = ketju("publish", public, "--out", out, "--on", "2026-05-01", "--languages", "fi")

    assert ran.code == 2 and "output-failed" in ran.err
    assert tree(out) == before


def test_any_list_can_be_published(ketju: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text(
        "# Sub-processors\n\nName | Purpose | Location\n--- | --- | ---\nAcme GmbH | Hosting | Germany\n"
    )

    assert ketju("publish", path, "--out", tmp_path / "site", "--tlp", "clear").code == 0


def test_a_file_without_a_list_is_not_published(ketju: Run, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Bread, milk, cheese\n")
    ran = ketju("publish", path, "--out", tmp_path / "site", "--tlp", "clear")

    assert ran.code == 2 and not (tmp_path / "site").exists()
