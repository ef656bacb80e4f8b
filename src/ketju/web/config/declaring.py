"""What a declared environment variable is, and how it is told that one is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class VariableWrong(ValueError):
    """A variable holds what it cannot hold. The text says what is expected and never repeats a secret."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, how it is read, what it is when it is not set, and what it is for.

    ``default`` None means that it has to be set; ``is_secret`` that its value is never shown.
    """

    name: str
    read: Callable[[str], Any]
    default: str | None
    about: str
    is_secret: bool = False


class EnvironmentWrong(Exception):
    """Variables are missing or wrong: ``faults`` has a line for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
