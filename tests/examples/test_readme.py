"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ketju.cli.command import command_names
from ketju.cli.main import main

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def block_after(comment: str) -> str:
    found = re.search(rf"<!-- {re.escape(comment)} -->\n```\n(.*?)```", README, re.S)
    assert found is not None
    return found[1]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.txt").write_text(block_after("list.txt"), encoding="utf-8")
    return tmp_path


def test_the_example_comes_out_as_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "list.txt"]) == 0
    assert capsys.readouterr().out == block_after("ketju read list.txt")


def test_the_register_file_comes_out_as_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.search(r"```yaml\n(.*?)```", README, re.S)
    assert shown is not None
    assert main(["read", "--format", "yaml", "list.txt"]) == 0
    assert shown[1] in capsys.readouterr().out


def test_every_command_is_named() -> None:
    assert all(f"`ketju {name}" in README for name in command_names())
