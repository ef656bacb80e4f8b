"""Processors, and who is a member of what, in which role, between which days."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ketju.web.base.access.roles import ROLES
from ketju.web.base.access.zones import day_at
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def processor_id() -> str:
    """A new identifier of a processor."""
    return new_id("pro")


def membership_id() -> str:
    """A new identifier of a membership."""
    return new_id("mem")


class Processor(models.Model):
    """A company that processes data for its customers: it publishes lists and keeps a customer register."""

    public_id = models.CharField(max_length=40, unique=True, default=processor_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    business_id = models.CharField(max_length=40, blank=True, default="")
    country = models.CharField(max_length=2, default="FI")
    zone = models.CharField(max_length=64, default="Europe/Helsinki")
    language = models.CharField(max_length=8, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.slug


class Memberships(models.QuerySet["Membership"]):
    """Look-ups by day."""

    def holding(self, on: date) -> Memberships:
        """Those that hold on a day."""
        days = Q(first__lte=on) & (Q(last__isnull=True) | Q(last__gte=on))
        return self.filter(days, ended_at__isnull=True)

    def holding_at(self, at: datetime, user: int | None) -> list[Membership]:
        """A person's that hold at an instant: for each it is the day of its processor's zone that counts."""
        found = self.filter(user=user, ended_at__isnull=True).select_related("processor")
        return [one for one in found if one.holds(day_at(one.processor, at))]


class Membership(models.Model):
    """That a person has a role with a processor, or with one of its customers, between two days (both included).

    ``customer`` is the public id of a customer, "" for staff: the tables of customers lie above this one.
    ``ended_at`` is set where somebody ended it at once, before its last day.
    """

    public_id = models.CharField(max_length=40, unique=True, default=membership_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="memberships")
    customer = models.CharField(max_length=40, blank=True, default="", db_index=True)
    role = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="grants"
    )
    reviewed_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Memberships] = Memberships.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("user", "processor", "customer", "role", "first"),
                condition=Q(ended_at__isnull=True),
                name="one_grant_a_day",
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=models.F("first")), name="grant_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.public_id}"

    def holds(self, on: date) -> bool:
        """Whether it holds on a day, as ``holding`` has it."""
        return self.ended_at is None and self.first <= on and (self.last is None or on <= self.last)

    @property
    def is_staff(self) -> bool:
        """Whether it is on the side of the processor."""
        return ROLES[self.role][0] == "staff"


class Undertaking(models.Model):
    """That somebody promised confidentiality to a processor and was briefed, before any access.

    Source: D-52, D-126 to D-129, D-172 to D-174; GDPR Art. 28(3)(b), 32(4). ``name`` is what the person signed with,
    ``document`` the text that was signed: its version, its language and its hash.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="undertakings")
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="undertakings")
    name = EncryptedText()
    signed_on = models.DateField()
    briefed_on = models.DateField()
    document = models.CharField(max_length=200)
    renew_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="recorded_undertakings"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-signed_on", "-id")

    def __str__(self) -> str:
        return f"undertaking {self.pk}"

    def holds(self, on: date) -> bool:
        """Whether both were done by the day and neither has to be renewed."""
        return self.signed_on <= on and is_holding(self.briefed_on, self.renew_on, on)


def is_holding(briefed_on: date, renew_on: date | None, on: date) -> bool:
    """Whether a promise of confidentiality that was signed holds on a day: briefed by then, not to be renewed yet."""
    return briefed_on <= on and (renew_on is None or on < renew_on)
