"""Objections of customers, with every step of the talk about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ketju.web.apps.cases.models.attachments import KeptFile
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
    ("data-security", "data-protection", "place", "other"), the customer's own words stand in ``text``. ``link_sent_at``
    is when the newest link was sent with which an oral one is confirmed in writing.
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
    link_sent_at = models.DateTimeField(null=True, blank=True)
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
    "safeguards", "termination". ``side`` says whose step it is: "customer" or "staff". ``original`` is the public id of
    the message that came in, with its files, where the step came by mail.
    """

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="steps")
    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=8)
    offer = models.CharField(max_length=16, blank=True, default="")
    state = models.CharField(max_length=12, blank=True, default="")
    text = EncryptedText()
    original = models.CharField(max_length=40, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.objection_id} {self.kind}"


def objection_file_id() -> str:
    """A new identifier of a file of an objection."""
    return new_id("obf")


class ObjectionFile(KeptFile):
    """A file that a customer gave with an objection or with a word in the talk, or staff with their answer or with a
    letter that they entered.

    Files of mail stand in the message that came in. For staff and that customer alone.
    """

    public_id = models.CharField(max_length=40, unique=True, default=objection_file_id, editable=False)
    step = models.ForeignKey(ObjectionStep, on_delete=models.PROTECT, related_name="files")
    name = EncryptedText()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.public_id


def authorisation_id() -> str:
    """A new identifier of an authorisation."""
    return new_id("aut")


class Authorisation(models.Model):
    """What a customer said where its authorisation is a specific one: it gave it, or refused (GDPR Art. 28(2)).

    ``channel`` is "portal", "e-mail" or "letter"; an authorisation is in writing. ``document`` says which writing it
    is. The newest one stands; earlier ones stay. Silence makes no row.
    """

    public_id = models.CharField(max_length=40, unique=True, default=authorisation_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="authorisations")
    change = models.ForeignKey(CaseChange, on_delete=models.PROTECT, related_name="authorisations")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="authorisations")
    is_given = models.BooleanField(default=True)
    channel = models.CharField(max_length=8, default="portal")
    document = EncryptedText()
    by_name = EncryptedText()
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id
