"""Mail about a message of a notice, as mail systems and people write it, finds its message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ketju.web.apps.notices.models import Delivery
from ketju.web.base.inbox.keeping import keep
from tests.web.inbox.mails import complaint, dsn, mail
from tests.web.notices.filling import AT, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inbox(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.INBOX_ADDRESS, settings.DEFAULT_FROM_EMAIL = "answers@example.com", "Kite <answers@example.com>"
    settings.INBOX = {
        "kind": "lmtp",
        "host": "127.0.0.1",
        "port": 0,
        "user": "",
        "password": "",
        "box": "INBOX",
    }
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    yield


@pytest.fixture
def sent() -> Delivery:
    filled(1)
    Delivery.objects.update(sent_at=AT, accepted_at=AT)
    return Delivery.objects.select_related("customer").get()


def test_an_answer_belongs_to_the_message(sent: Delivery) -> None:
    received, _ = keep(mail("We object.", to=f"answers+{sent.public_id}@example.com"), at=AT)
    assert received.customer == sent.customer.public_id
    (about,) = received.addresses.all()
    assert (about.purpose, about.subject) == ("notice", sent.public_id)
    assert Delivery.objects.filter(bounced_at=None).count() == 1


@pytest.mark.parametrize("is_named", [True, False])
def test_a_bounce_is_noted_and_a_letter_follows(sent: Delivery, is_named: bool) -> None:
    to = f"answers+{sent.public_id}@example.com" if is_named else "answers@example.com"
    for _ in range(2):
        keep(dsn(sent.public_id, to=to), at=AT)
    sent.refresh_from_db()
    assert (sent.bounced_at, sent.failure) == (AT, "5.1.1")
    assert sent.notice.deliveries.filter(channel="letter").count() == 1


def test_a_delay_is_no_bounce(sent: Delivery) -> None:
    keep(dsn(sent.public_id, action="delayed", status="4.4.1"), at=AT)
    sent.refresh_from_db()
    assert sent.bounced_at is None


def test_a_complaint(sent: Delivery) -> None:
    keep(complaint(sent.public_id), at=AT)
    sent.refresh_from_db()
    assert (sent.complained_at, sent.bounced_at) == (AT, None)
