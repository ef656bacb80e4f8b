from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ketju import __version__
from ketju.cli import main as module
from ketju.cli.arguments import language_from
from ketju.cli.command import command_names
from tests.cli.conftest import Run

PROGRAM = [sys.executable, "-c", "from ketju.cli.main import main; main()"]
HEAVY = (
    "babel",
    "ruamel",
    "lxml",
    "yaml",
    "pypdfium2",
    "markdown_it",
    "justhtml",
    "stdnum",
    "python_calamine",
)


def test_help_lists_the_commands_with_a_line_each(ketju: Run) -> None:
    ran = ketju("--help")

    assert ran.code == 0
    assert "  read      read a published list into a register\n" in ran.out
    assert all(f"  {name}" in ran.out for name in ("tour", "formats", "hash", "read", "resolve"))
    assert max(map(len, ran.out.splitlines())) <= 100


def test_no_arguments_show_the_help(ketju: Run) -> None:
    assert ketju() == ketju("--help")


@pytest.mark.parametrize("name", command_names())
def test_every_command_has_help_within_a_hundred_columns(ketju: Run, name: str) -> None:
    ran = ketju(name, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: ketju {name} ")
    assert max(map(len, ran.out.splitlines())) <= 100


def test_the_version_is_told(ketju: Run) -> None:
    assert ketju("--version").out == f"ketju {__version__}\n"


def test_a_command_that_is_not_there_gets_suggestions(ketju: Run) -> None:
    ran = ketju("reed")

    assert ran == (
        2,
        "",
        "error[usage.command]: There is no command “reed”.\n"
        "hint: Perhaps: read. ketju --help lists all commands.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("read",), "error[usage.required]: Something is missing: FILE"),
        (("read", "x", "--oops"), "error[usage.unknown]: This is not known here: --oops"),
        (
            ("read", "x", "--format", "xml"),
            "error[usage.choice]: --format cannot be “xml”. It can be: text, json, yaml",
        ),
        (("read", "x", "--format"), "error[usage.value]: --format needs a value after it."),
    ],
)
def test_wrong_use_is_explained(ketju: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = ketju(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [said, "hint: ketju read --help shows what may be written."]


def test_a_language_may_be_chosen_before_and_after_the_command(ketju: Run) -> None:
    for arguments in (("--lang", "fi", "read", "nothing"), ("read", "nothing", "--lang=fi")):
        assert ketju(*arguments).err.startswith("virhe[file-unreadable]: Tiedostoa ei voi avata: ")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "sv_FI.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "fi_FI.UTF-8", "LC_MESSAGES": "sv_SE"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: str) -> None:
    assert language_from([], environment) == language


def test_a_language_that_we_do_not_speak_is_refused(ketju: Run) -> None:
    assert ketju("--lang", "de", "formats").err.startswith("error[usage.choice]: --lang cannot be “de”.")


def test_what_nobody_foresaw_is_no_traceback(ketju: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise KeyError("oops")

    monkeypatch.setattr(module, "_dispatch", fail)
    ran = ketju("formats")

    assert ran.code == 2
    assert ran.err.splitlines() == [
        "error[internal]: Something went wrong inside Ketju: KeyError: 'oops'",
        "hint: This is a fault in Ketju, not yours. Run the command again with --debug and report what it shows.",
    ]
    with pytest.raises(KeyError):
        ketju("formats", "--debug")


def test_ctrl_c_stops_with_a_word(ketju: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_dispatch", interrupt)

    assert ketju("formats") == (128 + signal.SIGINT, "", "\nStopped.\n")


def test_a_reader_that_goes_away_is_no_error(listed: Path) -> None:
    command = f"{PROGRAM[0]} -c '{PROGRAM[2]}' read --format json {listed} | head -c 1"
    ran = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)

    assert ran.stdout == b"{"
    assert ran.stderr == b""


def test_one_small_text_file_is_read_without_loading_what_other_formats_need(listed: Path) -> None:
    code = (
        f"import sys; from ketju.cli.main import main; main(['read', '--format', 'json', {str(listed)!r}]);"
        + ("print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)")
    )
    plain = listed.with_suffix(".txt")
    plain.write_text(listed.read_text(encoding="utf-8").replace(" | ", "\t"), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", code.replace(str(listed), str(plain))],
        capture_output=True,
        text=True,
        check=True,
    )

    assert sorted(set(ran.stderr.split()) & set(HEAVY)) == []


def test_output_survives_a_terminal_without_its_letters(listed: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    ran = subprocess.run([*PROGRAM, "read", str(listed)], capture_output=True, env=environment, check=True)

    assert ran.stdout.decode("ascii").count("Acme Hosting GmbH") == 1
    assert b"-----" in ran.stdout
