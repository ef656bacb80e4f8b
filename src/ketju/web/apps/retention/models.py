"""What a processor decided about its own register: how long, and who answers for it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from ketju.core.retention.periods import Rules
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def holder_id() -> str:
    """A new identifier of somebody's time in a role."""
    return new_id("hol")


class RetentionRules(models.Model):
    """The decisions of a processor; without a row those of ``core.retention`` hold.

    ``contact`` is the address for matters of the register, of a role rather than a person (D-156). ``authority`` is the
    id of the supervisory authority (``core.territory.authorities``) or the name of another; "": that of the country.
    ``is_public``: the description of the register has an address that everybody can open.
    """

    processor = models.OneToOneField(Processor, on_delete=models.PROTECT, related_name="retention")
    months_after = models.PositiveSmallIntegerField(default=12)
    year_end_month = models.PositiveSmallIntegerField(default=12)
    year_end_day = models.PositiveSmallIntegerField(default=31)
    contact = models.CharField(max_length=254, blank=True, default="")
    postal_address = models.CharField(max_length=400, blank=True, default="")
    authority = models.CharField(max_length=80, blank=True, default="")
    is_public = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def rules(self) -> Rules:
        """The decisions as core takes them."""
        return Rules(self.months_after, (self.year_end_month, self.year_end_day))


def rules_of(processor: Processor) -> RetentionRules:
    """What a processor decided, or what holds where it decided nothing."""
    return RetentionRules.objects.filter(processor=processor).first() or RetentionRules(processor=processor)


def postal_address_of(processor: Processor) -> str:
    """The postal address of a processor, "" where it gave none."""
    return str(rules_of(processor).postal_address)


def erasure_id() -> str:
    """A new identifier of an erasure."""
    return new_id("era")


class Erasure(models.Model):
    """The certificate of one erasure: whom it was about, what went, and what was kept on which ground.

    ``kind`` is "customer", "contact" or "person" and ``subject`` its public id; ``classes`` are those that were over,
    with commas between. ``counts`` are rows by table, ``left`` what is kept: table, column, class, the last day or "".
    ``again`` is set where it was carried out once more on a restored backup.
    """

    public_id = models.CharField(max_length=40, unique=True, default=erasure_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, null=True, related_name="erasures")
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=40)
    classes = models.CharField(max_length=60)
    counts = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    at = models.DateTimeField()
    again = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.public_id


class RoleHolder(models.Model):
    """That somebody held a role of the processor's own register between two days, both included (D-156).

    Rows stay when another takes over: they are the history. ``is_named``: the description names the person, not only
    the role.
    """

    public_id = models.CharField(max_length=40, unique=True, default=holder_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="role_holders")
    role = models.CharField(max_length=24)
    name = EncryptedText()
    email = EncryptedText()
    phone = EncryptedText()
    is_named = models.BooleanField(default=False)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("role", "-first", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=models.F("first")), name="holder_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    def holds(self, on: date) -> bool:
        """Whether the role is held on a day."""
        return self.first <= on and (self.last is None or on <= self.last)
