"""A grant ends when the day ends where the processor is, whatever zone its holder reads in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import timezone

import ketju.web
from ketju.web.apps.exchange.importing import receive, run
from ketju.web.apps.parties.writes import create_customer, end_customer
from ketju.web.apps.people.confidentiality import sign_undertaking
from ketju.web.apps.retention.due import due
from ketju.web.apps.selfservice.places import places_of
from ketju.web.base.access import policy
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.zones import day_at
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.reads import Sieve, entries_of
from ketju.web.base.audit.writing import Actor, audited


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 30, 21, 59, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 22, 0, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_the_day_is_the_processors(at: datetime, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)
    kite = Processor(slug="kite", zone="Europe/Helsinki")
    with timezone.override("Pacific/Honolulu"):
        assert policy.day_at(kite) == day


def test_a_grant_holds_from_its_first_day_to_its_last() -> None:
    grant = Membership(first=date(2026, 1, 2), last=date(2026, 1, 3))
    held = [grant.holds(date(2026, 1, day)) for day in (1, 2, 3, 4)]
    assert held == [False, True, True, False]
    grant.ended_at = timezone.now()
    assert not grant.holds(date(2026, 1, 2))


NEW_DAY_IN_HELSINKI = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
"""Half past midnight on 1 December in Helsinki; 30 November in Stockholm, London and at UTC."""


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """That instant, for somebody who reads in Honolulu, where it is noon of the day before."""
    monkeypatch.setattr(timezone, "now", lambda: NEW_DAY_IN_HELSINKI)
    with timezone.override("Pacific/Honolulu"):
        yield NEW_DAY_IN_HELSINKI


@pytest.mark.django_db
def test_places_go_by_the_day_of_each_processor(night: datetime) -> None:
    user = User.objects.create_user("aino@example.com")
    for slug, zone in (("kite", "Europe/Helsinki"), ("gull", "Europe/Stockholm")):
        processor = Processor.objects.create(slug=slug, name=slug, zone=zone)
        Membership.objects.create(
            user=user, processor=processor, role="reader", first=date(2026, 1, 1), last=date(2026, 11, 30)
        )
    assert [one.processor.slug for one in places_of(user, night).staff] == ["gull"]
    (held,) = Membership.objects.holding_at(night, user.pk)
    assert held.processor.slug == "gull"


@pytest.mark.django_db
def test_a_promise_is_signed_on_the_day_of_the_processor(night: datetime) -> None:
    kite = Processor.objects.create(slug="kite", name="Kite")
    user = User.objects.create_user("aino@example.com")
    made = sign_undertaking(by=Actor(), processor=kite, user=user, name="Aino", language="en", at=night)
    assert (made.signed_on, made.renew_on) == (date(2026, 12, 1), date(2027, 12, 1))


@pytest.mark.django_db
def test_a_file_ends_customers_on_the_day_of_the_processor(night: datetime) -> None:
    kite = Processor.objects.create(slug="kite", name="Kite")
    one = create_customer(by=Actor(), at=night, processor=kite, given={"external_id": "C-1", "name": "A"})
    data = b"customer_id,customer_name\nC-2,B\n"
    made = receive(by=Actor(), at=night, processor=kite, name="a.csv", data=data)
    run(by=Actor(), at=night, made=made, ends_missing=True)
    one.refresh_from_db()
    assert one.ended_on == date(2026, 12, 1)


@pytest.mark.django_db
def test_erasure_is_due_by_the_day_of_the_processor(night: datetime) -> None:
    """Kept to 30 November with that day: over as soon as it is 1 December where the processor is."""
    for slug, zone, count in (("kite", "Europe/Helsinki", 1), ("gull", "Europe/Stockholm", 0)):
        processor = Processor.objects.create(slug=slug, name=slug, zone=zone)
        one = create_customer(by=Actor(), at=night, processor=processor, given={"name": "A"})
        end_customer(by=Actor(), at=night, customer=one, on=date(2025, 11, 30))
        assert len(due(processor, day_at(processor))) == count


@pytest.mark.parametrize(
    ("at", "day"),
    [
        # 25 October 2026 has 25 hours in Helsinki: clocks go from 04:00 back to 03:00.
        (datetime(2026, 10, 24, 20, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 24, 21, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 21, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 0, tzinfo=UTC), date(2026, 10, 26)),
        # 28 March 2027 has 23: from 03:00 to 04:00.
        (datetime(2027, 3, 27, 21, 59, tzinfo=UTC), date(2027, 3, 27)),
        (datetime(2027, 3, 27, 22, 0, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 20, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 21, 0, tzinfo=UTC), date(2027, 3, 29)),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(at: datetime, day: date) -> None:
    assert day_at(Processor(zone="Europe/Helsinki"), at) == day


@pytest.mark.django_db
def test_days_of_the_audit_trail_are_the_readers_and_as_long_as_they_are() -> None:
    """The filter is for display: the reader's midnight to the next, 25 hours on 25 October 2026 in Helsinki."""
    kite = Processor.objects.create(slug="kite", name="Kite")
    for at in (
        datetime(2026, 10, 24, 20, 59, tzinfo=UTC), datetime(2026, 10, 24, 21, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 21, 59, tzinfo=UTC), datetime(2026, 10, 25, 22, 0, tzinfo=UTC),
    ):  # fmt: skip
        audited(Actor(), "x", "y", at=at, processor=kite)
    sunday = Sieve(first=date(2026, 10, 25), last=date(2026, 10, 25))
    with timezone.override("Europe/Helsinki"):
        found = [one.at.astimezone(UTC).hour for one in entries_of(kite, sunday).entries]
    assert found == [21, 21]
    with timezone.override("Europe/London"):
        assert len(entries_of(kite, sunday).entries) == 2


def test_nothing_asks_for_the_day_without_saying_where() -> None:
    """Legal days are the processor's (``day_at``); what is shown goes through the filters of templates."""
    root = Path(ketju.web.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(
            r"localdate\(|localtime\(|\bat\.date\(\)|now\(\)\.date\(\)|date\.today\(", path.read_text("utf-8")
        )
    }
    assert found == {"base/pages/templatetags/words.py", "config/demo_data.py"}


def test_no_test_takes_the_day_of_the_machine_for_the_day_of_a_processor() -> None:
    """Between the midnight of Helsinki and that of UTC they differ, and a suite must pass at any hour."""
    root = Path(__file__).parents[2]
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if path != Path(__file__)
        and re.search(r"timezone\.localdate|now\(\)\.date\(\)|date\.today\(", path.read_text("utf-8"))
    }
    assert found == set()
