"""Note what a provider tells of mail of ours, as what a report by mail says is noted; twice is the same as once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ketju.web.base.inbox.addresses import messages_named
from ketju.web.base.inbox.keeping import reported
from ketju.web.base.outbox.events import Event
from ketju.web.base.outbox.health import note_report


def note_events(events: Sequence[Event], at: datetime) -> None:
    """Note events that arrived at ``at``, in one transaction. Messages that are not ours are passed over.

    A fact has the time that the provider gives, where that is not in the future; what came back or was called unwanted
    changes what a notice is worth from the moment on at which we learn of it.
    """
    with transaction.atomic():
        named = {one.public_id: one for one in messages_named({one.message for one in events})}
        for event in sorted(events, key=lambda one: one.at or at):
            when = min(event.at or at, at)
            if event.message in named:
                note_report(named[event.message], event.fact, when, event.report)
            for tell in reported:
                known = when if event.fact == "delivered" else at
                tell([event.message], event.fact, known, event.report, "event")
