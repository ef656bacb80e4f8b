"""What checking a register finds: a rule that it breaks, where, and why. Words are added when it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketju.core.model.register import Waiver
from ketju.core.model.span import Span

Level = Literal["error", "warning", "info"]

LEVELS: tuple[Level, ...] = ("error", "warning", "info")
"""The levels, the gravest first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a register breaks a rule.

    ``rule`` is the id ("REG010"), ``slug`` the name of the rule and the stem of its message keys. ``path`` is the place
    in the register ("entries/slack/places", "" for the register as a whole), ``span`` that in the source when it
    is known. ``variant`` is set where a rule has several sentences ("rule.<slug>.<variant>"), ``params`` fill them in.
    ``related`` are paths of other places that belong to it. ``waiver`` is set when the register accepts the finding.
    """

    rule: str
    slug: str
    level: Level
    path: str = ""
    params: tuple[tuple[str, str], ...] = ()
    span: Span | None = None
    related: tuple[str, ...] = ()
    variant: str = ""
    waiver: Waiver | None = None

    @property
    def entry(self) -> str:
        """The id of the entry that it is about, "" for none."""
        return entry_in(self.path)


def entry_in(path: str) -> str:
    """The id of the entry to which the value at ``path`` belongs, "" for none.

    >>> entry_in("entries/acme/places"), entry_in("services/mail")
    ('acme', '')
    """
    parts = path.split("/", 2)
    return parts[1] if len(parts) > 1 and parts[0] == "entries" else ""
