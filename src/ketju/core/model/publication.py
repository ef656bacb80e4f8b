"""A published list: the versions that the public has seen, and the day on which it is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ketju.core.model.change import Change
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
class Step:
    """What a version did to the one before it, which is worked out once and kept.

    ``old`` and ``new`` are the two registers without the entries that stayed as they were; of the first version ``old``
    is None and ``new`` has every entry. ``changes`` and ``differing`` (pairs of ids, old and new) are what there is to
    tell; ``moved``, ``gone`` and ``came`` say which entry of the one is which of the other, where that is not its id.
    """

    old: Register | None
    new: Register
    changes: tuple[Change, ...] = ()
    differing: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    came: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryDates:
    """The four days of an entry by its newest change, the same for everybody.

    ``announced`` is when customers were told, ``closes`` the last day to object by the general terms, ``effective``
    from when the change may take effect, ``since`` from when it is in use. None for no such day, or not yet.
    Source: D-194, D-199.
    """

    announced: date
    closes: date | None = None
    effective: date | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """Every version of a list, oldest first, as it is published on the day ``on``.

    There is at least one version. ``title`` "" stands for the title of the register; ``base_url`` is where the
    folder is served, with a slash at its end, or "" when that is not known.

    Where ``steps`` are given, one for each version, nothing is compared again: of the registers of earlier versions
    nothing is asked, and what was written for these versions alone is not written again. ``former`` then has the names
    of pages that earlier versions had, with the ids of their entries. ``live`` names pages that a server makes on
    request, for menus. ``dates`` are those of entries that customers were told of, by id, where they are known.
    """

    versions: tuple[PublishedVersion, ...]
    on: date
    title: str = ""
    base_url: str = ""
    steps: tuple[Step, ...] = ()
    former: Mapping[str, Sequence[str]] | None = None
    live: tuple[str, ...] = ()
    dates: Mapping[str, EntryDates] | None = None

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
