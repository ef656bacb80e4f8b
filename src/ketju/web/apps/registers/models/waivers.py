"""The waivers of what is published, by their last day: so that somebody is told before they run out."""

from __future__ import annotations

from django.db import models

from ketju.web.apps.registers.models.lists import Register
from ketju.web.base.encryption.fields import EncryptedText


class RunningWaiver(models.Model):
    """A waiver of the newest version of a register. The version holds the waiver itself; this row only finds it."""

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="running_waivers")
    rule = models.CharField(max_length=80)
    entries = models.PositiveIntegerField(default=0)
    owner = EncryptedText()
    until = models.DateField(db_index=True)

    class Meta:
        ordering = ("until", "rule")

    def __str__(self) -> str:
        return f"{self.rule} until {self.until}"
