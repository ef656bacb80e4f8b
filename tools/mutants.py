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
import gc
import importlib
import os
import random
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parents[1]
COVERAGE = ROOT / "src" / "ketju" / "core" / "duties" / "coverage.toml"
KILLED, SURVIVED, INVALID, BROKEN = 1, 0, 3, 4
"""How the process of a mutant ends; a signal, as of its clock, is a kill as well."""
REMEMBERING = type(cache(print))
"""What ``functools.cache`` makes of a function."""
PATIENCE = 10
"""How many times as long as without a change tests may take before a mutant counts as hanging."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change: the nodes before and after, the number of its function in the file, the lines that it stands on."""

    original: Any
    mutated: Any
    function: int
    lines: frozenset[int]

    @property
    def words(self) -> str:
        """The change as it is printed: "12: one → other"."""
        import libcst

        text = libcst.Module([]).code_for_node
        before, after = (" ".join(text(node).split()) for node in (self.original, self.mutated))
        return f"{min(self.lines, default=0)}: {before} → {after}"


@dataclass
class Target:
    """A module that is changed."""

    name: str
    reached: dict[int, list[str]] = field(default_factory=dict)
    """Which tests run a line."""

    @cached_property
    def path(self) -> str:
        """The file of the module."""
        return str(importlib.import_module(self.name).__file__)

    @cached_property
    def text(self) -> str:
        """What the file holds."""
        return Path(self.path).read_text(encoding="utf-8")

    @cached_property
    def functions(self) -> list[CodeType]:
        """The functions and methods of the file, as they were compiled, in its order."""
        return list(_functions(compile(self.text, self.path, "exec", dont_inherit=True)))

    @cached_property
    def parsed(self) -> Any:
        """The file as mutmut's library parses it, with where its nodes stand."""
        import libcst
        from libcst.metadata import MetadataWrapper

        return MetadataWrapper(libcst.parse_module(self.text))

    @cached_property
    def mutants(self) -> list[Mutant]:
        """Every change to the body of a function, methods that are properties or decorated otherwise among them."""
        from libcst.metadata import PositionProvider

        visitor = _visitor()
        self.parsed.visit(visitor)
        places = self.parsed.resolve(PositionProvider)
        found = []
        for one in visitor.mutations:
            number = self._number(one.contained_by_top_level_function, places)
            if number is not None:
                place = places.get(one.original_node)
                lines = range(place.start.line, place.end.line + 1) if place else ()
                found.append(Mutant(one.original_node, one.mutated_node, number, frozenset(lines)))
        return found

    def _number(self, node: Any, places: Any) -> int | None:
        """The number of a function, given its node; None for what is no function. Decorators stand on earlier lines."""
        if type(node).__name__ != "FunctionDef":
            return None
        begins = places[node].start.line
        found = [
            number
            for number, code in enumerate(self.functions)
            if code.co_name == node.name.value and code.co_firstlineno <= begins
        ]
        return found[-1] if found else None

    def tests_for(self, mutant: Mutant) -> set[str]:
        """The tests that run a mutant's lines, else those that run its function."""
        found = set[str]().union(*(self.reached[line] for line in mutant.lines if line in self.reached))
        return found or set[str]().union(
            *(self.reached.get(line, ()) for line in _lines(self.functions[mutant.function]))
        )

    def put_in(self, mutant: Mutant) -> None:
        """Change the function wherever it is held. Raises SyntaxError or ValueError where that is no Python."""
        before = self.functions[mutant.function]
        text = self.parsed.module.deep_replace(mutant.original, mutant.mutated).code
        after = list(_functions(compile(text, self.path, "exec", dont_inherit=True)))[mutant.function]
        for one in gc.get_objects():
            if type(one) is FunctionType and one.__code__ == before and one.__code__.co_filename == self.path:
                one.__code__ = after
            elif type(one) is REMEMBERING and one.__module__ == self.name:
                one.cache_clear()


def _functions(code: CodeType) -> Iterator[CodeType]:
    """Functions at the top of a module and methods of its classes."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_flags & CO_OPTIMIZED:  # what the body of a class is not
                yield one
            else:
                yield from _functions(one)


def _lines(code: CodeType) -> set[int]:
    found = {line for *_, line in code.co_lines() if line}
    return found.union(*(_lines(one) for one in code.co_consts if isinstance(one, CodeType)))


def _visitor() -> Any:
    """mutmut's visitor, which here goes into decorated functions and leaves out defaults of parameters."""
    import libcst as cst

    mutation = importlib.import_module("mutmut.mutation.file_mutation")
    pragmas = importlib.import_module("mutmut.mutation.pragma_handling")

    class Visitor(mutation.MutationVisitor):  # type: ignore[name-defined, misc]
        def _skip_node_and_children(self, node: Any) -> bool:
            if isinstance(node, cst.FunctionDef):
                return node.name.value in mutation.NEVER_MUTATE_FUNCTION_NAMES
            return isinstance(node, cst.Parameters) or bool(super()._skip_node_and_children(node))

    return Visitor(mutation.mutation_operators, pragmas.IgnoredCode(set(), set(), set()))


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
    seconds: dict[str, float] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test once, then mutants."""
        self.session = session
        items = {one.nodeid: one for one in session.items}
        if self._run_all(list(items.values())):
            gc.freeze()
            for target in self.targets:
                self._try(target, items)
        return True

    def _run_all(self, items: list[pytest.Item]) -> bool:
        measured = importlib.import_module("coverage").Coverage(
            data_file=None, include=[one.path for one in self.targets], config_file=False
        )
        root: Any = _Root(self.session)
        measured.start()
        for item, following in zip(items, [*items[1:], root], strict=True):
            measured.switch_context(item.nodeid)
            began = time.perf_counter()
            reports = runtestprotocol(item, log=False, nextitem=following)
            self.seconds[item.nodeid] = time.perf_counter() - began
            if any(one.failed for one in reports):
                print("fails without a change:", item.nodeid, *(one.longreprtext for one in reports))
                return False
        measured.stop()
        for target in self.targets:
            target.reached = measured.get_data().contexts_by_lineno(target.path)
        return True

    def _try(self, target: Target, items: dict[str, pytest.Item]) -> None:
        counted: Counter[int] = Counter()
        began = time.monotonic()
        print(f"{target.name}: {len(target.mutants)} mutants", flush=True)
        for mutant in self.chosen(target):
            tests = sorted(target.tests_for(mutant) & items.keys(), key=lambda one: self.seconds[one])
            ended = self._ended(target, mutant, [items[one] for one in tests]) if tests else SURVIVED
            counted[ended] += 1
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
            trial = Trial([Target(one) for one in some], chosen)
            given = ["-qq", "-s", "-p", "no:cacheprovider", *tests]
            os._exit(int(pytest.main(given, plugins=[trial])))
        os.waitpid(child, 0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
