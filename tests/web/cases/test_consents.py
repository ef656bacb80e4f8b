"""A company that is used only with a customer's consent has data of those who gave it, from then until they take it back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ketju.web.apps.cases.recipients_then import who_were
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.reads_customers import view_of
from ketju.web.apps.services.declaring import give_consent, withdraw_consent
from ketju.web.apps.services.models import Consent
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import AT, Desk

SECOND = timedelta(seconds=1)


def has_scribe(customer: Customer, at: datetime) -> bool:
    """Whether the writer of transcripts (Scribe AI, "only with consent") has data of a customer, by both accounts."""
    on = day_of(at, customer.processor.zone)
    shown = {one.entry.id for one in view_of(customer, on, at).on_shelf("current")}
    told = {one.entry for one in who_were(customer, at)}
    assert ("scribe" in shown) is ("scribe" in told)
    return "scribe" in told


@pytest.mark.parametrize("is_for_all", [True, False], ids=["for all services", "for one"])
def test_transcripts_are_written_only_while_the_customer_consents(desk: Desk, is_for_all: bool) -> None:
    """D-189: the consent is asked for before the use, kept with its time, and so is that it was taken back."""
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    given_at, taken_at = AT + timedelta(days=1), AT + timedelta(days=8)
    assert not has_scribe(alder, AT)
    service = None if is_for_all else alder.services.get()
    consent = give_consent(
        by=desk.officer, at=given_at, customer=alder, subject="transcripts", service=service
    )
    assert give_consent(
        by=desk.officer, at=given_at + SECOND, customer=alder, subject="transcripts", service=service
    ) == consent  # fmt: skip
    assert [has_scribe(alder, one) for one in (given_at - SECOND, given_at)] == [False, True]
    assert not has_scribe(birch, given_at), "the consent of one customer is not that of another"
    give_consent(by=desk.officer, at=given_at, customer=birch, subject="something-else")
    assert not has_scribe(birch, given_at), "a consent to something else is none to this"
    withdraw_consent(by=desk.officer, at=taken_at, consent=consent)
    withdraw_consent(by=desk.officer, at=taken_at + timedelta(days=1), consent=consent)
    held = Consent.objects.get(pk=consent.pk)
    assert (held.given_at, held.withdrawn_at, held.recorded_by) == (given_at, taken_at, desk.officer.role)
    assert [has_scribe(alder, one) for one in (taken_at - SECOND, taken_at)] == [True, False]
    noted = AuditEntry.objects.filter(customer=alder.public_id, kind="consent").order_by("at")
    assert [(one.action, one.at, one.fields) for one in noted] == [
        ("consents.give", given_at, "transcripts"),
        ("consents.withdraw", taken_at, "transcripts"),
    ]
    again = give_consent(by=desk.officer, at=taken_at + SECOND, customer=alder, subject="transcripts")
    assert again != consent and has_scribe(alder, taken_at + SECOND)
