"""Backends of Django's mail that put everything into the outbox: what leaves, leaves from there."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation

from ketju.web.base.ids import new_id
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.writes import domain_of


class ThroughOutbox(BaseEmailBackend):
    """Writes each message to the outbox, from which it is sent: codes for signing in, and whatever libraries send."""

    held = False

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; the number of them."""
        for message in email_messages:
            for address in message.recipients():
                self._keep(message, address)
        return len(email_messages)

    def _keep(self, message: EmailMessage, address: str) -> None:
        Message.objects.create(
            key=new_id("key"),
            kind="mail",
            language=(translation.get_language() or "en")[:8],
            to=address,
            domain=domain_of(address),
            subject=str(message.subject),
            text=str(message.body),
            held=self.held,
            not_before=timezone.now(),
        )


class OutboxOnly(ThroughOutbox):
    """Keeps each message held, so that the outbox page shows it and nobody gets it: for demos and rehearsals."""

    held = True
