"""A bulk baseline: every open finding waived at once, so that an old list can start and new findings stand out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ketju.core.model.date import PartialDate
from ketju.core.model.finding import LEVELS, Finding, Level
from ketju.core.model.register import Register, Waiver


def waivers_for(
    findings: Iterable[Finding],
    *,
    least: Level,
    reason: str,
    owner: str,
    since: PartialDate,
    until: PartialDate,
) -> tuple[Waiver, ...]:
    """One waiver for each rule and entry among the open findings of at least a level. Source: D-7."""
    levels = LEVELS[: LEVELS.index(least) + 1]
    concerned = [one for one in findings if one.waiver is None and one.level in levels]
    pairs = dict.fromkeys((one.slug, one.entry) for one in concerned)
    return tuple(Waiver(rule, reason, owner, until, since, entry) for rule, entry in pairs)


def with_waivers(register: Register, waivers: Sequence[Waiver]) -> Register:
    """The register with more waivers, after those that it has."""
    return replace(register, waivers=(*register.waivers, *waivers))
