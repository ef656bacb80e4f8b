"""A risk that a named person takes in an emergency, and the evidence of a change as it was when it was closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ketju.web.apps.cases.models.changes import CaseChange
from ketju.web.base.encryption.fields import CompressedText, EncryptedBytes, EncryptedText


class RiskDecision(models.Model):
    """That a named person decided to replace a company before customers' time is over, where their terms do not allow
    it. It stays on record for ever.

    ``reason`` is why; ``exits`` say by language what customers can do who do not accept it, as JSON.
    """

    change = models.OneToOneField(CaseChange, on_delete=models.PROTECT, related_name="risk")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="risks_taken")
    by_name = EncryptedText()
    reason = EncryptedText()
    exits = EncryptedText()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"risk {self.change_id}"


class FrozenEvidence(models.Model):
    """The evidence of a change as it stood when it was closed: JSON, and the same to read as PDF, each with the SHA-256
    of its bytes.

    Words that people wrote stand in it as their SHA-256, so that it can stay when they are erased. ``pdf`` names the
    hash of the JSON, and is empty where the installation cannot make one.
    """

    change = models.OneToOneField(CaseChange, on_delete=models.PROTECT, related_name="frozen")
    text = CompressedText()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pdf = EncryptedBytes()
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
