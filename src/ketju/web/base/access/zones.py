"""Which day it is: legal days are those of the processor's zone, whatever zone somebody reads in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils import timezone


class InZone(Protocol):
    """What has a zone of its own by its name, such as a processor."""

    zone: str


def day_of(at: datetime, zone: str) -> date:
    """The day of an instant in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def start_of(day: date, processor: InZone) -> datetime:
    """The start of a day where the processor is."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(processor.zone))


def day_at(processor: InZone, at: datetime | None = None) -> date:
    """The day it is where the processor is, at an instant or now."""
    return day_of(at or timezone.now(), processor.zone)
