"""What a test calls: functions by their dotted paths, and commands of ``ketju``; helpers of the tests are followed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RUNS_COMMANDS = "ketju.cli.main.main"
FIXTURE = "ketju"
"""The fixture of ``tests/cli`` that runs a command and gives what it printed."""


def calls_of(path: Path, test: str = "") -> frozenset[str]:
    """What a test of a file calls, or all of its tests: "ketju read", "ketju.core.territory.membership.is_outside"."""
    return _file(path).calls(test)


class TestFile:
    """The functions of a file of tests, and what its names stand for."""

    __test__ = False

    def __init__(self, text: str) -> None:
        tree = ast.parse(text)
        self.functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        self.names = dict(_imports(tree))
        self.constants = [node for node in tree.body if isinstance(node, ast.Assign)]

    def calls(self, test: str = "") -> frozenset[str]:
        """What a test calls; "" stands for every test."""
        tests = [test] if test else [name for name in self.functions if name.startswith("test_")]
        reached = self._reached(tests)
        return frozenset(call for node in reached for call in self._calls_in(node))

    def _reached(self, tests: list[str]) -> list[ast.FunctionDef]:
        """Tests with the helpers and fixtures of the file that they use, directly or by others."""
        found = [name for name in tests if name in self.functions]
        for name in found:
            node = self.functions[name]
            used = {argument.arg for argument in node.args.args}
            used |= {
                n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
            }
            found += sorted((used & self.functions.keys()) - set(found))
        return [self.functions[name] for name in found]

    def _calls_in(self, node: ast.FunctionDef) -> Iterator[str]:
        for call in (n for n in ast.walk(node) if isinstance(n, ast.Call)):
            called = self._dotted(call.func)
            if called in (RUNS_COMMANDS, FIXTURE):
                word = self._word(call.args, node)
                if word:
                    yield f"ketju {word}"
            elif called:
                yield called
                yield from self._passed_on(call, node)
                yield from _of_other_file(called)

    def _passed_on(self, call: ast.Call, node: ast.FunctionDef) -> Iterator[str]:
        """The command of a helper's call that hands over the fixture with the words: ``data(ketju, "read", …)``."""
        is_helper = isinstance(call.func, ast.Name) and call.func.id in self.functions
        if is_helper and any(isinstance(one, ast.Name) and one.id == FIXTURE for one in call.args):
            word = self._word(call.args, node)
            if word:
                yield f"ketju {word}"

    def _word(self, arguments: list[ast.expr], node: ast.FunctionDef) -> str:
        """The first word of arguments that is a command: options and their values may stand before it."""
        return next((word for word in self._words(arguments, node) if word in commands()), "")

    def _words(self, arguments: list[ast.expr], node: ast.FunctionDef) -> Iterator[str]:
        """The words of arguments as they are given, names of lists taken for what they hold."""
        for one in arguments:
            match one:
                case ast.Constant(value=str(text)):
                    yield text
                case ast.Starred(value=value):
                    yield from self._words([value], node)
                case ast.List(elts=elements) | ast.Tuple(elts=elements):
                    yield from self._words(elements, node)
                case ast.Name(id=name) if name != FIXTURE:
                    yield from self._words(self._held(name, node), node)

    def _held(self, name: str, node: ast.FunctionDef) -> list[ast.expr]:
        assigned = [*(n for n in ast.walk(node) if isinstance(n, ast.Assign)), *self.constants]
        for one in assigned:
            if any(isinstance(target, ast.Name) and target.id == name for target in one.targets):
                return [one.value]
        return []

    def _dotted(self, called: ast.expr) -> str:
        """The dotted path of what is called, as far as imports tell."""
        match called:
            case ast.Name(id=name):
                return self.names.get(name, name)
            case ast.Attribute(value=value, attr=name):
                owner = self._dotted(value)
                return f"{owner}.{name}" if owner else ""
        return ""


def _of_other_file(called: str) -> frozenset[str]:
    """What a helper calls that another file of the tests has."""
    module, _, helper = called.rpartition(".")
    path = ROOT / f"{module.replace('.', '/')}.py"
    return calls_of(path, helper) if module.startswith("tests.") and path.is_file() else frozenset()


@cache
def _file(path: Path) -> TestFile:
    return TestFile(path.read_text(encoding="utf-8"))


@cache
def commands() -> frozenset[str]:
    """The words of every command."""
    import ketju.cli.commands

    (folder,) = ketju.cli.commands.__path__
    return frozenset(path.stem for path in Path(folder).glob("*.py") if not path.stem.startswith("_"))


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((one.asname or one.name, f"{node.module}.{one.name}") for one in node.names)
        elif isinstance(node, ast.Import):
            yield from ((one.asname or one.name, one.name) for one in node.names if one.asname)
