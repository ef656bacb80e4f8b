"""Wrong use and bad input from outside: an error with its place and advice, exit code 2, nothing written, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = "from ketju.cli.main import main; main()"
LIST = "Company\tPurpose\tLocation\nAcme Ltd\tHosting of servers\tIreland\nBravo GmbH\tE-mail\tGermany\n"
WORDS = {
    "en": ("error[", "hint: "),
    "fi": ("virhe[", "vihje: "),
    "sv": ("fel[", "tips: "),
}
FILES: dict[str, bytes] = {
    "good.txt": LIST.encode(),
    "empty.txt": b"",
    "prose.txt": b"Hello.\nThis is a letter to my aunt.\n",
    "junk.bin": bytes(range(256)) * 20,
    "junk": bytes(range(256)) * 20,
    "junk.xlsx": b"PK\x03\x04" + bytes(range(256)) * 20,
    "junk.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "nothing.docx": b"PK\x05\x06" + bytes(18),
    "broken.json": b'{"a": [1, 2,, ]}',
    "broken.yaml": b"a: [b\nc: d: e\n",
    "good.yaml": b"ketju: 1\nentries: {a: {name: A}}\n",
    "bad.yaml": b"ketju: 1\nentries:\n  a: {name: A, since: 1.4.2021}\n",
    "syntax.yaml": b"ketju: 1\nentries:\n  a: {name: [A}\n",
    "two.yaml": b"ketju: 1\n---\nketju: 1\n",
    "newer.yaml": b"ketju: 2\n",
    "kept.json": b"kept",
}
CASES: list[tuple[str, str, str]] = [
    ("read missing.txt", "file-unreadable", "missing.txt"),
    ("read folder", "file-unreadable", "folder"),
    ("read https://example.com/list", "file-unreadable", "https://example.com/list"),
    ("read missing.txt/list.txt", "file-unreadable", "missing.txt/list.txt"),
    ("read empty.txt", "read.empty", "empty.txt:1:1"),
    ("read prose.txt", "read.no-list", "prose.txt:1:1"),
    ("read junk.bin", "format-unknown", "junk.bin"),
    ("read junk", "format-unknown", "junk"),
    ("read junk.xlsx", "source-broken", "junk.xlsx"),
    ("read junk.pdf", "source-broken", "junk.pdf"),
    ("read nothing.docx", "source-broken", "nothing.docx"),
    ("read broken.json", "read.not-as-claimed", "broken.json:1:13"),
    ("read broken.yaml", "read.not-as-claimed", "broken.yaml:2:2"),
    ("read good.txt --as pdf", "source-broken", "good.txt"),
    ("read good.txt --as oracle", "format-unknown", "good.txt"),
    ("read good.txt --format xml", "usage.choice", ""),
    ("read good.txt --no-such", "usage.unknown", ""),
    ("read good.txt good.txt", "usage.unknown", ""),
    ("read", "usage.required", ""),
    ("raed good.txt", "usage.command", ""),
    ("read good.txt --format json --output kept.json", "output-exists", "kept.json"),
    ("read good.txt --format json --output no/such/folder.json", "output-failed", "no/such/folder.json"),
    ("hash missing.yaml", "file-unreadable", "missing.yaml"),
    ("hash bad.yaml", "register.bad-date", "bad.yaml:3:23"),
    ("hash syntax.yaml", "register.syntax", "syntax.yaml:3:15"),
    ("hash two.yaml", "register.several-documents", "two.yaml:2:1"),
    ("hash newer.yaml", "register.version-unknown", "newer.yaml:1:8"),
    ("hash good.txt", "register.not-a-register", "good.txt:1:1"),
    ("resolve bad.yaml", "register.bad-date", "bad.yaml:3:23"),
    ("resolve good.yaml --service mail", "product-unknown", ""),
    ("resolve good.yaml --region eu", "region-unknown", ""),
    ("resolve good.yaml --option extra", "option-unknown", ""),
    ("resolve good.yaml --as-of 2026-02-30", "date-wrong", ""),
    ("tour missing.txt", "file-unreadable", "missing.txt"),
    ("tour prose.txt", "read.no-list", "prose.txt:1:1"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("wrong use")
    (found / "folder").mkdir()
    for name, data in FILES.items():
        (found / name).write_bytes(data)
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def run(words: str, folder: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", MAIN, *words.split(), "--lang", language]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False
    )


@pytest.mark.parametrize(("words", "code", "place"), CASES, ids=[words for words, _, _ in CASES])
def test_it_ends_in_an_error_with_its_place_and_advice_and_writes_nothing(
    words: str, code: str, place: str, folder: Path
) -> None:
    language = list(WORDS)[len(words) % 3]
    error, hint = WORDS[language]
    before = files_of(folder)
    ran = run(words, folder, language)
    assert ran.returncode == 2
    assert f"{error}{code}]: " in ran.stderr
    assert (f"\n  --> {place}\n" in ran.stderr) is bool(place)
    assert f"\n{hint}" in ran.stderr
    assert "Traceback" not in ran.stderr + ran.stdout
    assert "internal" not in ran.stderr
    assert files_of(folder) == before


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in which KETJU stands for the command."""
    bash = shutil.which("bash")
    assert bash
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = script.replace("KETJU", f'{sys.executable} -c "{MAIN}"')
    return subprocess.run(
        [bash, "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("script", "code", "place"),
    [
        ("KETJU read - <&-", "file-unreadable", "<stdin>"),
        ("KETJU read good.txt >&-", "output-failed", "<stdout>"),
        ("KETJU formats >&-", "output-failed", "<stdout>"),
    ],
)
def test_a_stream_that_is_closed_is_named(script: str, code: str, place: str, folder: Path) -> None:
    ran = shell(script, folder)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"error[{code}]: ")
    assert f"\n  --> {place}\nhint: " in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        "read good.txt",
        "read --format json good.txt",
        "hash good.yaml",
        "resolve good.yaml",
        "formats",
    ],
)
def test_a_full_disk_under_the_output_is_named(words: str, folder: Path) -> None:
    ran = shell(f"KETJU {words} > /dev/full", folder)
    assert ran.returncode == 2
    assert ran.stderr.startswith("error[output-failed]: The file cannot be written: there is no room left.")
    assert "  --> <stdout>\n" in ran.stderr


def test_errors_that_nobody_can_be_told_still_end_in_their_code(folder: Path) -> None:
    assert shell("KETJU read missing.txt 2>&-", folder).returncode == 2
    assert shell("KETJU read good.txt 2>&-", folder).returncode == 0


def test_a_tour_shows_the_good_lists_beside_the_bad_ones(folder: Path, tmp_path: Path) -> None:
    ran = run(f"tour prose.txt good.txt missing.txt --output {tmp_path}", folder)
    assert ran.returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good"]
    assert "error[read.no-list]" in ran.stderr
    assert "error[file-unreadable]" in ran.stderr
