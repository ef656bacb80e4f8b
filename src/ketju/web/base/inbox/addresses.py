"""Addresses with a token: an answer to one says by itself what it belongs to, whatever its subject says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from email.utils import parseaddr

from django.conf import settings

from ketju.web.base.access.models import Processor
from ketju.web.base.inbox.models import ReplyAddress, token
from ketju.web.base.outbox.models import Message

finders: list[Callable[[Sequence[str]], Sequence[ReplyAddress]]] = []
"""Those who know ids that stand in addresses: an answer to a notice names its message without a token for each."""
_TOKEN = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")
_MESSAGE = re.compile(r"msg_[0-9a-hjkmnp-tv-z]{26}")


def tokened_address(
    purpose: str, subject: str, *, processor: Processor | None = None, customer: str = ""
) -> str:
    """The address for answers about a thing, the same each time: ``inbox+<token>@…``; "" without an inbox.

    ``purpose`` says what kind of thing ("notice"), ``subject`` is its public id.
    """
    name, _, domain = settings.INBOX_ADDRESS.rpartition("@")
    if not name:
        return ""
    found = reply_address(purpose, subject, processor=processor, customer=customer)
    return f"{name}+{found.token}@{domain}"


def reply_address(
    purpose: str, subject: str, *, processor: Processor | None = None, customer: str = ""
) -> ReplyAddress:
    """What answers about a thing belong to, the same each time."""
    drawn = token()
    found, _ = ReplyAddress.objects.get_or_create(
        purpose=purpose, subject=subject,
        defaults={"processor": processor, "customer": customer, "token": drawn, "token_hash": _hash(drawn)},
    )  # fmt: skip
    return found


def is_ours(address: str) -> bool:
    """Whether mail to an address arrives in our inbox: the address itself, or with words after a +."""
    name, _, domain = _plain(address).rpartition("@")
    ours, _, home = settings.INBOX_ADDRESS.rpartition("@")
    return bool(ours) and domain == home and name.partition("+")[0] == ours.partition("+")[0]


def words_in(addresses: Iterable[str]) -> list[str]:
    """What stands after the + in those addresses that are ours, each once."""
    found = [_plain(one).rpartition("@")[0].partition("+")[2] for one in addresses if is_ours(one)]
    return list(dict.fromkeys(word for word in found if word))


def reply_addresses(words: Iterable[str]) -> list[ReplyAddress]:
    """The things that tokens name, or ids of things that are addresses themselves."""
    given = list(words)
    elsewhere = [found for find in finders for found in find(given)]
    hashes = [_hash(word) for word in given if _TOKEN.fullmatch(word)]
    if not hashes:
        return elsewhere
    rows = ReplyAddress.objects.filter(token_hash__in=hashes).select_related("processor").order_by("pk")
    return [*rows, *elsewhere]


def messages_named(words: Iterable[str]) -> list[Message]:
    """Messages of ours whose ids are given, as addresses for bounces hold them."""
    ids = [word for word in words if _MESSAGE.fullmatch(word)]
    return list(Message.objects.filter(public_id__in=ids).select_related("processor")) if ids else []


def processor_named(words: Iterable[str]) -> Processor | None:
    """The processor whose short name stands after the +, else the one that mail without a name is for."""
    given = list(words)
    named = Processor.objects.filter(slug__in=given).first() if given else None
    return named or owner_of_the_rest()


def owner_of_the_rest() -> Processor | None:
    """Whose staff see mail that names nobody: the one that is set, else the only one there is."""
    if settings.INBOX_OWNER:
        return Processor.objects.filter(slug=settings.INBOX_OWNER).first()
    some = list(Processor.objects.all()[:2])
    return some[0] if len(some) == 1 else None


def _plain(address: str) -> str:
    return parseaddr(address)[1].lower()


def _hash(word: str) -> str:
    """The token has 128 random bits, so that a quick hash is enough."""
    return hashlib.sha256(word.encode()).hexdigest()
