"""Objections of customers, with every step of the talk about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ketju.web.apps.cases.models.changes import CaseChange
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def objection_id() -> str:
    """A new identifier of an objection."""
    return new_id("obj")


class Objection(models.Model):
    """A customer's objection to a change (D-199 to D-203).

    ``state`` is that of ``core.cases.objections``; ``services`` are products, [] for all. ``channel`` is "portal",
    "e-mail", "letter" or "oral", ``original`` the public id of the message that was received. ``ground`` is as chosen
    ("data-security", "data-protection", "place", "other"), the customer's own words stand in ``text``.
    """

    public_id = models.CharField(max_length=40, unique=True, default=objection_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="objections_to_changes")
    change = models.ForeignKey(CaseChange, on_delete=models.PROTECT, related_name="objections")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="objections_to_changes")
    services = models.JSONField(default=list)
    channel = models.CharField(max_length=8, default="portal")
    ground = models.CharField(max_length=24, blank=True, default="")
    text = EncryptedText()
    by_name = EncryptedText()
    original = models.CharField(max_length=40, blank=True, default="")
    is_late = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="open")
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id


class ObjectionStep(models.Model):
    """One step of the talk: a message, an offer, an answer, the outcome with its reasons. Steps are only added.

    ``kind`` is "message", "offer", "answer", "outcome"; ``offer`` what is offered: "alternative", "exclusion",
    "safeguards", "termination". ``side`` says whose step it is: "customer" or "staff".
    """

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="steps")
    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=8)
    offer = models.CharField(max_length=16, blank=True, default="")
    state = models.CharField(max_length=12, blank=True, default="")
    text = EncryptedText()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.objection_id} {self.kind}"
