"""What was asked of a customer in campaigns."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.apps.campaigns.models import Ask
from ketju.web.base.subjects.concerning import Concern, Subject


def _asks(subject: Subject) -> QuerySet[Ask] | None:
    return Ask.objects.filter(customer__public_id=subject.id) if subject.kind == "customer" else None


CONCERNS = (Concern("campaigns_ask", _asks),)
