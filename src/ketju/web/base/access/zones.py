"""Which day it is: legal days are those of the processor's zone, whatever zone somebody reads in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

if TYPE_CHECKING:
    from ketju.web.base.access.models import Processor


def day_of(at: datetime, zone: str) -> date:
    """The day of an instant in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def start_of(day: date, processor: Processor) -> datetime:
    """The start of a day where the processor is."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(processor.zone))


def day_at(processor: Processor, at: datetime | None = None) -> date:
    """The day it is where the processor is, at an instant or now."""
    return day_of(at or timezone.now(), processor.zone)
