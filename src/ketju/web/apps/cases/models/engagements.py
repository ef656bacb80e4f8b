"""A company that is engaged, or is to be: what shows that it may be, and who opened a gate in an emergency."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.cases.models.attachments import Attachment
from ketju.web.apps.registers.models import Register
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def engagement_id() -> str:
    """A new identifier of an engagement."""
    return new_id("eng")


class Engagement(models.Model):
    """The engagement of a company under one entry of a register (``entry`` is its id there).

    ``access`` is what it can reach ("none", "metadata", "content", "unknown"), ``is_invoicing`` the one exception under
    which it may reach content (D-139). ``mapping`` is where its contract passes on what customers' agreements say
    (parameter → clause), ``unmapped`` are other clauses that it does not. ``told_days`` is
    how many days it tells us ahead of changes of its own, ``proof_days`` within how many days of the end it has to show
    that the data are erased or given back; None where nobody knows. ``owed_by`` are the agreements under which
    customers are whom it touches (0 for none), None where nobody counted. ``language`` is the one to write to its
    contact in, "" for what its seat suggests. ``is_opening``: it was in use before
    the register was kept here, so that its notices are unknown. ``ended_on`` is from when it is not used any longer;
    ``uncovered`` are places that nothing covered on the last look, since ``uncovered_at``; ``places`` is what covered
    each place then, None where nobody looked yet.
    """

    public_id = models.CharField(max_length=40, unique=True, default=engagement_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="engagements")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="engagements")
    entry = models.CharField(max_length=80)
    access = models.CharField(max_length=12, default="unknown")
    is_invoicing = models.BooleanField(default=False)
    may_reach = models.BooleanField(default=False)
    unmapped = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    told_days = models.PositiveSmallIntegerField(null=True, blank=True)
    proof_days = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True, default="")
    owed_by = models.JSONField(null=True, blank=True)
    is_opening = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)
    uncovered = models.JSONField(default=list)
    uncovered_at = models.DateTimeField(null=True, blank=True)
    places = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("entry",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("register", "entry"), name="one_engagement_an_entry")
        ]

    def __str__(self) -> str:
        return self.public_id


class Evidence(models.Model):
    """A document that opens a gate of an engagement, from its first day to its last, None for no end.

    ``kind`` is that of the gate ("due-diligence", "contract", "transfer", "impact-assessment"), or "erasure" at the
    end; ``country`` is the third country that it is about, ``tool`` what of GDPR Art. 46 covers the transfer to it,
    with the module of standard clauses ("scc-3"; "" where nobody said). Newer evidence stands beside older;
    ``ended_at`` is when somebody took it back. ``attachment`` is the document itself, where it is kept here.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20)
    country = models.CharField(max_length=8, blank=True, default="")
    tool = models.CharField(max_length=16, blank=True, default="")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="evidence")
    note = models.CharField(max_length=400, blank=True, default="")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-first", "-id")

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class GateWaiver(models.Model):
    """That a named person opened a gate in an emergency; it stays on record for ever.

    ``change`` is the public id of the case, ``customer`` that of the customer, "" for everybody.
    """

    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="gate_waivers")
    change = models.CharField(max_length=40, db_index=True)
    customer = models.CharField(max_length=40, blank=True, default="")
    gate = models.CharField(max_length=20)
    reason = EncryptedText()
    basis = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.change} {self.gate}"
