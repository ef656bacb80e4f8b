"""Which day it is for the processors of the tests: theirs, not the day of the machine that runs the tests."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_of


def today() -> date:
    """The day it is now where a processor is of which nothing else was said."""
    return day_of(timezone.now(), Processor._meta.get_field("zone").default)
