"""What a command is. Each stands in a module of ``commands`` that is imported only when it is called."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from ketju.text.render import Phrasebook


@dataclass(frozen=True, slots=True)
class Command:
    """A command: ``configure`` declares its arguments, ``run`` does it and gives the exit code."""

    configure: Callable[[ArgumentParser, Phrasebook], None]
    run: Callable[[Namespace, Phrasebook], int]
