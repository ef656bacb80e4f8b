"""A change of a register as a case: what it changes, whom it touches, and where each customer stands."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import Draft, Register, Version
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import CompressedText, EncryptedText
from ketju.web.base.ids import new_id


def change_id() -> str:
    """A new identifier of a change."""
    return new_id("chg")


class CaseChange(models.Model):
    """A change that is proposed to a register (D-134, D-194).

    ``changes`` are those between the published version and the draft, as JSON, ``digest`` their SHA-256: a plan is one
    of exactly these. ``rollout`` is "per customer" or "all at once"; ``planned_at`` is when it is to take effect at the
    earliest. ``approved_at`` is when a second person approved what ``digest`` stands for. ``is_published_with``: it was
    approved that the list is published at the moment in which customers are told; ``later_why`` is why it is not, so
    that the public hears of it later. ``supplier_told_at`` and ``supplier_from`` are when the supplier told of it and
    from when its change holds, ``object_by`` when our time to object to it ends. Facts are separate: planned,
    announced, withdrawn, closed; ``outcome`` is how it ended: "in-effect", "in-part" (not for everybody), "none" (for
    nobody), "withdrawn". Where the latest date holds for all, ``together_at`` is that date as customers' rows have it,
    and ``counted_for`` stands for what all of them share (the gates of the companies on that day, among others) when
    they were last counted whole; "" for not at all.
    """

    public_id = models.CharField(max_length=40, unique=True, default=change_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="changes")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="changes")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, null=True, related_name="case")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="cases")
    title = models.CharField(max_length=200)
    changes = CompressedText()
    digest = models.CharField(max_length=64, blank=True, default="")
    rollout = models.CharField(max_length=12, default="per customer")
    is_emergency = models.BooleanField(default=False)
    is_published_with = models.BooleanField(default=False)
    later_why = EncryptedText(default="", blank=True)
    planned_at = models.DateTimeField()
    supplier_told_at = models.DateTimeField(null=True, blank=True)
    supplier_from = models.DateTimeField(null=True, blank=True)
    object_by = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="owned_changes"
    )
    created_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)
    counted_for = models.CharField(max_length=64, blank=True, default="")
    together_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="approved_changes"
    )
    is_own_approval = models.BooleanField(default=False)
    announced_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="closed_changes"
    )
    outcome = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id


class Group(models.Model):
    """Customers of a change who are owed the same: one class of services, terms, calendar and zone.

    The core is asked once for each. ``key`` names the class, ``owed`` is ``core.notices.owed.Owed`` as JSON,
    ``entries`` the entries that touch it, ``services`` the products in which they do, ``told`` the places of the
    changes that these customers are owed notice of.
    """

    change = models.ForeignKey(CaseChange, on_delete=models.CASCADE, related_name="groups")
    key = models.CharField(max_length=64)
    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, null=True)
    owed = models.JSONField(default=dict)
    entries = models.JSONField(default=list)
    told = models.JSONField(default=list)
    services = models.JSONField(default=list)
    doubts = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("change", "key"), name="one_group_a_class")]

    def __str__(self) -> str:
        return self.key


class Touched(models.Model):
    """Where one customer stands in a change: a projection of facts, which can be made anew from them.

    ``reach`` is "reached", "unreachable", "unknown"; ``free_at`` from when the change may take effect for it, None
    while a gate is shut; ``waits`` names the shut gates. ``effective_at`` is when it took effect, ``is_excluded`` that
    it never will. ``joined_at`` and ``consented_at`` are the customer's own acts. ``alone_at`` is from when it might
    take effect for this customer if it waited for no other, kept where the latest date holds for all. ``widened_at``
    is when it was last found to use more than it had been told of: its group is a wider one since then, of which it is
    told anew, and what it did or got before counts for nothing of it.
    """

    change = models.ForeignKey(CaseChange, on_delete=models.CASCADE, related_name="touched")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="touched")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="touched")
    language = models.CharField(max_length=8, default="en")
    reach = models.CharField(max_length=12, default="unknown")
    delivered_at = models.DateTimeField(null=True, blank=True)
    window_ends = models.DateTimeField(null=True, blank=True)
    free_at = models.DateTimeField(null=True, blank=True)
    waits = models.CharField(max_length=200, blank=True, default="")
    is_excluded = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    condition_at = models.DateTimeField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    alone_at = models.DateTimeField(null=True, blank=True)
    widened_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("change", "customer"), name="one_place_a_customer")
        ]
        indexes: ClassVar = [
            models.Index(fields=("change", "free_at"), name="touched_by_day"),
            models.Index(
                fields=("change", "alone_at"), name="touched_waiting", condition=models.Q(is_excluded=False)
            ),
            models.Index(
                fields=("change",), name="touched_widened", condition=models.Q(widened_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change_id}/{self.customer_id}"


class TouchedService(models.Model):
    """Where one service of a customer stands that is not like its others, as an objection was limited to it.

    What it has of its own goes before what the customer's row says; it is made anew from the same facts. A service that
    took effect with the others before it was objected to keeps that instant.
    """

    touched = models.ForeignKey(Touched, on_delete=models.CASCADE, related_name="apart")
    service = models.CharField(max_length=80)
    free_at = models.DateTimeField(null=True, blank=True)
    waits = models.CharField(max_length=200, blank=True, default="")
    is_excluded = models.BooleanField(default=False)
    effective_at = models.DateTimeField(null=True, blank=True)
    alone_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("service",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("touched", "service"), name="one_place_a_service")
        ]

    def __str__(self) -> str:
        return f"{self.touched_id}/{self.service}"


class TookEffect(models.Model):
    """What a change had taken effect for when its customer began to use more: an event, which stays.

    ``group`` says what the customer had been told of, ``services`` in which of its products it was in effect, ``since``
    from when. ``notice`` is the public id of the notice, "" for none, ``delivered_at`` when it reached the customer;
    ``joined_at`` that it had accepted the change with its agreement.
    """

    touched = models.ForeignKey(Touched, on_delete=models.CASCADE, related_name="before")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="before")
    services = models.JSONField(default=list)
    since = models.DateTimeField()
    notice = models.CharField(max_length=40, blank=True, default="")
    delivered_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.touched_id}/{self.since}"
