"""What a command is, and which there are. Each stands in a module that is imported only when it is called.

Our own are the modules of ``commands``. Others announce theirs as entry points of the group ``ketju.commands``: a name
and a module with ``configure`` and ``run``, which need not know anything of this package.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ketju.text.render import Phrasebook

GROUP = "ketju.commands"
"""The group of entry points under which commands are announced."""
_COMMANDS = Path(__file__).parent / "commands"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: ``configure`` declares its arguments, ``run`` does it and gives the exit code."""

    configure: Callable[[ArgumentParser, Phrasebook], None]
    run: Callable[[Namespace, Phrasebook], int]


def own_names() -> list[str]:
    """Our own commands: modules of the package ``commands``, found by name and not imported."""
    return sorted(path.stem.replace("_", "-") for path in _COMMANDS.glob("[a-z]*.py"))


def added_names() -> list[str]:
    """The commands that are announced as entry points."""
    return sorted(set(_announced()) - set(own_names()))


def command_names() -> list[str]:
    """Every command that there is."""
    return sorted([*own_names(), *added_names()])


def command_of(name: str) -> Command | None:
    """The command with a name, imported now; ours before one that is announced; None for an unknown name."""
    if name in own_names():
        found: Command = import_module(f"ketju.cli.commands.{name.replace('-', '_')}").COMMAND
        return found
    announced = _announced().get(name)
    if announced is None:
        return None
    module = announced.load()
    return Command(module.configure, module.run)


def _announced() -> dict[str, Any]:
    from importlib.metadata import entry_points

    return {one.name: one for one in entry_points(group=GROUP)}
