"""``python -m django send_mail``: send what waits in the outbox now; for a timer, or by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ketju.web.base.outbox.draining import drain


class Command(BaseCommand):
    """Sends once and ends."""

    help = "Send what waits in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send."""
        self.stdout.write(str(drain()))
