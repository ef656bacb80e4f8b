"""Campaigns, and what was asked of each customer in one. Source: issue 5; D-163, D-165."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.ids import new_id
from ketju.web.base.outbox.models import Message

WHO = ("unconfirmed", "stale", "all")
"""Which customers: without a confirmed main user, whose main user confirmed a year ago or earlier, every one."""


def campaign_id() -> str:
    """A new identifier of a campaign."""
    return new_id("cmp")


def ask_id() -> str:
    """A new identifier of what is asked of one customer."""
    return new_id("ask")


class Campaign(models.Model):
    """Customers that are asked to confirm who their main user is: first a plan, which is looked at, then mail.

    ``planned_through`` is how far the plan has come, by customer; ``begun_at`` is when staff let the mail go out.
    """

    public_id = models.CharField(max_length=40, unique=True, default=campaign_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="campaigns")
    who = models.CharField(max_length=16, default="unconfirmed")
    country = models.CharField(max_length=2, blank=True, default="")
    role = models.CharField(max_length=16, blank=True, default="")
    total = models.PositiveIntegerField(default=0)
    planned_through = models.BigIntegerField(default=0)
    planned_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id


class Ask(models.Model):
    """What is asked of one customer in a campaign: of whom, by which message, and what was answered.

    ``obstacle`` is why nobody can be asked, "" for none. ``turn`` counts the people asked one after the other: a link
    holds for its turn alone. ``code_hash`` is that of the code that was mailed last.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ask_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="asks")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="asks")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="asks")
    obstacle = models.CharField(max_length=16, blank=True, default="")
    turn = models.PositiveSmallIntegerField(default=1)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    named_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.BinaryField(default=b"")
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=16, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("campaign", "customer"), name="one_ask_a_customer")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("campaign", "id"),
                name="asks_to_mail",
                condition=models.Q(message__isnull=True, obstacle="", answered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.public_id
