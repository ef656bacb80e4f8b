"""Tell customers of a change: texts are made, checks are passed in order, messages are written, then they leave.

Nothing leaves before all checks are passed. Whoever is interrupted while messages are written begins again: those that
are there stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from ketju.core.notices.earliest import planned_for
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.forecasting import check_date
from ketju.web.apps.cases.matter import digest_of, matter_of, matter_of_draft
from ketju.web.apps.cases.models import CaseChange, Group, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import (
    AlreadyAnnounced,
    AnswersLost,
    ApprovalMissing,
    CaseClosed,
    DraftChanged,
    NotAnnounced,
    ReasonMissing,
    TermsOpen,
    TextsMissing,
)
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.recipients import (
    Recipient,
    dead_contacts,
    is_reachable,
    language_for,
    recipients,
)
from ketju.web.apps.notices.letters import sender_address
from ketju.web.apps.notices.models import Notice
from ketju.web.apps.notices.texts import Class, Kind, Matter, check_texts, prepare_texts
from ketju.web.apps.notices.writes.rows import Row, release_notice, write_deliveries
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.inbox.boxes import has_arrived

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Correction:
    """What a notice corrects or withdraws: the day of the earlier one, and what was wrong, in each language."""

    kind: Kind
    earlier: date
    why: Mapping[str, str]


def prepare_notice(
    *, by: Actor, at: datetime, change: CaseChange, sent_at: datetime, contact: str = ""
) -> Notice:
    """Make the texts of a case's notice for a day of sending, or make them anew; an approval falls.

    Raises AlreadyAnnounced, CaseClosed, DraftChanged, TermsOpen where nobody has a date, ValueMissing, TextDiffers.
    """
    with transaction.atomic():
        held = _open(change)
        _check_digest(held)
        notice, _ = Notice.objects.get_or_create(
            about=held.public_id, number=1,
            defaults={"processor": held.processor, "created_by": by.user, "created_at": at},
        )  # fmt: skip
        _texts(held, notice, held.groups.all(), sent_at, at, contact)
        CaseChange.objects.filter(pk=held.pk).update(approved_at=None, approved_by=None)
        audited(by, "notices.prepare", "notice", at=at, processor=held.processor, subject=notice.public_id)
    return notice


def announce(*, by: Actor, at: datetime, change: CaseChange, leave_out_open: bool = False) -> Notice:
    """Tell the customers of a case.

    Checks come in this order, and the first that fails stops everything: the draft is as planned, the texts say what
    it says, answers arrive, a second person approved, terms are settled (customers without are left out on request),
    the date is permitted. Raises AlreadyAnnounced, CaseClosed, DraftChanged, TextsMissing, TextDiffers, AnswersLost,
    ApprovalMissing, TermsOpen, TooEarly.
    """
    held = _open(change)
    notice = _checked(held, at, leave_out_open)
    _write(held, notice, at)
    with transaction.atomic():
        _open(change)
        release_notice(by=by, at=at, notice=notice)
        CaseChange.objects.filter(pk=held.pk).update(announced_at=at)
        audited(by, "changes.announce", "change", at=at, processor=held.processor, subject=held.public_id)
    return notice


def check_announcing(change: CaseChange, at: datetime, *, leave_out_open: bool = False) -> None:
    """The checks of ``announce`` alone: a dry run. Raises what it raises."""
    _checked(_open(change), at, leave_out_open)


def withdraw_change(
    *, by: Actor, at: datetime, change: CaseChange, reason: str, why: Mapping[str, str] | None = None
) -> CaseChange:
    """Give a change up. Customers who were told are told of that too, at once; where that cannot be, nothing is done.

    Raises CaseClosed, ReasonMissing, AnswersLost.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        held = _held(change)
        if held.withdrawn_at or held.closed_at:
            raise CaseClosed
        if held.announced_at is not None:
            _check_inbox(at)
        CaseChange.objects.filter(pk=held.pk).update(withdrawn_at=at)
        audited(
            Actor(by.user, by.kind, by.role, reason, by.request_id), "changes.withdraw", "change", at=at,
            processor=held.processor, subject=held.public_id,
        )  # fmt: skip
    if held.announced_at is not None:
        earlier = day_of(held.announced_at, held.processor.zone)
        _again(held, Correction("withdrawal", earlier, why or {}), by, at)
    held.refresh_from_db()
    return held


