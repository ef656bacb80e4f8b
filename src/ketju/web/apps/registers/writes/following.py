"""People follow a list by mail: asked for, confirmed by a link, told once of each version, ended by one click.

Whoever asks gets the same answer for every address: whether one is known is told to its own mailbox alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from ketju.core.model.change import BEGINNING, Change
from ketju.core.model.publication import Step
from ketju.formats.writers.steps import step_in
from ketju.text.changes import ChangeWords, coming_words
from ketju.text.render import Phrasebook, phrasebook
from ketju.text.values import date_words
from ketju.web.apps.registers.models import Register, Subscriber, Version, VersionStep
from ketju.web.apps.registers.problems import LinkOld
from ketju.web.apps.registers.published import home_of, kept_steps, versions_of
from ketju.web.base.audit.writing import MACHINE, audited
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.ids import new_id
from ketju.web.base.outbox.writes import AddressWrong, enqueue_message

CONFIRM_WITHIN = timedelta(days=7)
"""How long the link of a confirmation holds."""
ENDED_KEPT = timedelta(days=30)
"""How long an address stays after it ended, so that a mail that was on its way does not surprise."""
AT_ONCE = 200
_CONFIRM, _END = "ketju.follow.confirm", "ketju.follow.end"
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of: in which language, of which services and regions (all where none is named)."""

    language: str
    services: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def ask_to_follow(*, at: datetime, register: Register, email: str, wish: Wish) -> None:
    """Send a link to an address by which it can be confirmed. Raises AddressWrong."""
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise AddressWrong from None
    index = blind_index(address, "email")
    with transaction.atomic():
        found, _ = Subscriber.objects.select_for_update().get_or_create(
            register=register, email_index=index,
            defaults={
                "processor": register.processor, "email": address, "language": wish.language, "asked_at": at,
                "token_hash": hashlib.sha256(new_id("tok").encode()).hexdigest(),
            },
        )  # fmt: skip
        Subscriber.objects.filter(pk=found.pk).update(asked_at=at)
        audited(
            MACHINE, "followers.ask", "follower", at=at, processor=register.processor, subject=found.public_id
        )
        _send_link(found, register, wish, at)


def confirm_following(*, at: datetime, secret: str) -> Subscriber:
    """Let the changes of a list go to an address; doing it again changes nothing. Raises LinkOld."""
    given = _opened(secret, _CONFIRM, CONFIRM_WITHIN)
    with transaction.atomic():
        found = _subscriber(given)
        if found.ended_at is not None and _stamp(found.ended_at) >= given["at"]:
            raise LinkOld  # the person ended it after this link was sent
        if given["at"] != _stamp(found.asked_at):
            raise LinkOld  # a newer link was sent
        is_new = found.confirmed_at is None or found.ended_at is not None
        found.language, found.services, found.regions = given["language"], given["services"], given["regions"]
        if is_new:
            found.confirmed_at, found.ended_at = at, None
            newest = found.register.versions.order_by("-number").values_list("number", flat=True).first()
            found.told_number = newest or 0
            audited(
                MACHINE,
                "followers.confirm",
                "follower",
                at=at,
                processor=found.processor,
                subject=found.public_id,
            )
        found.save()
    return found


def follower_of(secret: str) -> Subscriber:
    """Whose link for ending it is. Raises LinkOld."""
    return _subscriber(_opened(secret, _END, None))


def asked_by(secret: str) -> Subscriber:
    """Whose link for confirming it is. Raises LinkOld."""
    return _subscriber(_opened(secret, _CONFIRM, CONFIRM_WITHIN))


def end_following(*, at: datetime, secret: str) -> Subscriber:
    """End the mails to an address; doing it again changes nothing. Raises LinkOld."""
    with transaction.atomic():
        found = follower_of(secret)
        if found.ended_at is None:
            found.ended_at = at
            found.save(update_fields=("ended_at",))
            audited(
                MACHINE,
                "followers.end",
                "follower",
                at=at,
                processor=found.processor,
                subject=found.public_id,
            )
    return found


def ending_address(subscriber: Subscriber) -> str:
    """Where a subscriber ends it with one click."""
    secret = signing.dumps({"id": subscriber.public_id}, salt=_END)
    return f"{home_of(subscriber.register)}{subscriber.language}/unsubscribe/{secret}/"


