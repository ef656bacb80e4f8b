"""Tokens of programs, and the answers kept so that a repeated request does nothing twice."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def token_id() -> str:
    """A new identifier of a token."""
    return new_id("tok")


class Token(models.Model):
    """What a program shows to be let in. Only a hash of it is kept; ``prefix`` is what people know it by."""

    public_id = models.CharField(max_length=40, unique=True, default=token_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16, unique=True)
    hashed = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.prefix

    def holds(self, at: datetime) -> bool:
        """Whether it lets in at a time."""
        is_over = self.expires_at is not None and self.expires_at <= at
        return self.revoked_at is None and not is_over


class KeptAnswer(models.Model):
    """The answer to a request with an idempotency key: the same request again gets it again."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = EncryptedText()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("token", "key"), name="one_answer_a_key")]

    def __str__(self) -> str:
        return str(self.pk)
