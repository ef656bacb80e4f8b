"""Background work that concerns a subject: jobs that have ended and whose arguments name it."""

from __future__ import annotations

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from ketju.web.base.jobs.models import Job
from ketju.web.base.subjects.concerning import Concern, Subject


def _jobs(subject: Subject) -> QuerySet[Job]:
    named = Job.objects.annotate(told=Cast("arguments", TextField()), answered=Cast("returned", TextField()))
    is_named = Q(told__contains=subject.id) | Q(answered__contains=subject.id) | Q(key__contains=subject.id)
    ended = Q(done_at__isnull=False) | Q(failed_at__isnull=False)
    return Job.objects.filter(pk__in=named.filter(is_named, ended).values("pk"))


CONCERNS = (Concern("jobs_job", _jobs),)