def tell_followers(version: Version, at: datetime) -> int:
    """Tell those who follow of a version, each once, where it touches what they asked for; how many mails."""
    step = _step_of(version)
    waiting = Subscriber.objects.filter(
        register=version.register_id,
        confirmed_at__isnull=False,
        ended_at=None,
        told_number__lt=version.number,
    ).select_related("register__processor")
    told = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            one = waiting.select_for_update(of=("self",)).filter(pk=pk).first()
            if one is None:
                continue  # another worker was here, or it ended
            lines = _lines(step, one, version.on, phrasebook(one.language))
            if lines:
                _tell(one, version, lines, at)
                told += 1
            Subscriber.objects.filter(pk=pk).update(told_number=version.number)
    return told


def forget_followers(now: datetime) -> int:
    """Delete addresses that were not confirmed in time, and those that ended a while ago."""
    unconfirmed = Subscriber.objects.filter(confirmed_at=None, asked_at__lt=now - CONFIRM_WITHIN)
    ended = Subscriber.objects.filter(ended_at__lt=now - ENDED_KEPT)
    return unconfirmed.delete()[0] + ended.delete()[0]


def _send_link(found: Subscriber, register: Register, wish: Wish, at: datetime) -> None:
    phrases = phrasebook(wish.language)
    secret = signing.dumps(
        {
            "id": found.public_id, "at": _stamp(at), "language": wish.language, "services": list(wish.services),
            "regions": list(wish.regions),
        },
        salt=_CONFIRM, compress=True,
    )  # fmt: skip
    publisher = register.processor.name
    address = f"{home_of(register)}{wish.language}/confirm/{secret}/"
    enqueue_message(
        by=MACHINE, at=at, processor=register.processor, key=f"follow/{found.public_id}/{_stamp(at)}",
        kind="follow-confirm", to=found.email, language=wish.language,
        subject=phrases("web.follow.mail.confirm", publisher=publisher),
        text=phrases("web.follow.mail.confirm.text", publisher=publisher, address=address),
    )  # fmt: skip


def _tell(one: Subscriber, version: Version, lines: Sequence[str], at: datetime) -> None:
    phrases = phrasebook(one.language)
    ending = ending_address(one)
    home = home_of(one.register)
    text = phrases(
        "web.follow.mail.text", publisher=one.register.processor.name, version=version.number,
        day=date_words(version.on, phrases), changes="\n".join(f"- {line}" for line in lines),
        address=f"{home}{one.language}/", page=f"{home}v/{version.public_hash}/{one.language}.html", ending=ending,
    )  # fmt: skip
    enqueue_message(
        by=MACHINE, at=at, processor=one.register.processor, key=f"follow/{one.public_id}/v{version.number}",
        kind="follow", to=one.email, language=one.language, unsubscribe=ending,
        subject=phrases("web.follow.mail.subject", publisher=one.register.processor.name), text=text,
    )  # fmt: skip


def _step_of(version: Version) -> Step:
    held = VersionStep.objects.filter(version=version).first()
    if held is not None:
        return step_in(held.text)
    return kept_steps(list(versions_of(version.register).filter(number__lte=version.number)))[0][-1]


def _lines(step: Step, one: Subscriber, on: date, phrases: Phrasebook) -> list[str]:
    """What changed of what the subscriber asked for, in words; of a company that is to come, from when."""
    if step.old is None:
        return []
    words = ChangeWords(step.old, step.new, phrases)
    since = {entry.id: entry.since for entry in step.new.entries}

    def what(change: Change) -> str:
        told = words.what(change)
        comes = since.get(change.new_id) if change.kind in BEGINNING else None
        return coming_words(told, comes, on, on, phrases)

    found = [
        f"{words.name(change)}: {what(change)}"
        for change in step.changes
        if change.kind != "wording-only"
        and _touches(change.services, one.services)
        and _touches(change.regions, one.regions)
    ]
    lines = list(dict.fromkeys(found))
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], phrases("web.follow.mail.more", count=more)]


def _touches(changed: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether a change, of all where it names none, touches what was asked for, which is all where none is named."""
    return not changed or not asked or bool(set(changed) & set(asked))


def _opened(secret: str, salt: str, within: timedelta | None) -> dict[str, Any]:
    try:
        found = signing.loads(secret, salt=salt, max_age=within)
    except signing.BadSignature:
        raise LinkOld from None
    return dict(found)


def _subscriber(given: dict[str, Any]) -> Subscriber:
    held = Subscriber.objects.select_related("register__processor", "processor")
    found = held.filter(public_id=given.get("id", "")).first()
    if found is None:
        raise LinkOld
    return found


def _stamp(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)