def correct_notice(*, by: Actor, at: datetime, change: CaseChange, why: Mapping[str, str]) -> Notice:
    """Send the notice anew with what was wrong in the earlier one; windows run from the new one. Raises NotAnnounced,
    CaseClosed, ReasonMissing.
    """
    held = _held(change)
    if held.announced_at is None:
        raise NotAnnounced
    if held.withdrawn_at or held.closed_at:
        raise CaseClosed
    if not why or not all(text.strip() for text in why.values()):
        raise ReasonMissing
    return _again(held, Correction("correction", day_of(held.announced_at, held.processor.zone), why), by, at)


def tell_rest(*, by: Actor, at: datetime, change: CaseChange) -> Notice | None:
    """Tell customers of a running case who were not told: their terms were open, or they came to use the service
    later and joined nothing. None where there is nobody.
    """
    held = _held(change)
    if held.announced_at is None:
        raise NotAnnounced
    told = Notice.objects.filter(about=held.public_id).values("deliveries__customer")
    rest = Touched.objects.filter(change=held, joined_at=None, effective_at=None, is_excluded=False)
    rest = rest.exclude(customer__in=told.exclude(deliveries__customer=None))
    rest = rest.exclude(customer__ended_on__lte=day_of(at, held.processor.zone))
    groups = [one for one in held.groups.filter(touched__in=rest).distinct() if not owed_in(one.owed).open]
    if not groups:
        return None
    customers = list(rest.filter(group__in=groups).values_list("customer_id", flat=True))
    return _sent(held, groups, "change", None, customers, by, at)


def _again(change: CaseChange, what: Correction, by: Actor, at: datetime) -> Notice:
    groups = [one for one in change.groups.all() if what.kind == "withdrawal" or not owed_in(one.owed).open]
    told = Notice.objects.filter(about=change.public_id).values("deliveries__customer")
    customers = Touched.objects.filter(change=change, customer__in=told, group__in=groups)
    return _sent(
        change, groups, what.kind, what, list(customers.values_list("customer_id", flat=True)), by, at
    )


def _sent(
    change: CaseChange, groups: list[Group], kind: Kind, what: Correction | None, customers: list[int],
    by: Actor, at: datetime,
) -> Notice:  # fmt: skip
    _check_inbox(at)
    number = Notice.objects.filter(about=change.public_id).count() + 1
    notice = Notice.objects.create(
        processor=change.processor, about=change.public_id, number=number, kind=kind, created_by=by.user, created_at=at
    )  # fmt: skip
    _texts(change, notice, groups, at, at, "", what)
    Notice.objects.filter(pk=notice.pk).update(approved_at=at, approved_by=by.user, is_own_approval=True)
    _check_answers(notice, at)
    _write(change, notice, at, customers)
    release_notice(by=by, at=at, notice=notice)
    project(change, at, customers)
    return notice


def _held(change: CaseChange) -> CaseChange:
    return CaseChange.objects.select_related("processor", "draft__base", "version").get(pk=change.pk)


def _open(change: CaseChange) -> CaseChange:
    held = _held(change)
    if held.withdrawn_at or held.closed_at:
        raise CaseClosed
    if held.announced_at:
        raise AlreadyAnnounced
    return held


def _checked(change: CaseChange, at: datetime, leave_out_open: bool) -> Notice:
    _check_digest(change)
    notice = Notice.objects.filter(about=change.public_id, number=1).first()
    if notice is None or notice.prepared_at is None:
        raise TextsMissing
    groups = _with_terms(change)
    check_texts(notice, _matter(change, at, ""), _classes(change, groups, at))
    _check_answers(notice, at)
    if change.approved_at is None or notice.approved_at is None:
        raise ApprovalMissing
    if not leave_out_open:
        left = Touched.objects.filter(change=change).exclude(group__in=groups).count()
        if left:
            raise TermsOpen(count=left)
    check_date(change, at)
    return notice


def _check_digest(change: CaseChange) -> None:
    assert change.draft is not None
    if not change.digest or digest_of(matter_of_draft(change.draft)) != change.digest:
        raise DraftChanged


def _check_answers(notice: Notice, at: datetime) -> None:
    """Whether mail to the address for objections arrives, as tests of the inbox show; without an inbox people answer
    to the sender, which nothing here can try.
    """
    if not settings.INBOX_ADDRESS:
        return
    _check_inbox(at)
    Notice.objects.filter(pk=notice.pk).update(tested_at=at)
    notice.tested_at = at


def _check_inbox(at: datetime) -> None:
    if settings.INBOX_ADDRESS and not has_arrived(at):
        raise AnswersLost


def _with_terms(change: CaseChange) -> list[Group]:
    """The groups for which a date can be computed, or whose consent is asked."""
    return [one for one in change.groups.all() if not owed_in(one.owed).open]


