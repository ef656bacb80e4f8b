"""Somebody who says something of a customer while all customers of a case are counted, on PostgreSQL."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from ketju.web.apps.cases.locking import locked
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.joining import record_condition
from ketju.web.apps.parties.models import Customer
from tests.web.cases.desk import AT, SPRUCE, Desk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer"),
]
Act = Callable[[Desk, CaseChange, Customer], Any]


def _condition(desk: Desk, change: CaseChange, whose: Customer) -> None:
    record_condition(by=desk.officer, at=AT, change=change, customer=whose, given_at=AT)


def _consent(desk: Desk, change: CaseChange, whose: Customer) -> None:
    record_authorisation(by=desk.officer, at=AT, change=change, customer=whose, said_at=AT)


@pytest.mark.parametrize(("terms", "act"), [("short", _condition), ("consent", _consent)])
def test_what_a_customer_says_waits_for_the_case_and_holds_none_of_its_rows(
    desk: Desk, terms: str, act: Act
) -> None:
    """Whoever holds the case writes the rows of its customers; a row that somebody held who waits would be a deadlock."""
    alder = desk.customer("Alder", terms)
    change = desk.propose(desk.draft(SPRUCE))
    desk.look_at()
    desk.told(change)
    raised: list[Exception] = []

    def said() -> None:
        try:
            act(desk, change, alder)
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=said)
    with transaction.atomic():
        locked(change)
        other.start()
        _wait_for_somebody()
        Touched.objects.filter(change=change).update(counted_at=AT)
    other.join(30)
    assert raised == [] and not other.is_alive()
    place = desk.place(change, alder)
    assert AT in (place.condition_at, place.consented_at)


def _wait_for_somebody() -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted", [])
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise TimeoutError
