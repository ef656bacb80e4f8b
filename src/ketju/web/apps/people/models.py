"""Invitations: the only way to an account, or to one more role."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id

VALID: Final = timedelta(days=7)
"""So long the link of an invitation can be used."""


def invitation_id() -> str:
    """A new identifier of an invitation."""
    return new_id("inv")


class Invitation(models.Model):
    """That somebody is asked to take a role. The link in the mail carries a secret; its hash alone is kept here.

    ``customer`` is a customer's public id, "" for staff. The grant is made when the invitation is accepted.
    """

    public_id = models.CharField(max_length=40, unique=True, default=invitation_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="invitations")
    customer = models.CharField(max_length=40, blank=True, default="")
    email = EncryptedText()
    email_index = models.BinaryField(db_index=True)
    name = EncryptedText()
    language = models.CharField(max_length=8, default="en")
    role = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations"
    )
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=("processor", "customer"), name="invitations_of")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def expires_at(self) -> datetime:
        """From then on the link leads nowhere."""
        return self.invited_at + VALID

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be accepted."""
        return not self.accepted_at and not self.withdrawn_at and at < self.expires_at
