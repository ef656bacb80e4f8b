"""A backend of Django's mail that keeps everything in the outbox: nothing leaves a demo or a rehearsal."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from ketju.web.base.ids import new_id
from ketju.web.base.outbox.models import Message


class OutboxOnly(BaseEmailBackend):
    """Writes each message to the outbox, held, so that the outbox page shows it and nobody gets it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; the number of them."""
        for message in email_messages:
            for address in message.recipients():
                Message.objects.create(
                    key=new_id("key"),
                    kind="mail",
                    to=address,
                    domain=address.rpartition("@")[2].lower(),
                    subject=message.subject,
                    text=message.body,
                    held=True,
                    not_before=timezone.now(),
                )
        return len(email_messages)
