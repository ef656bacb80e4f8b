"""Keep a message that came in: once, whole, encrypted; then note what it says of mail of ours."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.ids import new_id
from ketju.web.base.inbox.addresses import messages_named, processor_named, reply_addresses, words_in
from ketju.web.base.inbox.models import Received, ReplyAddress, SelfTest
from ketju.web.base.inbox.originals import forget_original, keep_original
from ketju.web.base.inbox.parsing import LARGEST, Parsed, parsed
from ketju.web.base.inbox.reports import Report, code_in
from ketju.web.base.outbox.draining import home
from ketju.web.base.outbox.health import Fact, note_report, note_well
from ketju.web.base.outbox.models import Message

TEST = "inbox-test"
"""The purpose of addresses that our own tests go to."""
reported: list[Callable[[Sequence[str], Fact, datetime, str, str], None]] = []
"""Who else hears what a report says of the ids that it names, in the transaction in which it is kept."""
heard: list[Callable[[Received, Sequence[ReplyAddress], datetime], None]] = []
"""Who else hears of a message, in that transaction, and of the things that the addresses name to which it came."""
_BREAK = re.compile(rb"\r?\n\r?\n")
log = logging.getLogger(__name__)


def keep(
    data: bytes, *, at: datetime, sender: str | None = None, to: tuple[str, ...] = (), is_cut: bool = False
) -> tuple[Received, bool]:
    """Keep a message; the row, and whether it is new. ``sender`` and ``to`` are those of the envelope.

    The same message is kept once, however often and by whatever way it comes; what it belongs to is added.
    """
    read = parsed(data, sender, to)
    identity = identity_of(data, read)
    known = Received.objects.filter(identity=identity).first()
    if known is not None:
        known.addresses.add(*reply_addresses(words_in(read.addresses)))
        return known, False
    public_id = new_id("rec")
    name = keep_original(public_id, data)
    try:
        with transaction.atomic():
            return _kept(data, read, identity, public_id, name, at, is_cut), True
    except IntegrityError:
        forget_original(name)
        return Received.objects.get(identity=identity), False
    except BaseException:
        forget_original(name)
        raise


def identity_of(data: bytes, read: Parsed) -> bytes:
    """What a message is known by: its Message-ID and what follows its headers.

    The id alone would let a stranger keep a message out by sending another one with its id first.
    """
    end = _BREAK.search(data)
    body = data[end.end() :] if end else data
    content = hashlib.sha256(body.replace(b"\r\n", b"\n").rstrip(b"\n")).hexdigest()
    return blind_index(f"{read.message_id} {content}", "inbox.identity")


def _kept(
    data: bytes, read: Parsed, identity: bytes, public_id: str, name: str, at: datetime, is_cut: bool
) -> Received:
    words = words_in(read.addresses)
    belongs, ours = reply_addresses(words), _ours(read, words)
    processors = [one.processor for one in belongs] + [one.processor for one in ours]
    customers = [one.customer for one in belongs] + [one.customer for one in ours]
    test = _test(read, belongs)
    kind = "test" if test else read.kind
    made = Received.objects.create(
        public_id=public_id, identity=identity, original=name, kind=kind, is_cut=is_cut or len(data) > LARGEST,
        processor=next(filter(None, processors), None) or processor_named(words),
        customer=next(filter(None, customers), ""),
        message_id_index=blind_index(read.message_id, "inbox.message-id") if read.message_id else b"",
        sender=read.sender, sender_index=blind_index(read.sender, "email") if read.sender else b"",
        subject=read.subject, text=read.text, sha256=hashlib.sha256(data).hexdigest(), size=len(data),
        files=json.dumps([[one.number, one.name, one.kind, one.size] for one in read.files]) if read.files else "",
        answers=ours[0] if ours else None, received_at=at, done_at=None if _waits(kind) else at,
    )  # fmt: skip
    made.addresses.add(*belongs)
    if test:
        SelfTest.objects.filter(pk=test.pk, arrived_at=None).update(arrived_at=at)
    else:
        _follow(read, made.processor, ours, at, _ids(read, words))
        for hear in heard:
            hear(made, belongs, at)
    log.info("message %s came in: %s", public_id, kind)
    return made


def _waits(kind: str) -> bool:
    """Whether somebody has to look at mail of this kind."""
    return kind in ("person", "complaint", "unreadable")


def _ours(read: Parsed, words: list[str]) -> list[Message]:
    """Messages of ours that it answers or reports on."""
    ids = _ids(read, words)
    found = {one.public_id: one for one in messages_named(ids)}
    return [found[name] for name in dict.fromkeys(ids) if name in found]


def _ids(read: Parsed, words: list[str]) -> list[str]:
    """Ids of ours that it names: in the address it came to, in what it reports on or refers to."""
    ids = [*words]
    for one in (*(read.report.about if read.report else ()), *reversed(read.refers_to)):
        name, _, domain = one.rpartition("@")
        if domain.lower() == home():
            ids.append(name)
    return ids


def _test(read: Parsed, belongs: list[ReplyAddress]) -> SelfTest | None:
    """The test that it is: it came to the address of a test and has the id of its message."""
    names = [one.subject for one in belongs if one.purpose == TEST]
    name, _, domain = read.message_id.rpartition("@")
    if not names or domain.lower() != home():
        return None
    return SelfTest.objects.filter(public_id__in=names, message__public_id=name).first()


def _follow(
    read: Parsed, processor: Processor | None, ours: list[Message], at: datetime, ids: list[str]
) -> None:
    """Note what a report says of our message; a person who writes from an address is reached there."""
    if read.kind == "person" and processor and read.sender:
        note_well(processor, read.sender, at)
    report = read.report
    if report is None and read.kind == "bounce":
        code = code_in(read.text)
        report = Report("bounce", "delayed" if code.startswith("4") else "unreachable", code)
    if report is not None and report.fact and ours:
        note_report(ours[0], report.fact, at, report.status)
    if report is not None and report.fact:
        for tell in reported:
            tell(ids, report.fact, at, report.status, "report")
