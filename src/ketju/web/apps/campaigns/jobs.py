"""Long work of campaigns in the background: plan, write, remind."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ketju.web.apps.campaigns.models import Campaign
from ketju.web.apps.campaigns.planning import CHUNK, plan_some
from ketju.web.apps.campaigns.running import mail_some, remind_some
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from ketju.web.base.jobs.declaring import job

AT_ONCE = 200
"""So many customers are planned and written to while the person waits; more in the background."""
_HOUR = timedelta(hours=1)


@job("campaigns.plan", queue="slow", timeout=_HOUR, atomic=False)
def plan(public_id: str) -> None:
    """Plan a campaign to its end."""
    campaign = Campaign.objects.select_related("processor").filter(public_id=public_id).first()
    while campaign is not None and campaign.planned_at is None:
        plan_some(campaign, timezone.now(), CHUNK)


@job("campaigns.mail", queue="slow", timeout=_HOUR, atomic=False)
def mail(public_id: str, user: int | None, role: str) -> None:
    """Write to everybody who is to be asked and was not written to yet."""
    campaign = _running(public_id)
    while campaign and mail_some(by=_actor(user, role), at=timezone.now(), campaign=campaign):
        campaign = _running(public_id)


@job("campaigns.remind", queue="slow", timeout=_HOUR, atomic=False)
def remind(public_id: str, user: int | None, role: str) -> None:
    """Remind everybody who is to be reminded."""
    campaign = _running(public_id)
    while campaign and remind_some(by=_actor(user, role), at=timezone.now(), campaign=campaign):
        campaign = _running(public_id)


def _running(public_id: str) -> Campaign | None:
    rows = Campaign.objects.select_related("processor").filter(public_id=public_id, ended_at=None)
    return rows.exclude(begun_at=None).first()


def _actor(user: int | None, role: str) -> Actor:
    return Actor(user=User.objects.filter(pk=user).first() if user else None, role=role)
