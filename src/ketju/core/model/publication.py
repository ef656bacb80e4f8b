"""A published list: the versions that the public has seen, and the day on which it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketju.core.model.register import Entry, Register


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A register as the public saw it, from ``on`` until the next version.

    ``digest`` is the SHA-256 of its content in hexadecimal, which permalinks are made of; ``number`` counts from 1.
    Source: D-2.
    """

    register: Register
    digest: str
    number: int
    on: date


@dataclass(frozen=True, slots=True)
class Publication:
    """Every version of a list, oldest first, as it is published on the day ``on``.

    There is at least one version. ``title`` "" stands for the title of the register; ``base_url`` is where the
    folder is served, with a slash at its end, or "" when that is not known.
    """

    versions: tuple[PublishedVersion, ...]
    on: date
    title: str = ""
    base_url: str = ""

    def __post_init__(self) -> None:
        if not self.versions:
            raise ValueError("a publication has at least one version")

    @property
    def current(self) -> PublishedVersion:
        """The version that holds."""
        return self.versions[-1]

    @property
    def register(self) -> Register:
        """The register of the current version."""
        return self.current.register

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the current version, in the order of the register."""
        return self.current.register.entries
