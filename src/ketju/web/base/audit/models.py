"""Entries of the audit trail. The database itself refuses to change or delete them (see the migrations)."""

from __future__ import annotations

from typing import Any, ClassVar, Never

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.ids import new_id


def entry_id() -> str:
    """A new identifier of an entry."""
    return new_id("aud")


class AuditEntry(models.Model):
    """That somebody read or wrote something.

    ``subject`` is the public id of the thing, ``kind`` what it is ("customer"); ``customer`` the customer that it
    concerns, "" for none. ``fields`` are the names of columns, never their values: those stand in the erasable
    ``AuditPayload``. ``role`` and ``reason`` are what a customer is shown; the actor's name stays inside.
    """

    public_id = models.CharField(max_length=40, unique=True, default=entry_id, editable=False)
    processor = models.ForeignKey(
        Processor, on_delete=models.PROTECT, null=True, related_name="audit", db_index=False
    )
    customer = models.CharField(max_length=40, blank=True, default="")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="acts"
    )
    actor_kind = models.CharField(max_length=16, default="person")
    role = models.CharField(max_length=40, blank=True, default="")
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True, default="")
    count = models.PositiveIntegerField(default=1)
    fields = models.CharField(max_length=500, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")
    request_id = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes: ClassVar = [
            models.Index(fields=("processor", "customer", "-id"), name="audit_of_customer"),
            models.Index(fields=("subject", "-id"), name="audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new entry. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("an entry of the audit trail is never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Never:
        """Raises TypeError: entries stay."""
        raise TypeError("an entry of the audit trail is never deleted")
