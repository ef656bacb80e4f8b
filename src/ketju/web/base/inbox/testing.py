"""A test of the way out and back in: a message to our own inbox, which has to arrive there."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from ketju.text.render import phrasebook
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.inbox.addresses import tokened_address
from ketju.web.base.inbox.keeping import TEST
from ketju.web.base.inbox.models import SelfTest, test_id
from ketju.web.base.outbox.writes import enqueue_message


def can_test() -> bool:
    """Whether there is a way out and a way in."""
    return bool(settings.INBOX_ADDRESS and settings.MAIL_LEAVES)


def send_test(*, by: Actor, at: datetime, processor: Processor | None = None) -> SelfTest:
    """Put a test message into the outbox. It belongs to the machine, not to a processor, so that no pause keeps it."""
    said = phrasebook("en")
    with transaction.atomic():
        public_id = test_id()
        address = tokened_address(TEST, public_id)
        message = enqueue_message(
            by=by, at=at, processor=None, key=f"inbox-test:{public_id}", kind="inbox-test", to=address,
            subject=said("web.inbox.test.subject"), text=said("web.inbox.test.text"),
        )  # fmt: skip
        made = SelfTest.objects.create(public_id=public_id, message=message, asked_at=at)
        audited(by, "inbox.test", "inbox", at=at, processor=processor, subject=public_id)
    return made
