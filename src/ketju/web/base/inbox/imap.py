"""Read a box over IMAP (RFC 3501): each message once, by its UID, flagged as seen only when its row is written."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ketju.web.base.inbox.boxes import note_failure, note_read, our_box
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.models import Box
from ketju.web.base.inbox.parsing import LARGEST

TIMEOUT = 30
MOST = 500
"""Messages of one reading; the next one goes on."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class BoxClosed(Exception):
    """The box does not let us read it; the text is a code without anything personal."""


def read_box(most: int = MOST) -> int:
    """Read what is new in the box; how many messages are new. Raises BoxClosed, OSError, imaplib.IMAP4.error."""
    try:
        with _opened() as client:
            found = _read(client, most)
    except (BoxClosed, OSError, imaplib.IMAP4.error) as error:
        note_failure(timezone.now(), _code(error))
        raise
    note_read(timezone.now())
    return found


def _code(error: Exception) -> str:
    return str(error) if isinstance(error, BoxClosed) else type(error).__name__


@contextmanager
def _opened() -> Iterator[imaplib.IMAP4]:
    box = settings.INBOX
    kind = imaplib.IMAP4_SSL if box["kind"] == "imaps" else imaplib.IMAP4
    client = kind(box["host"], box["port"], timeout=TIMEOUT)
    try:
        client.login(box["user"], box["password"])
        _asked(client.select(_quoted(box["box"])), "select")
        yield client
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _asked(answer: tuple[str, Any], what: str) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise BoxClosed(what)
    return list(data)


def _read(client: imaplib.IMAP4, most: int) -> int:
    row = _at_validity(our_box(), _validity(client))
    new = 0
    for uid in _uids(client, f"UID {row.last_uid + 1}:*"):
        if uid <= row.last_uid or new >= most:
            continue
        data, is_cut = _fetched(client, uid)
        if data is not None:
            with transaction.atomic():
                _, is_new = keep(data, at=timezone.now(), is_cut=is_cut)
                _note_uid(row, uid)
            new += is_new
        else:
            _note_uid(row, uid)  # removed by another client meanwhile
        row.last_uid = uid
    if row.last_uid:
        _flag(client, row.last_uid)
    return new


def _validity(client: imaplib.IMAP4) -> int:
    values = client.response("UIDVALIDITY")[1]
    if not values or not values[0]:
        raise BoxClosed("uidvalidity")
    return int(values[0])


def _at_validity(row: Box, validity: int) -> Box:
    """The row; when the server has numbered its messages anew, all are read again, and kept once all the same."""
    if row.uidvalidity != validity:
        row.uidvalidity, row.last_uid = validity, 0
        row.save(update_fields=["uidvalidity", "last_uid"])
    return row


def _note_uid(row: Box, uid: int) -> None:
    Box.objects.filter(pk=row.pk, uidvalidity=row.uidvalidity, last_uid__lt=uid).update(last_uid=uid)


def _uids(client: imaplib.IMAP4, which: str) -> list[int]:
    data = _asked(client.uid("SEARCH", which), "search")
    return sorted(int(one) for line in data if line for one in line.split())


def _fetched(client: imaplib.IMAP4, uid: int) -> tuple[bytes | None, bool]:
    """The bytes of a message, and whether they are cut; no bytes where it is gone."""
    said = b" ".join(_flat(_asked(client.uid("FETCH", str(uid), "(RFC822.SIZE)"), "fetch")))
    size = _SIZE.search(said)
    if size is None:
        return None, False
    is_cut = int(size[1]) > LARGEST
    what = f"(BODY.PEEK[]<0.{LARGEST}>)" if is_cut else "(BODY.PEEK[])"
    for one in _asked(client.uid("FETCH", str(uid), what), "fetch"):
        if isinstance(one, tuple) and len(one) == 2:
            return bytes(one[1]), is_cut
    return None, False


def _flat(data: list[Any]) -> Iterator[bytes]:
    for one in data:
        yield from (one if isinstance(one, tuple) else (one or b"",))


def _flag(client: imaplib.IMAP4, last: int) -> None:
    """Flag what is kept as seen, also what an earlier reading kept and could not flag."""
    unseen = [one for one in _uids(client, f"UNSEEN UID 1:{last}") if one <= last]
    for start in range(0, len(unseen), 200):
        some = ",".join(map(str, unseen[start : start + 200]))
        _asked(client.uid("STORE", some, "+FLAGS.SILENT", r"(\Seen)"), "store")
