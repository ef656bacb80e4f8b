"""The machine, for owners: background work, backups, keys. No personal data stand on these pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.base.audit.writing import audited
from ketju.web.base.backup.models import BackupMade
from ketju.web.base.encryption.keys import keys_known
from ketju.web.base.jobs.reads import STATES, jobs_in, periodic, queue_at
from ketju.web.base.jobs.writes import dismiss_job, retry_job
from ketju.web.sites.staff.acting import actor, page, processor_of, words

JOBS = {
    "campaigns.mail": "web.job.campaigns.mail",
    "campaigns.plan": "web.job.campaigns.plan",
    "campaigns.remind": "web.job.campaigns.remind",
    "cases.follow": "web.job.cases.follow",
    "cases.health": "web.job.cases.health",
    "cases.places": "web.job.cases.places",
    "cases.project": "web.job.cases.project",
    "cases.unseen": "web.job.cases.unseen",
    "exchange.import": "web.job.import",
    "inbox.forget": "web.job.inbox.forget",
    "inbox.read": "web.job.inbox.read",
    "inbox.test": "web.job.inbox.test",
    "jobs.forget": "web.job.forget",
    "notices.webhook-test": "web.job.notices.webhook-test",
    "notices.webhooks": "web.job.notices.webhooks",
    "outbox.send": "web.job.outbox.send",
    "registers.forget-followers": "web.job.registers.forget-followers",
    "registers.publish-due": "web.job.publish",
    "registers.read": "web.job.registers.read",
    "registers.sort-customers": "web.job.registers.sort-customers",
    "registers.tell-followers": "web.job.registers.tell-followers",
    "registers.turn-the-day": "web.job.registers.turn-the-day",
    "registers.write-files": "web.job.registers.write-files",
    "registers.write-slow-files": "web.job.registers.write-slow-files",
    "retention.sweep": "web.job.retention.sweep",
    "services.remind": "web.job.remind",
}
"""What a job does, by its name."""
DAILY = timedelta(days=1)
"""A backup is to be made every day."""


def job_words(name: str) -> str:
    """What a job does; its name where it has no words."""
    return words()(JOBS[name]) if name in JOBS else name


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Background work by state, and periodic work."""
    at, chosen = timezone.now(), request.GET.get("state", "")
    state = chosen if chosen in STATES else STATES[0]
    rows = [(one, job_words(one.name)) for one in jobs_in(state)]
    plans = [(one, job_words(one.name)) for one in periodic(at)]
    return page(
        request,
        "operate/jobs.html",
        rows=rows,
        state=state,
        states=STATES,
        plans=plans,
        queue=queue_at(at),
        command="ketju work",
    )


@require_POST
def retry(request: HttpRequest, job: UUID) -> HttpResponse:
    """Try a job again that was given up."""
    return _changed(request, job, "jobs.retry", retry_job, "web.jobs.retried")


@require_POST
def dismiss(request: HttpRequest, job: UUID) -> HttpResponse:
    """Take a job that was given up off the list."""
    return _changed(request, job, "jobs.dismiss", dismiss_job, "web.jobs.dismissed")


def _changed(
    request: HttpRequest, job: UUID, action: str, write: Callable[..., bool], said: str
) -> HttpResponse:
    """Change a job and note who did. Raises Http404 where there is no such job."""
    processor, at = processor_of(request), timezone.now()
    with transaction.atomic():
        if not write(job, at=at):
            raise Http404
        audited(actor(request), action, "job", at=at, processor=processor, subject=str(job))
    messages.success(request, words()(said))
    return redirect("jobs", processor=processor.slug)


@require_safe
def backups(request: HttpRequest) -> HttpResponse:
    """Backups that were made: the last, when the next is due, which were read whole."""
    rows = list(BackupMade.objects.all()[:50])
    newest = rows[0] if rows else None
    due_at = newest.made_at + DAILY if newest else None
    return page(
        request, "operate/backups.html", rows=rows, newest=newest, due_at=due_at,
        is_late=due_at is None or due_at < timezone.now(), most_days=settings.BACKUP_DAYS,
        command="ketju backup FILE", check_command="ketju backup --check FILE",
    )  # fmt: skip


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Keys by what they are known by, with their ages."""
    now = timezone.now()
    aged = [(one, (now - one.created_at).days) for one in keys_known()]
    return page(request, "operate/keys.html", keys=aged)
