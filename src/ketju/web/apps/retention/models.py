"""What a processor decided about its own register: how long, and who answers for it."""

from __future__ import annotations

from django.db import models

from ketju.core.retention.periods import Rules
from ketju.web.base.access.models import Processor


class RetentionRules(models.Model):
    """The decisions of a processor; without a row those of ``core.retention`` hold.

    ``contact`` is the address for matters of the register, of a role rather than a person (D-156).
    """

    processor = models.OneToOneField(Processor, on_delete=models.PROTECT, related_name="retention")
    months_after = models.PositiveSmallIntegerField(default=12)
    year_end_month = models.PositiveSmallIntegerField(default=12)
    year_end_day = models.PositiveSmallIntegerField(default=31)
    contact = models.CharField(max_length=254, blank=True, default="")
    postal_address = models.CharField(max_length=400, blank=True, default="")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def rules(self) -> Rules:
        """The decisions as core takes them."""
        return Rules(self.months_after, (self.year_end_month, self.year_end_day))


def rules_of(processor: Processor) -> RetentionRules:
    """What a processor decided, or what holds where it decided nothing."""
    return RetentionRules.objects.filter(processor=processor).first() or RetentionRules(processor=processor)
