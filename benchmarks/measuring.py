"""How to measure: programs in child processes with their time and memory, and what a benchmark gives back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MIB = 1 << 20
SAMPLE_SECONDS = 0.02

Cell = str | int | float


class Skipped(Exception):
    """A benchmark cannot be run here; the message says what it lacks."""


@dataclass(frozen=True)
class Table:
    """Measured rows under the names of their columns, with sentences that belong to them.

    Without ``on_page`` the table is for the terminal only: what it names is no business of the reference.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    on_page: bool = True


@dataclass(frozen=True)
class Options:
    """What the command line asks for: quick runs for a look, where converted files are kept."""

    quick: bool = False
    converted: Path | None = None


@dataclass(frozen=True)
class Benchmark:
    """Something that can be measured; ``run`` raises Skipped where it cannot."""

    name: str
    about: str
    run: Callable[[Options], list[Table]]


@dataclass(frozen=True)
class Run:
    """One run of a program: how it ended, what it said, seconds by the clock and of the processor, peak memory."""

    code: int
    output: str
    complaint: str
    seconds: float
    processor: float
    memory: int
    timed_out: bool = False

    @property
    def data(self) -> Any:
        """The JSON object on the last line of the output."""
        lines = self.output.strip().splitlines()
        if self.code or not lines:
            raise RuntimeError(f"the measured program failed: {self.complaint[-2000:]}")
        return json.loads(lines[-1])


@dataclass
class _Watch(threading.Thread):
    """Looks at the memory of a process and all below it, together, until told to stop (Linux only)."""

    pid: int
    peak: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.done.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, sum(map(_resident, _with_children(self.pid))))


def _with_children(pid: int) -> list[int]:
    """A process and every process below it."""
    found, index = [pid], 0
    while index < len(found):
        try:
            for task in Path(f"/proc/{found[index]}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            pass
        index += 1
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def run(command: Sequence[str], *, limit: float = 600.0, together: bool = False) -> Run:
    """Run a program to its end, or for ``limit`` seconds.

    Memory is the largest that a single process of it had; with ``together`` what all its processes had at once, looked
    at fifty times a second.
    """
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    watch = _Watch(child.pid) if together else None
    clock = threading.Timer(limit, child.kill)
    said: list[bytes] = [b"", b""]
    assert child.stdout and child.stderr
    readers = [
        threading.Thread(target=_keep, args=(pipe, said, at))
        for at, pipe in enumerate((child.stdout, child.stderr))
    ]
    clock.start()
    for thread in [*readers, *([watch] if watch else [])]:
        thread.start()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    timed_out = not clock.is_alive()
    clock.cancel()
    for thread in readers:
        thread.join()
    if watch:
        watch.done.set()
        watch.join()
    unit = 1 if sys.platform == "darwin" else 1024
    # What the system tells begins with the memory of this process: where it was watched, that counts.
    memory = watch.peak if watch and watch.peak else usage.ru_maxrss * unit
    output, complaint = (text.decode("utf-8", "replace") for text in said)
    processor = usage.ru_utime + usage.ru_stime
    return Run(child.returncode, output, complaint, seconds, processor, memory, timed_out)


def _keep(pipe: Any, said: list[bytes], at: int) -> None:
    with pipe:
        said[at] = pipe.read()


def python(*arguments: str, limit: float = 600.0) -> Run:
    """Run this Python with arguments."""
    return run([sys.executable, *arguments], limit=limit)


def command_line() -> list[str]:
    """How ``ketju`` is called here."""
    installed = Path(sys.executable).with_name("ketju")
    if installed.exists():
        return [str(installed)]
    return [sys.executable, "-c", "from ketju.cli.main import main; main()"]


def corpus() -> list[Path]:
    """The lists to measure with: the labelled lists where they are, else those of the tests and the examples."""
    shared = SHARED / "corpus" / "lists"
    folders = [shared] if shared.is_dir() else [ROOT / "tests" / "data" / "lists", ROOT / "examples"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    ours = ("expected", "ketju.yaml", "README")
    found = sorted(path for path in files if not path.name.startswith(ours))
    if not found:
        raise Skipped("there are no lists to read")
    return found


def corpus_name() -> str:
    """What ``corpus`` gives, in words."""
    return "labelled lists" if (SHARED / "corpus" / "lists").is_dir() else "lists of the tests and examples"


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which ``share`` per cent of the values lie."""
    return quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)
