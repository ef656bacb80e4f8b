"""The demo shows a change that runs: customers are told although no mail leaves, and their days are the right ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail

from ketju.web.apps.agreements.models import AgreementVersion, SideLetter
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.notices.models import Delivery
from ketju.web.config.demo_data import fill
from ketju.web.config.demo_mail import take_all
from tests.web.changes.clock import freeze_time

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[3] / "examples"
AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""Monday 23 November 2026, nine o'clock in Helsinki."""


@freeze_time(AT)
def test_customers_are_told_of_a_change_and_the_first_one_by_its_side_letter_later() -> None:
    """30 days end with Wednesday 23 December, 45 days with Thursday 7 January; the day after begins in Helsinki."""
    lists = sorted(EXAMPLES.glob("*/list.txt"))[:1]
    fill(lists, EXAMPLES / "agreements", AT)
    change = CaseChange.objects.get()
    letters = Delivery.objects.filter(channel="e-mail")
    assert change.announced_at == AT and letters.filter(sent_at=None).count() == letters.count() >= 6
    assert take_all() == letters.count() and take_all() == 0
    assert not letters.filter(accepted_at=None).exists() and mail.outbox == []
    project(change, AT)
    days = {str(one.customer.name): one.free_at for one in Touched.objects.select_related("customer")}
    assert days.pop("Hillanmäki Puutarha Oy") == datetime(2027, 1, 7, 22, tzinfo=UTC)
    assert set(days.values()) == {datetime(2026, 12, 23, 22, tzinfo=UTC)}
    assert SideLetter.objects.count() == 1 and AgreementVersion.objects.count() == 2
