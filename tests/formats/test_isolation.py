"""Binary formats are read in a child process: whatever happens to it ends in a document or a Problem."""

import json
import os
import sys
from pathlib import Path

import pytest

from ketju.core.model.document import Document
from ketju.core.problems import Problem, SourceBroken, SourceHostile, SourceSlow
from ketju.formats import isolation
from ketju.formats.document_json import json_from_document
from ketju.formats.format import Format, Source
from ketju.formats.isolation import read_isolated
from ketju.formats.readers.docx import FORMAT as DOCX
from ketju.formats.readers.ods import FORMAT as ODS
from ketju.formats.readers.odt import FORMAT as ODT
from ketju.formats.readers.pdf import FORMAT as PDF
from ketju.formats.readers.xls import FORMAT as XLS
from ketju.formats.readers.xlsx import FORMAT as XLSX
from tests.formats.packages import cell, docx, zipped

DATA = Path(__file__).parents[1] / "data" / "formats"
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits on processes")


@pytest.mark.parametrize(
    ("format", "name"),
    [
        (DOCX, "works.docx"),
        (ODT, "works.odt"),
        (XLSX, "works.xlsx"),
        (ODS, "works.ods"),
        (XLS, "works.xls"),
        (PDF, "works-browser.pdf"),
    ],
)
def test_a_child_reads_what_is_read_in_process(format, name):
    source = Source((DATA / name).read_bytes(), name)
    assert read_isolated(format, source) == read_isolated(format, source, read_in_process=True)


def test_a_problem_of_the_reader_is_raised_with_its_parameters():
    with pytest.raises(SourceBroken) as caught:
        read_isolated(PDF, Source((DATA / "encrypted.pdf").read_bytes(), "geheim – list.pdf"))
    assert caught.value.params["reason"] == "encrypted"
    assert caught.value.params["file"] == "geheim – list.pdf"


def test_a_hostile_source_is_told_as_hostile():
    bomb = zipped({"word/document.xml": b"0" * (60 << 20)})
    with pytest.raises(SourceHostile):
        read_isolated(DOCX, Source(bomb, "bomb.docx"))


def test_reading_that_takes_too_long_is_stopped():
    with pytest.raises(SourceSlow) as caught:
        read_isolated(DOCX, Source((DATA / "works.docx").read_bytes(), "works.docx"), seconds=0.01)
    assert caught.value.params == {"file": "works.docx", "seconds": "0.01"}


@needs_limits
def test_reading_that_takes_too_much_memory_is_stopped():
    cells = "".join(f"<w:tr>{cell('x' * 40) * 20}</w:tr>" for _ in range(6000))
    heavy = docx(f"<w:tbl>{cells}</w:tbl>")
    with pytest.raises(Problem) as caught:
        read_isolated(DOCX, Source(heavy, "heavy.docx"), memory=120 << 20, seconds=60)
    assert isinstance(caught.value, (SourceHostile, SourceBroken))


@needs_limits
def test_a_child_that_cannot_even_start_ends_in_a_problem():
    with pytest.raises(Problem):
        read_isolated(PDF, Source((DATA / "works-browser.pdf").read_bytes()), memory=8 << 20)


def child_saying(monkeypatch, code: str) -> None:
    """Put this program in the place of the child."""
    real = isolation.subprocess.Popen

    def start(command, **options):
        return real([sys.executable, "-I", "-c", code], **options)

    monkeypatch.setattr(isolation.subprocess, "Popen", start)


def saying(reply: object) -> str:
    return f"import sys; sys.stdin.buffer.read(); sys.stdout.write({json.dumps(json.dumps(reply))})"


@pytest.mark.parametrize(
    "reply",
    [
        {"document": {"format": "pdf"}},
        {"document": []},
        {"document": None},
        {
            "document": {
                **json_from_document(Document("pdf", ())),
                "blocks": [["paragraph", ["text", ["box"]], 1]],
            }
        },
        {"problem": 7},
        {"something": "else"},
        [],
        "text",
        None,
    ],
)
def test_a_reply_that_is_no_document_is_not_believed(monkeypatch, reply):
    child_saying(monkeypatch, saying(reply))
    with pytest.raises(SourceBroken) as caught:
        read_isolated(PDF, Source(b"%PDF-", "list.pdf"))
    assert caught.value.params["reason"] == "reader-died"


def test_of_a_problem_only_known_kinds_and_parameters_are_believed(monkeypatch):
    params = {"file": "/etc/passwd", "reason": "x" * 1000, "secret": "y", "line": 3}
    child_saying(monkeypatch, saying({"problem": "SystemExit", "params": params}))
    with pytest.raises(SourceBroken) as caught:
        read_isolated(PDF, Source(b"%PDF-", "list.pdf"))
    assert caught.value.params == {"file": "list.pdf", "reason": "x" * 200, "line": "3"}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("import os; os.abort()", SourceBroken),
        ("raise SystemExit(3)", SourceBroken),
        ("print('[' * 200000)", SourceBroken),
        ("import sys; sys.stderr.write('memory allocation of 9 bytes failed'); sys.exit(134)", SourceHostile),
        ("import sys; sys.stderr.write('x' * 10000000)", SourceBroken),
        ("import time; time.sleep(60)", SourceSlow),
    ],
)
def test_however_the_child_ends_a_problem_is_raised(monkeypatch, code, kind):
    child_saying(monkeypatch, code)
    with pytest.raises(kind):
        read_isolated(PDF, Source(b"%PDF-" * 100_000, "list.pdf"), seconds=2)


def test_a_flood_of_output_is_cut_off(monkeypatch):
    monkeypatch.setattr(isolation, "MAX_REPLY", 1 << 20)
    child_saying(monkeypatch, "import sys\nwhile True: sys.stdout.write('x' * 65536)")
    with pytest.raises(SourceHostile):
        read_isolated(PDF, Source(b"%PDF-", "list.pdf"), seconds=5)


@needs_limits
def test_the_child_may_write_no_files_and_open_few():
    code = "import resource, sys; from ketju.formats.isolation import _limit; _limit(400 << 20, 5); "
    code += (
        "print(resource.getrlimit(resource.RLIMIT_FSIZE)[0], resource.getrlimit(resource.RLIMIT_NPROC)[0], "
    )
    code += "resource.getrlimit(resource.RLIMIT_NOFILE)[0], resource.getrlimit(resource.RLIMIT_AS)[0] >> 20)"
    import subprocess

    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ}, check=True
    )
    assert said.stdout.split() == ["0", "0", "64", "400"]


def failing(error: type[BaseException]) -> Format:
    def read(source: Source) -> Document:
        raise error

    return Format("failing", "Failing", (), lambda source: 0.0, read, binary=True)


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (MemoryError, SourceHostile, "memory"),
        (RecursionError, SourceHostile, "nesting"),
        (KeyError, SourceBroken, "reader-failed (KeyError)"),
    ],
)
def test_a_bug_in_a_reader_is_a_problem_for_its_user(error, kind, reason):
    with pytest.raises(kind) as caught:
        read_isolated(failing(error), Source(b""), read_in_process=True)
    assert caught.value.params["reason"] == reason
