"""How a campaign goes: who confirmed, who has not answered, who cannot be reached."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet

from ketju.web.apps.campaigns.models import Ask, Campaign
from ketju.web.base.access.models import Processor

PAGE = 50
_OPEN = Q(answered_at=None)
_ELSEWHERE = _OPEN & Q(contact__is_main_user=True, contact__verified_at__gte=F("campaign__begun_at"))
_CONFIRMED = Q(answer="confirmed") | _ELSEWHERE
_LEFT = _OPEN & ~_ELSEWHERE
_BAD = Q(message__unreachable_at__isnull=False) | Q(message__failed_at__isnull=False)
_MAILED = _LEFT & Q(obstacle="", message__isnull=False)
_CONDITIONS = {
    "confirmed": _CONFIRMED,
    "refused": Q(answer="not-us"),
    "asked": _MAILED & ~_BAD & Q(message__sent_at__isnull=False),
    "queued": _MAILED & ~_BAD & Q(message__sent_at=None),
    "planned": _LEFT & Q(obstacle="", message__isnull=True),
    "unreachable": _LEFT & (~Q(obstacle="") | _BAD),
}
STATES = tuple(_CONDITIONS)
"""What can have become of what is asked: each is in one of them. People confirm by the link or in the portal."""


def campaigns_of(processor: Processor, most: int = 50) -> list[tuple[Campaign, dict[str, int]]]:
    """The campaigns of a processor, newest first, with how many are in each state."""
    found = list(Campaign.objects.filter(processor=processor).order_by("-id")[:most])
    rows = Ask.objects.filter(campaign__in=found).order_by().values("campaign").annotate(**_counts())
    counts = {
        number: dict(zip(STATES, line, strict=True))
        for number, *line in rows.values_list("campaign", *STATES)
    }
    return [(one, counts.get(one.pk, dict.fromkeys(STATES, 0))) for one in found]


def _counts() -> dict[str, Any]:
    return {name: Count("pk", filter=one) for name, one in _CONDITIONS.items()}


def campaign_of(processor: Processor, public_id: str) -> Campaign | None:
    """A campaign of a processor."""
    found = Campaign.objects.filter(processor=processor, public_id=public_id.replace("\x00", ""))
    return found.select_related("processor", "made_by").first()


def condition(state: str) -> Q:
    """What makes a state, for queries over several campaigns."""
    return _CONDITIONS[state]


def in_state(campaign: Campaign, state: str) -> QuerySet[Ask]:
    """What is asked in a campaign and is in a state."""
    return Ask.objects.filter(_CONDITIONS[state], campaign=campaign)


def asks_of(campaign: Campaign, state: str = "", after: int = 0) -> list[Ask]:
    """A page of what is asked, and one more where there is more; with customers, people and messages."""
    rows = in_state(campaign, state) if state in _CONDITIONS else Ask.objects.filter(campaign=campaign)
    rows = rows.filter(pk__gt=after).order_by("pk")
    return list(rows.select_related("campaign", "customer", "contact", "message")[: PAGE + 1])


def counts_of(campaign: Campaign) -> dict[str, int]:
    """How many are in each state."""
    rows = Ask.objects.filter(campaign=campaign)
    found: dict[str, int] = rows.aggregate(**_counts())
    return found


def obstacles_of(campaign: Campaign) -> dict[str, int]:
    """How many cannot be asked, by why."""
    rows = Ask.objects.filter(campaign=campaign).exclude(obstacle="").values_list("obstacle")
    return dict(rows.annotate(Count("pk")).order_by("obstacle"))


def state_of(ask: Ask) -> str:
    """The state of what is asked, of a row that was read with its message, contact and campaign."""
    if ask.answered_at is not None:
        return "confirmed" if ask.answer == "confirmed" else "refused"
    begun, contact = ask.campaign.begun_at, ask.contact
    if begun and contact and contact.is_main_user and contact.verified_at and contact.verified_at >= begun:
        return "confirmed"
    message = ask.message
    if ask.obstacle or (message is not None and (message.unreachable_at or message.failed_at)):
        return "unreachable"
    if message is None:
        return "planned"
    return "asked" if message.sent_at else "queued"
