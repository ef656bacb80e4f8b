"""Answers kept for programs that name a subject: each goes after a day, and at once when what it tells is erased."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.base.subjects.concerning import Concern, Subject
from ketju.web.base.tokens.models import KeptAnswer


def _answers(subject: Subject) -> QuerySet[KeptAnswer] | None:
    if subject.processor is None:
        return None
    rows = KeptAnswer.objects.filter(token__processor=subject.processor)
    told = (subject.id, subject.customer, *subject.addresses, *subject.names)
    named = [one.pk for one in rows if any(each and each in one.body for each in told)]
    return KeptAnswer.objects.filter(pk__in=named)


CONCERNS = (Concern("tokens_keptanswer", _answers),)
