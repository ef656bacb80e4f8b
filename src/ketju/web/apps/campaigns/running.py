"""Let the mail of a campaign go out, remind, ask again those who could not be reached, end it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from ketju.web.apps.campaigns.letters import mail_letter
from ketju.web.apps.campaigns.models import Ask, Campaign
from ketju.web.apps.campaigns.planning import choices_for
from ketju.web.apps.campaigns.problems import CampaignNotReady
from ketju.web.apps.campaigns.reads import in_state
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.outbox.models import Message

CHUNK = 100
REMIND_AFTER = timedelta(days=7)
"""Nobody is reminded sooner than so long after the last letter."""
MOST_REMINDERS = 2


def begin_campaign(*, by: Actor, at: datetime, campaign: Campaign) -> None:
    """Let the mail go out, when the plan is ready. Raises CampaignNotReady."""
    with transaction.atomic():
        rows = Campaign.objects.filter(pk=campaign.pk, begun_at=None, ended_at=None)
        if not rows.exclude(planned_at=None).update(begun_at=at):
            raise CampaignNotReady
        campaign.begun_at = at
        audited(
            by, "campaigns.begin", "campaign", at=at, processor=campaign.processor, subject=campaign.public_id
        )


def mail_some(*, by: Actor, at: datetime, campaign: Campaign, most: int = CHUNK) -> int:
    """Write to the next people; the number of them, 0 when all are written to. Whoever is interrupted goes on."""
    with transaction.atomic():
        waiting = in_state(campaign, "planned").select_for_update(of=("self",)).order_by("pk")
        asks = list(waiting.select_related("campaign__processor", "customer", "contact")[:most])
        for ask in asks:
            if ask.contact is None or ask.contact.ended_on or ask.customer.ended_on or not ask.contact.email:
                Ask.objects.filter(pk=ask.pk).update(contact=None, obstacle="no-contact")
                continue
            mail_letter(by=by, at=at, ask=ask, kind="named" if ask.named_at else "first")
    return len(asks)


def remind_some(*, by: Actor, at: datetime, campaign: Campaign, most: int = CHUNK) -> int:
    """Remind the next people who have not answered; the number of them."""
    _check_running(campaign)
    with transaction.atomic():
        waiting = to_remind(campaign, at).select_for_update(of=("self",)).order_by("pk")
        asks = list(waiting.select_related("campaign__processor", "customer", "contact")[:most])
        for ask in asks:
            mail_letter(by=by, at=at, ask=ask, kind="reminder")
    return len(asks)


def to_remind(campaign: Campaign, at: datetime) -> QuerySet[Ask]:
    """Those who were asked long enough ago, have not answered, and were not reminded too often."""
    rows = in_state(campaign, "asked").filter(reminders__lt=MOST_REMINDERS, contact__ended_on=None)
    rows = rows.filter(mailed_at__lte=at - REMIND_AFTER)
    return rows.exclude(reminded_at__gt=at - REMIND_AFTER)


def retry_unreached(*, by: Actor, at: datetime, campaign: Campaign) -> int:
    """Choose anew whom to ask where nobody was reached; how many can be asked now. They are written to afterwards."""
    _check_running(campaign)
    unreached = list(in_state(campaign, "unreachable")[:1000])
    choices = choices_for(
        campaign.processor, [one.customer_id for one in unreached], day_at(campaign.processor, at)
    )
    found = 0
    with transaction.atomic():
        for ask in unreached:
            one = choices[ask.customer_id]
            if one.contact is None:
                Ask.objects.filter(pk=ask.pk).update(obstacle=one.obstacle, contact=None)
                continue
            found += 1
            Ask.objects.filter(pk=ask.pk).update(
                contact=one.contact,
                obstacle="",
                turn=ask.turn + 1,
                message=None,
                mailed_at=None,
                named_at=None,
            )
        audited(
            by, "campaigns.retry", "campaign", at=at, processor=campaign.processor, subject=campaign.public_id,
            count=max(found, 1),
        )  # fmt: skip
    return found


def end_campaign(*, by: Actor, at: datetime, campaign: Campaign) -> None:
    """End a campaign: its links lead nowhere, mail that has not left is held back. A mere plan is thrown away."""
    with transaction.atomic():
        audited(
            by, "campaigns.end", "campaign", at=at, processor=campaign.processor, subject=campaign.public_id
        )
        if campaign.begun_at is None:
            campaign.delete()
            return
        Campaign.objects.filter(pk=campaign.pk, ended_at=None).update(ended_at=at)
        _hold_back(campaign)


def _hold_back(campaign: Campaign) -> None:
    ids = Ask.objects.filter(campaign=campaign).exclude(message=None).values("message")
    Message.objects.filter(pk__in=ids, sent_at=None, failed_at=None).update(held=True)


def _check_running(campaign: Campaign) -> None:
    if campaign.begun_at is None or campaign.ended_at is not None:
        raise CampaignNotReady
