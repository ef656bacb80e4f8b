"""Links of a campaign's letters, signed and for a time; and the codes that are mailed to whoever follows one."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import F
from django.urls import reverse

from ketju.text.render import phrasebook
from ketju.web.apps.campaigns.models import Ask
from ketju.web.apps.campaigns.problems import AnsweredAlready, CodeWrong, LinkOver
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.writes import domain_of

HOLDS = timedelta(days=60)
"""How long a link holds."""
CODE_HOLDS = timedelta(minutes=15)
TRIES = 5
_SALT = "ketju.campaigns.link"


def link_of(ask: Ask) -> str:
    """The address in the letter: it names what is asked and holds nothing personal."""
    signed = signing.dumps([ask.public_id, ask.turn], salt=_SALT)
    return settings.PUBLIC_URL + reverse("confirm", kwargs={"secret": signed})


def ask_of(secret: str) -> Ask:
    """What a link asks. Raises LinkOver, AnsweredAlready."""
    try:
        public_id, turn = signing.loads(secret, salt=_SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkOver from None
    rows = Ask.objects.select_related("campaign__processor", "customer", "contact", "contact__user")
    found = rows.filter(public_id=public_id, turn=turn).first()
    if found is None or found.contact is None or found.contact.ended_on or found.campaign.ended_at:
        raise LinkOver
    if found.answered_at is not None:
        raise AnsweredAlready
    return found


def mail_code(*, at: datetime, ask: Ask) -> None:
    """Mail a new code to the person who was asked. The one before holds no longer.

    The mail belongs to no processor, so that no outbox page shows it to colleagues.
    """
    contact = ask.contact
    assert contact is not None
    code = f"{secrets.randbelow(10**6):06}"
    Ask.objects.filter(pk=ask.pk).update(code_hash=_hash(ask, code), code_until=at + CODE_HOLDS, code_tries=0)
    said = phrasebook(language_of(ask))
    processor = ask.campaign.processor.name
    Message.objects.create(
        key=f"campaign-code:{ask.public_id}:{secrets.token_hex(8)}", kind="campaign-code", language=said.language,
        to=contact.email, domain=domain_of(contact.email), not_before=at,
        subject=said("web.confirm.code.subject", code=code),
        text=said("web.confirm.code.text", code=code, processor=processor),
    )  # fmt: skip


def check_code(*, at: datetime, ask: Ask, code: str) -> None:
    """Whether a code is the one that was mailed; a right one is used up. Raises CodeWrong."""
    rows = Ask.objects.filter(pk=ask.pk, code_until__gt=at, code_tries__lt=TRIES).exclude(code_hash=b"")
    if not rows.update(code_tries=F("code_tries") + 1):
        raise CodeWrong
    given = _hash(ask, "".join(code.split()))
    if not Ask.objects.filter(pk=ask.pk, code_hash=given).update(code_hash=b"", code_until=None):
        raise CodeWrong


def language_of(ask: Ask) -> str:
    """The language to write in: the contact's, else the customer's."""
    own = ask.contact.language if ask.contact else ""
    return own or ask.customer.language


def _hash(ask: Ask, code: str) -> bytes:
    return blind_index(f"{ask.public_id} {ask.turn} {code}", "campaign.code")
