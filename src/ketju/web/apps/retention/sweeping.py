"""What goes by itself after days: sessions, codes and links in mail, invitations nobody took, names of files."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q

from ketju.web.apps.exchange.models import Import
from ketju.web.apps.people.models import VALID, Invitation
from ketju.web.apps.registers.models import Subscriber
from ketju.web.base.outbox.models import Message

DAYS = timedelta(days=14)
"""So long at most lives what is declared as "days"."""


def sweep(at: datetime) -> None:
    """Delete what is over. Nothing of it is needed as evidence; the audit trail has that it was."""
    Session.objects.filter(expire_date__lt=at).delete()
    live = Session.objects.values("session_key")
    UserSession.objects.filter(last_seen_at__lt=at - timedelta(days=1)).exclude(session_key__in=live).delete()
    EmailConfirmation.objects.filter(created__lt=at - DAYS).delete()
    left = Q(sent_at__lt=at - DAYS) | Q(failed_at__lt=at - DAYS) | Q(held=True)
    tests = Q(test__isnull=True)  # a message to our own inbox goes when its test is forgotten
    Message.objects.filter(left, tests, customer="", created_at__lt=at - DAYS).delete()
    Invitation.objects.filter(accepted_at=None, invited_at__lt=at - VALID - DAYS).delete()
    gone = Q(ended_at__lt=at - DAYS) | Q(confirmed_at=None, asked_at__lt=at - DAYS)
    Subscriber.objects.filter(gone).delete()
    Import.objects.filter(finished_at__lt=at - DAYS).update(name="", missing=[], problems="")
