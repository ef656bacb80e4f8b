"""Work of registers in the background."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ketju.core.problems import Problem
from ketju.core.register.status import status_of
from ketju.web.apps.registers.content import public_register_of
from ketju.web.apps.registers.models import Draft, Publishing, Register, Snapshot, Version
from ketju.web.apps.registers.sorting import mark_due, sort_customers
from ketju.web.apps.registers.writes.filing import live_publishing, make_files, make_slow_files
from ketju.web.apps.registers.writes.following import forget_followers, tell_followers
from ketju.web.apps.registers.writes.publishing import publish, published
from ketju.web.apps.registers.writes.receiving import read_snapshot
from ketju.web.base.access.models import Processor
from ketju.web.base.access.policy import day_at
from ketju.web.base.audit.writing import MACHINE, Actor, audited
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.schedules import schedule

AT_ONCE = 300_000
"""So many bytes are read while the person waits; more in the background."""


@job("registers.read", queue="slow", timeout=timedelta(minutes=10))
def read_document_of(public_id: str) -> int:
    """Read a document that was received; the number of entries."""
    snapshot = Snapshot.objects.get(public_id=public_id)
    if snapshot.read_at is None:
        read_snapshot(snapshot, timezone.now())
    return snapshot.entries


def read_soon(snapshot: Snapshot, now: datetime) -> None:
    """Read a document now where it is short, else in the background."""
    if snapshot.size <= AT_ONCE:
        read_snapshot(snapshot, now)
        return
    Snapshot.objects.filter(pk=snapshot.pk).update(begun_at=now, read_at=None)
    read_document_of.enqueue(snapshot.public_id)


@job("registers.publish-due", queue="default", timeout=timedelta(minutes=10), atomic=False)
def publish_due() -> int:
    """Publish the drafts whose time has come; one that cannot be published goes back to its people. How many were."""
    now, done = timezone.now(), 0
    for draft in Draft.objects.filter(state="scheduled", publish_at__lte=now).select_related("processor"):
        try:
            on, to = day_at(draft.processor), draft.audience
            publish(by=MACHINE, at=now, draft=draft, on=on, why=draft.why, audience=to)
            done += 1
        except Problem:
            Draft.objects.filter(pk=draft.pk, state="scheduled").update(state="checked", publish_at=None)
    return done


schedule("registers.publish-due", publish_due, every=timedelta(minutes=1))


@job("registers.write-files", queue="default", timeout=timedelta(minutes=10), atomic=False)
def write_files(version: str) -> int:
    """Make the files of a version and let the public have them; how many. Those that take long follow."""
    found = Version.objects.select_related("register__processor").get(public_id=version)
    made = make_files(found, day_at(found.processor), timezone.now())
    if made.live_at and found.kind == "next":
        tell_of_version.keyed(found.public_id).enqueue(found.public_id)
    if made.later:
        write_slow_files.keyed(made.public_id).enqueue(made.public_id)
    return made.files.count()


@job("registers.tell-followers", queue="mail", timeout=timedelta(minutes=10), atomic=False)
def tell_of_version(version: str) -> int:
    """Tell those who follow a list by mail of a version that they can read now; how many mails."""
    found = Version.objects.select_related("register__processor").get(public_id=version)
    return tell_followers(found, timezone.now())


@job("registers.forget-followers", queue="slow")
def forget_asked() -> int:
    """Forget addresses that nobody confirmed, and those that ended; how many."""
    return forget_followers(timezone.now())


schedule("registers.forget-followers", forget_asked, every=timedelta(hours=6))


@job("registers.write-slow-files", queue="slow", timeout=timedelta(minutes=30), atomic=False)
def write_slow_files(publishing: str) -> None:
    """Make the files of a publishing that take long."""
    found = Publishing.objects.select_related("register__processor", "version__register__processor")
    make_slow_files(found.get(public_id=publishing))


def enqueue_files(version: Version, at: datetime) -> None:
    """Have the files of a version made when the transaction in which it is published is over."""
    write_files.keyed(version.public_id).enqueue(version.public_id)


published.append(enqueue_files)


def ask_for_files(*, by: Actor, at: datetime, version: Version) -> None:
    """Have the files of a version made again; the version itself never changes."""
    with transaction.atomic():
        audited(
            by, "versions.retry", "version", at=at, processor=version.processor, subject=version.public_id
        )
        write_files.keyed(f"{version.public_id}/{at.isoformat()}").enqueue(version.public_id)


@job("registers.turn-the-day", queue="default", timeout=timedelta(minutes=10), atomic=False)
def turn_the_day() -> int:
    """Make the files of lists again of which an entry begins or ends today; how many lists."""
    done = 0
    for register in Register.objects.select_related("processor"):
        live, today = live_publishing(register), day_at(register.processor)
        if live is None or live.on == today:
            continue
        entries = public_register_of(live.version).entries
        if any(status_of(one, live.on) != status_of(one, today) for one in entries):
            write_files.keyed(f"{live.version.public_id}/{today}").enqueue(live.version.public_id)
            done += 1
    return done


schedule("registers.turn-the-day", turn_the_day, every=timedelta(hours=1))


@job("registers.sort-customers", queue="slow", timeout=timedelta(minutes=10), atomic=False)
def sort_all() -> int:
    """Sort the customers of whom something changed into classes; how many changes there were."""
    on = max(map(day_at, Processor.objects.all()), default=None)
    if on is None:
        return 0
    mark_due(on)
    total = 0
    while done := sort_customers(on):
        total += done
    return total


schedule("registers.sort-customers", sort_all, every=timedelta(minutes=1))
