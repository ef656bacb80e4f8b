"""Find what a package declares: rules, kinds, formats, languages register themselves by standing in their folder."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def declared(package: ModuleType, name: str, kind: type[T]) -> Iterator[T]:
    """Each object called ``name`` of type ``kind`` in the modules of ``package``, in order of module name.

    Modules whose name starts with an underscore are skipped. Raises TypeError when a module declares ``name`` as
    something else, and AttributeError when it declares none, so that nothing is lost silently.
    """
    for module_info in sorted(iter_modules(package.__path__), key=lambda info: info.name):
        if module_info.name.startswith("_"):
            continue
        module = import_module(f"{package.__name__}.{module_info.name}")
        found = getattr(module, name)
        if not isinstance(found, kind):
            raise TypeError(f"{module.__name__}.{name} is not a {kind.__name__}")
        yield found


def declared_below(package: ModuleType, name: str, kind: type[T]) -> Iterator[T]:
    """Each object called ``name`` of type ``kind`` in the packages right below ``package``; raises as ``declared``."""
    for module_info in sorted(iter_modules(package.__path__), key=lambda info: info.name):
        if module_info.ispkg:
            yield from declared(import_module(f"{package.__name__}.{module_info.name}"), name, kind)
