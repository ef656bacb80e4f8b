"""What a processor decides about its own register: how long, whose authority, whether its description is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from ketju.core.retention.periods import Rules
from ketju.web.apps.parties.checking import (
    Fault,
    Reader,
    Refused,
    authority,
    line,
    line_of,
    lines,
    read_fields,
    whole,
)
from ketju.web.apps.retention.due import Due, due_under
from ketju.web.apps.retention.models import RetentionRules, rules_of
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited

LONGEST_MONTHS = 120
"""So many months at most may data of the service live on: beyond that no contract claim is left (10 years)."""
PERIODS: Final[dict[str, Reader]] = {
    "months_after": whole(LONGEST_MONTHS),
    "year_end_month": whole(12),
    "year_end_day": whole(31),
}
"""How each field of the retention rules is read."""
ABOUT: Final[dict[str, Reader]] = {"contact": line, "postal_address": lines, "authority": authority}
"""How each field of what the description says is read."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be erased on a day under other rules: what is new, and what would have to wait longer."""

    due: tuple[Due, ...]
    sooner: tuple[Due, ...]
    later: tuple[Due, ...]


def read_rules(given: Mapping[str, str]) -> Rules:
    """Retention rules from what was sent. Raises Refused."""
    faults: list[Fault] = []
    values = read_fields(given, PERIODS, faults)
    bad = {one.field for one in faults}
    faults += [
        Fault(name, "web.wrong.missing") for name in PERIODS if values.get(name) is None and name not in bad
    ]
    if not faults:
        month, on = values["year_end_month"], values["year_end_day"]
        try:
            date(2024, month, on)  # a leap year: 29 February stands for the last day of the month
        except ValueError:
            faults.append(Fault("year_end_day", "web.wrong.year-end"))
    if faults:
        raise Refused(faults)
    return Rules(values["months_after"], (values["year_end_month"], values["year_end_day"]))


def preview(processor: Processor, rules: Rules, on: date, most: int = 200) -> Preview:
    """What the change of rules does to what is due on a day. Nothing is written."""
    now = {_mark(one): one for one in due_under(processor, on, rules_of(processor).rules, most)}
    then = {_mark(one): one for one in due_under(processor, on, rules, most)}
    return Preview(
        tuple(then.values()),
        tuple(one for mark, one in then.items() if mark not in now),
        tuple(one for mark, one in now.items() if mark not in then),
    )


def _mark(one: Due) -> tuple[str, tuple[str, ...]]:
    return one.key, tuple(each.why for each in one.kept)


def set_rules(*, by: Actor, at: datetime, processor: Processor, rules: Rules) -> list[str]:
    """Change the retention rules, for the reason that ``by`` gives; the names of what changed. Raises Refused."""
    if not line_of(by.reason, "reason"):
        raise Refused([Fault("reason", "web.wrong.missing")])
    month, on = rules.year_ends
    values = {"months_after": rules.months_after, "year_end_month": month, "year_end_day": on}
    return _save(by, at, processor, values)


def set_about(*, by: Actor, at: datetime, processor: Processor, given: Mapping[str, str]) -> list[str]:
    """Change what the description says of the processor; the names of what changed. Raises Refused."""
    faults: list[Fault] = []
    values = read_fields(given, ABOUT, faults)
    if faults:
        raise Refused(faults)
    return _save(by, at, processor, values)


def publish_description(*, by: Actor, at: datetime, processor: Processor, is_public: bool) -> None:
    """Let everybody read the description of the register, or nobody outside any longer."""
    _save(by, at, processor, {"is_public": is_public})


def _save(by: Actor, at: datetime, processor: Processor, values: Mapping[str, Any]) -> list[str]:
    with transaction.atomic():
        RetentionRules.objects.get_or_create(processor=processor)
        held = RetentionRules.objects.select_for_update().get(processor=processor)
        changed = sorted(name for name, value in values.items() if getattr(held, name) != value)
        if changed:
            for name in changed:
                setattr(held, name, values[name])
            held.save(update_fields=changed)
            audited(
                by, "rules.correct", "rules", at=at, processor=processor, subject=processor.public_id,
                fields=changed,
            )  # fmt: skip
    return changed
