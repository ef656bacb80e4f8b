"""Periodic work of services: customers who have not said what is in theirs are reminded."""

from __future__ import annotations

from django.utils import timezone

from ketju.web.apps.services.declaring import remind_of_data
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.schedules import schedule


@job("services.remind", queue="slow", atomic=False)
def remind() -> int:
    """Remind the customers of every processor; the number of them."""
    now = timezone.now()
    return sum(remind_of_data(by=MACHINE, at=now, processor=one) for one in Processor.objects.all())


schedule("services.remind", remind, at="08:30", zone="Europe/Helsinki")
