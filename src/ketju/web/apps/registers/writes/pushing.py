"""Keys are added and revoked; a file that is pushed becomes a draft, at which a person looks first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from ketju.core.model.register import Register as Content
from ketju.core.register.alignment import aligned
from ketju.core.register.canonical import content_hash
from ketju.web.apps.parties.checking import Fault, Refused, line_of
from ketju.web.apps.registers.content import register_of
from ketju.web.apps.registers.models import Draft, Push, PushKey, Register, Snapshot, Version
from ketju.web.apps.registers.problems import NotKeptInGit, PushedTwice, TooManyKeys
from ketju.web.apps.registers.pushing import check_looked_at, public_key_in
from ketju.web.apps.registers.readings import KETJU, Reading
from ketju.web.apps.registers.writes.drafting import OPEN, discard_draft, draft_from_snapshot, newest_version
from ketju.web.apps.registers.writes.publishing import checks
from ketju.web.apps.registers.writes.receiving import read_snapshot, receive
from ketju.web.apps.registers.writes.rechecking import check_again
from ketju.web.base.audit.writing import MACHINE, Actor, audited

MOST = 20
"""A register has no more keys that hold."""
kept: list[Callable[[Draft], bool]] = []
"""Whether a draft stays when a newer one is pushed: because something else rests on it."""


def set_source(*, by: Actor, at: datetime, register: Register, source: str) -> Register:
    """Note where the truth of a register is from now on: "file" or "web". Twice is as once."""
    with transaction.atomic():
        found = (
            Register.objects.select_for_update(of=("self",)).select_related("processor").get(pk=register.pk)
        )
        if found.source != source:
            found.source = source
            found.save(update_fields=("source",))
            audited(
                by, "registers.change", "register", at=at, processor=found.processor, subject=found.public_id,
                fields=("source",),
            )  # fmt: skip
    return found


def add_key(*, by: Actor, at: datetime, register: Register, name: str, public_key: str) -> PushKey:
    """Let whoever has the private part of a key push a register. Raises Refused, PublicKeyWrong, TooManyKeys."""
    called, key = line_of(name, "name")[:80], public_key_in(public_key)
    if not called:
        raise Refused([Fault("name", "web.wrong.missing")])
    with transaction.atomic():
        found = (
            Register.objects.select_for_update(of=("self",)).select_related("processor").get(pk=register.pk)
        )
        if found.push_keys.filter(revoked_at=None).count() >= MOST:
            raise TooManyKeys(most=MOST)
        made = PushKey.objects.create(
            register=found, name=called, public_key=key, made_by=by.user, created_at=at
        )
        audited(by, "pushkeys.create", "pushkey", at=at, processor=found.processor, subject=made.public_id)
    return made


def revoke_key(*, by: Actor, at: datetime, key: PushKey) -> None:
    """Let nobody push by a key any longer. Twice is as once."""
    with transaction.atomic():
        if PushKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at):
            of = key.register.processor
            audited(by, "pushkeys.revoke", "pushkey", at=at, processor=of, subject=key.public_id)


def receive_push(
    *, by: Actor, at: datetime, key: PushKey, nonce: str, data: bytes, name: str, commit: str = ""
) -> Push:
    """Keep a file that was pushed, and make a draft of it where it says something else than what is published.

    A file that is no register is kept, too; the push is "wrong" then. Raises NotKeptInGit, PushedTwice.
    """
    with transaction.atomic():
        register = (
            Register.objects.select_for_update(of=("self",))
            .select_related("processor")
            .get(pk=key.register_id)
        )
        if register.source != "file":
            raise NotKeptInGit
        if Push.objects.filter(key=key, nonce=nonce).exists():
            raise PushedTwice
        PushKey.objects.filter(pk=key.pk).update(used_at=at)
        snapshot = receive(by=by, at=at, register=register, name=name, data=data)
        snapshot.register = register
        state, draft = _taken(by, at, snapshot, read_snapshot(snapshot, at))
        made = Push.objects.create(
            processor=register.processor, register=register, key=key, nonce=nonce, state=state, commit=commit,
            snapshot=snapshot, draft=draft, received_at=at,
        )  # fmt: skip
        if state != "wrong":
            _supersede(register, draft, at)
        audited(by, "pushes.receive", "push", at=at, processor=register.processor, subject=made.public_id)
    return made


def look_at(*, by: Actor, at: datetime, push: Push) -> None:
    """Note that a person looked at what a push changes, and at those before it. Twice is as once."""
    with transaction.atomic():
        rows = Push.objects.filter(register=push.register_id, pk__lte=push.pk, looked_at=None)
        if rows.update(looked_at=at, looked_by=by.user):
            audited(by, "pushes.review", "push", at=at, processor=push.processor, subject=push.public_id)


def _taken(by: Actor, at: datetime, snapshot: Snapshot, reading: Reading | None) -> tuple[str, Draft | None]:
    """What became of a file: the state of its push, and its draft."""
    if reading is None or snapshot.form != KETJU or not snapshot.entries:
        return "wrong", None
    if any(one.severity == "error" for one in reading.result.problems):
        return "wrong", None
    newest = newest_version(snapshot.register)
    if newest is not None and _says(newest, reading.result.register):
        return "same", None
    known = Draft.objects.filter(
        register=snapshot.register, base=newest, state__in=OPEN, snapshot__sha256=snapshot.sha256, pushes__isnull=False
    )  # fmt: skip
    if (draft := known.order_by("-id").first()) is not None:
        return "known", draft
    draft = draft_from_snapshot(by=by, at=at, snapshot=snapshot)
    check_again(by=by, at=at, draft=draft, always=True)
    return "draft", draft


def _says(version: Version, content: Content) -> bool:
    """Whether a version says what a file does; a label that the file leaves out is the version's."""
    held = register_of(version)
    like = aligned([content, held])[0]
    return content_hash(replace(like, tlp=like.tlp or held.tlp)) == version.content_hash


def _supersede(register: Register, draft: Draft | None, at: datetime) -> None:
    """Give up drafts of earlier pushes, but for those on which something else rests."""
    rows = Draft.objects.filter(register=register, state__in=OPEN, pushes__isnull=False).distinct()
    for one in rows.exclude(pk=draft.pk) if draft else rows:
        if not any(keeps(one) for keeps in kept):
            discard_draft(by=MACHINE, at=at, draft=one)


checks.append(check_looked_at)
