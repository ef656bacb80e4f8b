"""Work of registers for the staff's first page."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F, QuerySet

from ketju.web.apps.registers.models import Draft, Push
from ketju.web.apps.registers.pushing import unlooked
from ketju.web.apps.registers.reads.staff import waivers_ending
from ketju.web.base.pages.work import Day, Work


def waiting_drafts(day: Day) -> QuerySet[Any]:
    """Drafts that are neither published nor given up, and not scheduled either."""
    return Draft.objects.filter(processor=day.processor, state__in=("draft", "checked"))


def open_findings(day: Day) -> QuerySet[Any]:
    """Checked drafts with errors that nobody answers for (D-7)."""
    checked = Draft.objects.filter(processor=day.processor, state__in=("draft", "checked"), errors__gt=0)
    return checked.filter(checked_revision=F("revision"))


def ending_waivers(day: Day) -> QuerySet[Any]:
    """Waivers of published registers that run out soon, or have run out (D-7)."""
    return waivers_ending(day.processor, day.on)


def unlooked_pushes(day: Day) -> QuerySet[Any]:
    """Lists that were changed in git, and at which nobody has looked."""
    return unlooked(Push.objects.filter(processor=day.processor))


WORK: Final = (
    Work("pushes", "privacy-officer", "registers.publish", "registers", unlooked_pushes),
    Work("drafts", "privacy-officer", "registers.read", "registers", waiting_drafts),
    Work("register-findings", "privacy-officer", "registers.read", "registers", open_findings),
    Work("register-waivers", "privacy-officer", "registers.read", "registers", ending_waivers),
)
