"""What the texts of a notice of a case stand on: the matter, classes of customers with their dates, the languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ketju.core.notices.earliest import planned_for
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.matter import matter_of
from ketju.web.apps.cases.models import CaseChange, Group, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import TermsOpen
from ketju.web.apps.cases.recipients import language_for
from ketju.web.apps.cases.writes.risking import exits_in, risk_of
from ketju.web.apps.notices.letters import sender_address
from ketju.web.apps.notices.models import Notice
from ketju.web.apps.notices.texts import Class, Kind, Matter, prepare_texts
from ketju.web.apps.parties.models import Contact
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor


@dataclass(frozen=True, slots=True)
class Correction:
    """What a notice corrects or withdraws: the day of the earlier one, and what was wrong, in each language."""

    kind: Kind
    earlier: date
    why: Mapping[str, str]


def begin_notice(
    change: CaseChange, kind: Kind, groups: Iterable[Group], *, by: Actor, at: datetime,
    what: Correction | None = None,
) -> Notice:  # fmt: skip
    """One more notice of a case, with its texts; nobody has approved it."""
    number = Notice.objects.filter(about=change.public_id).count() + 1
    notice = Notice.objects.create(
        processor=change.processor, about=change.public_id, number=number, kind=kind, created_by=by.user, created_at=at
    )  # fmt: skip
    make_texts(change, notice, groups, at, at, "", what)
    return notice


def with_terms(change: CaseChange) -> list[Group]:
    """The groups for which a date can be computed, or whose consent is asked."""
    return [one for one in change.groups.all() if not owed_in(one.owed).open]


def make_texts(
    change: CaseChange, notice: Notice, groups: Iterable[Group], sent_at: datetime, at: datetime, contact: str,
    what: Correction | None = None,
) -> None:  # fmt: skip
    """Make the texts of a notice for groups and a day of sending. Raises TermsOpen, ValueMissing, TextDiffers."""
    classes = told_classes(change, [one for one in groups if not owed_in(one.owed).open], sent_at)
    if not classes:
        raise TermsOpen(count=Touched.objects.filter(change=change).count())
    used = set(Touched.objects.filter(change=change).values_list("language", flat=True).distinct())
    rows = Contact.objects.filter(processor=change.processor, erased_at=None).exclude(language="")
    spoken = {language_for(one) for one in rows.values_list("language", flat=True).distinct()}
    matter = told_matter(change, sent_at, contact, what)
    prepare_texts(notice, matter, classes, sorted(used | spoken), at=at)


def told_matter(
    change: CaseChange, sent_at: datetime, contact: str, what: Correction | None = None
) -> Matter:
    """What a notice of a case is about, who tells it, and whom to ask."""
    found, name = matter_of(change), change.processor.name
    risk = risk_of(change) if change.is_emergency else None
    return Matter(
        name, contact or sender_address(), found.old, found.new, day_of(sent_at, change.processor.zone),
        what.kind if what else "change", what.earlier if what else None, what.why if what else {},
        is_emergency=change.is_emergency, decided_by=str(risk.by_name) if risk else "", exits=exits_in(risk),
    )  # fmt: skip


def told_classes(change: CaseChange, groups: Iterable[Group], sent_at: datetime) -> list[Class]:
    """Groups of customers as the texts tell them apart, with the dates of a notice that is sent at an instant."""
    zone, matter = ZoneInfo(change.processor.zone), matter_of(change)
    known = {one.id for register in (matter.old, matter.new) for one in register.services}
    sent, planned = Instant(sent_at, zone), Instant(change.planned_at, zone)
    found = []
    for one in groups:
        owed = owed_in(one.owed)
        told = tuple(matter.changes[at] for at in one.told)
        services = tuple(str(name) for name in one.services if name in known)
        found.append(Class(one.key, told, services, owed, planned_for(owed, sent), planned))
    return found
