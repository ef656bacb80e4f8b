"""Modules that are changed, and the changes: mutmut's own, of the bodies of all functions, decorated ones too."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

REMEMBERING = type(cache(print))
"""What ``functools.cache`` makes of a function."""


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
        gc.unfreeze()  # what the application froze would not be among the objects
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
