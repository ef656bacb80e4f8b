"""Entries of the audit trail that concern a subject. They stay, and are named among what is kept."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.subjects.concerning import Concern, Subject


def _entries(subject: Subject) -> QuerySet[AuditEntry]:
    if subject.kind == "customer":
        return AuditEntry.objects.filter(customer=subject.id)
    if subject.kind == "person":
        return AuditEntry.objects.filter(Q(subject=subject.id) | Q(actor__public_id=subject.id))
    return AuditEntry.objects.filter(subject=subject.id)


CONCERNS = (Concern("audit_auditentry", _entries),)
