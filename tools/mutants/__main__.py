"""Mutants of modules of the application: one change to the body of a function each; do tests of its rows notice?

``make mutants`` runs it after mutmut, which looks at the core. The changes are mutmut's own; how they are tried is not:
a database is made and the tests are run once, noting which lines of the modules each of them runs; then every mutant is
tried in a fork of that process, by the tests that run its line, the quickest first, until one fails. Which modules, and
by which tests, stands in ``core/duties/coverage.toml`` under ``[[mutants]]`` with ``tests``. Only SQLite in memory can
be forked like this.

    python -m tools.mutants [--sample 60] [--seed 7] [ketju.web.apps.cases.gating …]
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tools.mutants.targets import Mutant, Target

ROOT = Path(__file__).resolve().parents[2]
COVERAGE = ROOT / "src" / "ketju" / "core" / "duties" / "coverage.toml"
KILLED, SURVIVED, INVALID, BROKEN = 1, 0, 3, 4
"""How the process of a mutant ends; a signal, as of its clock, is a kill as well."""
PATIENCE = 10
"""How many times as long as without a change tests may take before a mutant counts as hanging."""


class _Root:
    """In the place of a next test: what is made for the whole session stays, all else is taken down."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


@dataclass
class Trial:
    """The plugin that tries mutants in the place of running tests."""

    targets: Sequence[Target]
    chosen: Callable[[Target], list[Mutant]]
    most_tests: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Make the database, run every test once, then try mutants.

        This process runs no test itself: a library may have begun threads in one, which a fork would wait for in vain.
        """
        items = {one.nodeid: one for one in session.items}
        root: Any = _Root(session)
        setups: Any = session._setupstate
        first: Any = session.items[0]
        setups.setup(first)
        setups.teardown_exact(root)
        first._request, first.funcargs = False, None  # as after a run, so that it is set up anew
        failed = self._run_all(list(items.values()), root)
        usable = {name: one for name, one in items.items() if name not in failed}
        for target in self.targets:
            self._try(target, usable)
        return True

    def _run_all(self, items: list[pytest.Item], root: Any) -> set[str]:
        """Run every test without a change in a process of its own; note how long each takes and what it reaches.

        Those that fail are told, given, and set aside.
        """
        paths = [one.path for one in self.targets]
        theirs, ours = Pipe()
        child = os.fork()
        if not child:
            try:
                theirs.send(_measured(items, root, paths))
            finally:
                os._exit(0)
        theirs.close()
        failed, self.seconds, reached = ours.recv()
        os.waitpid(child, 0)
        for target in self.targets:
            target.reached = reached.get(target.path, {})
        for name, words in failed.items():
            print(f"fails without a change: {name}", words, sep="\n", flush=True)
        return set(failed)

    def _try(self, target: Target, items: dict[str, pytest.Item]) -> None:
        counted: Counter[int] = Counter()
        began = time.monotonic()
        print(f"{target.name}: {len(target.mutants)} mutants", flush=True)
        for mutant in self.chosen(target):
            tests = sorted(target.tests_for(mutant) & items.keys(), key=lambda one: self.seconds[one])
            tests = tests[: self.most_tests or None]
            ended = self._ended(target, mutant, [items[one] for one in tests]) if tests else SURVIVED
            counted[ended] += 1
            if counted.total() % 10 == 0:
                print(f"  {counted[KILLED]} of {counted.total()}", flush=True)
            if ended == SURVIVED:
                name = target.functions[mutant.function].co_qualname
                print(f"  survives {len(tests)} tests: {name}:{mutant.words}", flush=True)
        made, taken = counted[KILLED] + counted[SURVIVED], time.monotonic() - began
        print(f"{target.name}: killed {counted[KILLED]} of {made} in {taken:.0f} s", flush=True)

    def _ended(self, target: Target, mutant: Mutant, tests: list[pytest.Item]) -> int:
        child = os.fork()
        if not child:
            try:
                os._exit(self._alone(target, mutant, tests))
            finally:
                os._exit(BROKEN)
        _, status = os.waitpid(child, 0)
        ended = os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED
        if ended == BROKEN:
            raise RuntimeError(f"cannot try {mutant.words}")
        return ended

    def _alone(self, target: Target, mutant: Mutant, tests: list[pytest.Item]) -> int:
        """In a process of its own: whether a test fails with the change."""
        limit = PATIENCE * (1 + sum(self.seconds[one.nodeid] for one in tests))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, limit)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            target.put_in(mutant)
        except (SyntaxError, ValueError):
            return INVALID
        try:
            for item, following in zip(tests, [*tests[1:], tests[-1]], strict=True):
                if any(one.failed for one in runtestprotocol(item, log=False, nextitem=following)):
                    return KILLED
        except BaseException:
            return KILLED
        return SURVIVED


def _measured(
    items: list[pytest.Item], root: Any, paths: list[str]
) -> tuple[dict[str, str], dict[str, float], Any]:
    """What failed, how many seconds each test took, and by file and line which tests ran it."""
    measured = importlib.import_module("coverage").Coverage(data_file=None, include=paths, config_file=False)
    failed, seconds = dict[str, str](), dict[str, float]()
    measured.start()
    for item, following in zip(items, [*items[1:], root], strict=True):
        measured.switch_context(item.nodeid)
        began = time.perf_counter()
        reports = runtestprotocol(item, log=False, nextitem=following)
        seconds[item.nodeid] = time.perf_counter() - began
        if wrong := [one.longreprtext for one in reports if one.failed]:
            failed[item.nodeid] = "\n".join(wrong)
    measured.stop()
    data = measured.get_data()
    return failed, seconds, {path: data.contexts_by_lineno(path) for path in paths}


def declared() -> dict[str, tuple[str, ...]]:
    """The modules whose mutants are counted here, with the tests that are to kill them."""
    rows = tomllib.loads(COVERAGE.read_text(encoding="utf-8"))["mutants"]
    return {one["module"]: tuple(one["tests"]) for one in rows if "tests" in one}


def main(arguments: Sequence[str]) -> int:
    """Count mutants of the modules that are named, or of all: what was killed, of how many, and which survived."""
    parser = argparse.ArgumentParser(prog="tools.mutants")
    parser.add_argument("modules", nargs="*")
    parser.add_argument(
        "--sample", type=int, default=0, help="at most so many mutants of a module, by the seed"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--tests", type=int, default=0, help="at most so many tests for each mutant, the quickest"
    )
    asked = parser.parse_args(arguments)
    known = declared()
    names = asked.modules or list(known)
    by_tests: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        by_tests[known[name]].append(name)

    def chosen(target: Target) -> list[Mutant]:
        every = target.mutants
        if not asked.sample or len(every) <= asked.sample:
            return every
        return random.Random(asked.seed).sample(every, asked.sample)

    for tests, some in by_tests.items():  # one after the other: a session of pytest each
        child = os.fork()
        if not child:
            trial = Trial([Target(one) for one in some], chosen, asked.tests)
            given = ["-qq", "-s", "-p", "no:cacheprovider", *tests]
            os._exit(int(pytest.main(given, plugins=[trial])))
        os.waitpid(child, 0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
