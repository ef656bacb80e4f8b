"""Lists that come from git: keys by which programs may push one, and every push."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.registers.models.drafts import Draft
from ketju.web.apps.registers.models.lists import Register, Snapshot
from ketju.web.base.access.models import Processor
from ketju.web.base.ids import new_id


def key_id() -> str:
    """A new identifier of a key."""
    return new_id("pky")


def push_id() -> str:
    """A new identifier of a push."""
    return new_id("psh")


class PushKey(models.Model):
    """The public part of a key (Ed25519) by which pushes of one register are signed. The private part is not here."""

    public_id = models.CharField(max_length=40, unique=True, default=key_id, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="push_keys")
    name = models.CharField(max_length=80)
    public_key = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id


class Push(models.Model):
    """A file that was pushed. ``state`` is "draft" (it became one), "known" (it is one already), "same" (it says what
    is published) or "wrong" (no register could be read from it).

    ``looked_at`` is when a person looked at what it changes; until then nothing of the register is published. ``nonce``
    is what the signature had: the same signature counts once. ``commit`` is what the program says of itself.
    """

    public_id = models.CharField(max_length=40, unique=True, default=push_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="pushes")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="pushes")
    key = models.ForeignKey(PushKey, on_delete=models.PROTECT, related_name="pushes")
    nonce = models.CharField(max_length=80)
    state = models.CharField(max_length=8)
    commit = models.CharField(max_length=64, blank=True, default="")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="pushes")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="pushes")
    received_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("key", "nonce"), name="one_push_a_nonce")]

    def __str__(self) -> str:
        return self.public_id
