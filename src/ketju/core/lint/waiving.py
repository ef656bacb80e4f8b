"""Waivers: findings that the publisher accepts, each with a reason, an owner and an end. Source: D-7."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ketju.core.model.date import first_day, last_day
from ketju.core.model.finding import Finding, entry_in
from ketju.core.model.register import Waiver


def is_in_force(waiver: Waiver, on: date) -> bool:
    """Whether a waiver holds on the day: it has begun, and its last day has not passed."""
    day = (on.year, on.month, on.day)
    return (waiver.since is None or first_day(waiver.since) <= day) and day <= last_day(waiver.until)


def is_for(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver speaks of a finding, whatever the day.

    One without entry and path speaks of every finding of its rule.
    """
    return (
        waiver.rule in (finding.rule, finding.slug)
        and waiver.entry in ("", finding.entry)
        and (not waiver.path or f"{finding.path}/".startswith(f"{waiver.path}/"))
    )


class Waivers:
    """The waivers of a register that hold on a day, ready to be looked up."""

    def __init__(self, waivers: Iterable[Waiver], on: date) -> None:
        self._by_rule: dict[str, dict[str, list[Waiver]]] = {}
        for waiver in waivers:
            if is_in_force(waiver, on):
                entry = waiver.entry or entry_in(waiver.path)
                self._by_rule.setdefault(waiver.rule, {}).setdefault(entry, []).append(waiver)

    def applied(self, finding: Finding) -> Finding:
        """The finding, with the waiver that accepts it."""
        for rule in (finding.rule, finding.slug):
            by_entry = self._by_rule.get(rule)
            if not by_entry:
                continue
            for waiver in (*by_entry.get(finding.entry, ()), *by_entry.get("", ())):
                if is_for(waiver, finding):
                    return replace(finding, waiver=waiver)
        return finding
