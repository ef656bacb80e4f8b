"""Tables of background work. What state a job is in follows from its instants, which are separate facts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

OPEN = Q(done_at__isnull=True, failed_at__isnull=True)
"""Neither done nor given up."""
WAITING = OPEN & Q(claimed_until__isnull=True)
"""Open, and no worker has it."""
CLAIMED = OPEN & Q(claimed_until__isnull=False)
"""Open, and a worker has it, or had it when it died."""


class Job(models.Model):
    """One piece of work: ``name`` says which function, ``arguments`` with what (ids, never personal data).

    ``key`` makes it unique among jobs of its name. A worker that claims it is its ``holder`` until ``claimed_until``
    (the lease) unless it says that it lives. ``attempts`` counts claims. ``handed_at``: when a broker was told.
    ``failure`` is what went wrong last, as the path of an exception; the words of exceptions are not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=200, null=True, blank=True)
    queue = models.CharField(max_length=32)
    priority = models.SmallIntegerField(default=0)
    arguments = models.JSONField()
    enqueued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    handed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=80, blank=True, default="")
    claimed_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, default="")
    trace = models.TextField(blank=True, default="")
    returned = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("enqueued_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("name", "key"), name="jobs_one_of_key"),
            models.CheckConstraint(
                name="jobs_one_end",
                condition=Q(done_at__isnull=True) | Q(failed_at__isnull=True),
            ),
            models.CheckConstraint(name="jobs_ended_is_free", condition=OPEN | Q(claimed_until__isnull=True)),
        ]
        indexes: ClassVar = [
            models.Index(fields=("-priority", "not_before"), name="jobs_waiting", condition=WAITING),
            models.Index(fields=("claimed_until",), name="jobs_claimed", condition=CLAIMED),
            models.Index(fields=("failed_at",), name="jobs_failed", condition=Q(failed_at__isnull=False)),
            models.Index(fields=("done_at",), name="jobs_done", condition=Q(done_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class Due(models.Model):
    """That a schedule was due at an instant, and the job made for it. Two who notice at once make one row."""

    schedule = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="due")

    class Meta:
        ordering = ("-due_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("schedule", "due_at"), name="jobs_due_once"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.due_at.isoformat()}"


class Applied(models.Model):
    """That the effects named by ``key`` are in the database: written in their transaction (``applying.once``)."""

    key = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=("at",), name="jobs_applied_at")]

    def __str__(self) -> str:
        return self.key
