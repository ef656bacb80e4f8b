"""What suppliers tell of changes of their own, what has to be looked at again, and proof of erasure at the end."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.cases.models.attachments import Attachment
from ketju.web.apps.cases.models.changes import CaseChange
from ketju.web.apps.cases.models.engagements import Engagement, Evidence
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def supplier_notice_id() -> str:
    """A new identifier of a supplier's notice."""
    return new_id("spn")


def recheck_id() -> str:
    """A new identifier of a recheck."""
    return new_id("rck")


def end_proof_id() -> str:
    """A new identifier of a proof at the end."""
    return new_id("prf")


class SupplierNotice(models.Model):
    """That a supplier told of a change of its own, or that somebody saw one on its page.

    ``kind`` "hint" is a change that was only seen: it starts no clock. ``received_at`` is when the notice reached us,
    ``effective_at`` from when the supplier's change holds, ``object_by`` the instant at which our time to object to the
    supplier ends. ``sorts`` say what it is about, ``changes`` what of the entry it changes ("place", "legal_entity",
    "until"), as far as that can be filled in. ``change`` is the case that was opened for it, ``hint`` what was seen
    before. ``original`` is the public id of the message in the inbox that it was made of, whose bytes are the
    ``attachment``. ``settled_at``: somebody found that nothing follows from it, for the reason in ``settled_why``;
    ``is_mistake``: that the message was none of this supplier at all, and what it said is gone from here.
    """

    public_id = models.CharField(max_length=40, unique=True, default=supplier_notice_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="supplier_notices")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=8, default="notice")
    channel = models.CharField(max_length=8, default="mail")
    received_at = models.DateTimeField()
    effective_at = models.DateTimeField(null=True, blank=True)
    object_by = models.DateTimeField(null=True, blank=True)
    sorts = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    text = EncryptedText()
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="notices")
    original = models.CharField(max_length=40, blank=True, default="")
    hint = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    change = models.OneToOneField(
        CaseChange, on_delete=models.PROTECT, null=True, related_name="supplier_notice"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_why = EncryptedText()
    is_mistake = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("original",),
                condition=models.Q(is_mistake=False) & ~models.Q(original=""),
                name="one_notice_a_message",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("processor", "id"), name="supplier_notices_open",
                condition=models.Q(change=None, settled_at=None),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.public_id


class Recheck(models.Model):
    """That a place of a company in use has to be looked at again (D-141).

    ``reason`` is that of ``core.cases.rechecks``, ``decision`` the number of the decision on adequacy that it is about,
    ``on`` from when it matters; ``cover`` is what covered the place when it was noted. It ends with a new tool
    ("tool"), as the place is covered ("covered"), as the company is given up from ``leaves_on`` ("ending"), or by
    itself, as data do not go there any longer ("gone").
    """

    public_id = models.CharField(max_length=40, unique=True, default=recheck_id, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="rechecks")
    country = models.CharField(max_length=8)
    reason = models.CharField(max_length=20)
    decision = models.CharField(max_length=80, blank=True, default="")
    on = models.DateField()
    cover = models.CharField(max_length=20, blank=True, default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=8, blank=True, default="")
    leaves_on = models.DateField(null=True, blank=True)
    why = EncryptedText()

    class Meta:
        ordering = ("on", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("engagement", "country", "reason", "decision", "on"), name="one_recheck_a_reason"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=("engagement",), name="rechecks_open", condition=models.Q(closed_at=None))
        ]

    def __str__(self) -> str:
        return self.public_id


class EndProof(models.Model):
    """That a company has to show, after its engagement ended, that it erased or gave back the data.

    Source: GDPR Art. 28(3)(g), 28(4); D-8, D-144, D-145, D-152. ``due_on`` is the last day by its contract, the day of
    the end where the contract sets no time. ``asked_at`` is when it was asked first, ``reminded_at`` when last.
    ``how`` is "erasure" or "return"; ``evidence`` the document that somebody, ``accepted_by``, took as proof.
    """

    public_id = models.CharField(max_length=40, unique=True, default=end_proof_id, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="proofs")
    ended_on = models.DateField()
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    how = models.CharField(max_length=8, blank=True, default="")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="proofs")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("due_on", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("engagement", "ended_on"), name="one_proof_an_end")
        ]

    def __str__(self) -> str:
        return self.public_id