def _texts(
    change: CaseChange, notice: Notice, groups: Iterable[Group], sent_at: datetime, at: datetime, contact: str,
    what: Correction | None = None,
) -> None:  # fmt: skip
    classes = _classes(change, [one for one in groups if not owed_in(one.owed).open], sent_at)
    if not classes:
        raise TermsOpen(count=Touched.objects.filter(change=change).count())
    used = set(Touched.objects.filter(change=change).values_list("language", flat=True).distinct())
    rows = Contact.objects.filter(processor=change.processor, erased_at=None).exclude(language="")
    spoken = {language_for(one) for one in rows.values_list("language", flat=True).distinct()}
    matter = _matter(change, sent_at, contact, what)
    prepare_texts(notice, matter, classes, sorted(used | spoken), at=at)


def _matter(change: CaseChange, sent_at: datetime, contact: str, what: Correction | None = None) -> Matter:
    found, name = matter_of(change), change.processor.name
    return Matter(
        name, contact or sender_address(), found.old, found.new, day_of(sent_at, change.processor.zone),
        what.kind if what else "change", what.earlier if what else None, what.why if what else {},
    )  # fmt: skip


def _classes(change: CaseChange, groups: Iterable[Group], sent_at: datetime) -> list[Class]:
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


def _write(change: CaseChange, notice: Notice, at: datetime, customers: list[int] | None = None) -> None:
    counted = _Counted(_rows(change, notice, at, customers))
    write_deliveries(notice, counted, at=at)
    Notice.objects.filter(pk=notice.pk).update(total=counted.count)
    notice.refresh_from_db()


class _Counted:
    """Counts what goes by."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for one in self._rows:
            self.count += 1
            yield one


def _rows(change: CaseChange, notice: Notice, at: datetime, customers: list[int] | None) -> Iterator[Row]:
    """A message for each recipient and channel; a letter where nobody can be reached."""
    texts = {(key, lang): pk for key, lang, pk in notice.texts.values_list("key", "language", "pk")}
    channels = {one.pk: (one.key, owed_in(one.owed).channels or ("e-mail",)) for one in change.groups.all()}
    on, dead, after = day_of(at, change.processor.zone), dead_contacts(change.processor), 0
    rows = Touched.objects.filter(change=change, joined_at=None).exclude(customer__ended_on__lte=on)
    if customers is not None:
        rows = rows.filter(customer__in=customers)
    fields = ("pk", "customer_id", "group_id", "language")
    while some := list(rows.filter(pk__gt=after).order_by("pk").values_list(*fields)[:CHUNK]):
        after = some[-1][0]
        numbers = [one[1] for one in some]
        told = dict(recipients(change.processor, on, numbers, dead))
        held = Contact.objects.filter(customer__in=[one for one in numbers if one in told], erased_at=None)
        emails = {pk: str(one) for pk, one in held.values_list("pk", "email")}
        post = dict(
            Customer.objects.filter(pk__in=_by_post(some, told, channels)).values_list("pk", "postal_address")
        )
        for _, customer, group, language in some:
            key, ways = channels[group]
            if (key, language) in texts:
                found = list(_messages(customer, told.get(customer, ()), ways, texts, key, language, emails))
                yield from found
                if not any(one.is_main_user for one in found) or "letter" in ways:
                    yield Row(
                        customer, None, texts[key, language], "letter", str(post.get(customer, "")), then=()
                    )


def _by_post(
    some: Iterable[tuple[int, int, int, str]], told: Mapping[int, tuple[Recipient, ...]],
    channels: Mapping[int, tuple[str, tuple[str, ...]]],
) -> list[int]:  # fmt: skip
    """Customers that are written to by letter, as their terms say or as nobody can be reached."""
    return [
        customer
        for _, customer, group, _ in some
        if "letter" in channels[group][1] or not is_reachable(one for one in told.get(customer, ()) if one.is_main_user)
    ]  # fmt: skip


def _messages(
    customer: int, told: tuple[Recipient, ...], ways: tuple[str, ...], texts: dict[tuple[str, str], int],
    key: str, language: str, emails: dict[int, str],
) -> Iterator[Row]:  # fmt: skip
    """Mail and messages in the application: by the channels of the terms, in the application where mail cannot go."""
    has_mail = "e-mail" in ways or not {"letter", "in-app"} & set(ways)
    for one in told:
        text = texts.get((key, one.language), texts[key, language])
        if one.has_email and has_mail:
            yield Row(customer, one.contact, text, "e-mail", emails[one.contact], one.is_main_user)
        if one.user is not None and ("in-app" in ways or not one.has_email):
            yield Row(customer, one.contact, text, "in-app", "", one.is_main_user)
