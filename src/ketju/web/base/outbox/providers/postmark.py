"""Postmark: one event a request, with a user and a password that we chose (HTTP Basic, RFC 7617).

Source: postmarkapp.com/developer, Webhooks: Delivery, Bounce, Spam complaint; Bounce types; Custom metadata.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import datetime
from typing import Final

from ketju.web.base.outbox.events import (
    MARK,
    Call,
    Event,
    Malformed,
    NotGenuine,
    Provider,
    code_of,
    object_in,
    ours,
    part,
    time_of,
)
from ketju.web.base.outbox.health import Fact

_BOUNCES: Final[dict[str, Fact]] = {
    "HardBounce": "unreachable",
    "BadEmailAddress": "unreachable",
    "Blocked": "unreachable",
    "DMARCPolicy": "unreachable",
    "InboundError": "unreachable",
    "ManuallyDeactivated": "unreachable",
    "SMTPApiError": "unreachable",
    "VirusNotification": "unreachable",
    "SpamNotification": "unreachable",
    "SoftBounce": "delayed",
    "Transient": "delayed",
    "DnsError": "delayed",
    "SpamComplaint": "complained",
}
"""What a type of bounce says of the message. Absence notices and the like say nothing."""
_TIMES: Final = {"Delivery": "DeliveredAt", "Bounce": "BouncedAt", "SpamComplaint": "BouncedAt"}


def verify(call: Call, secret: str, now: datetime) -> None:
    """Whether the user and the password are ours. Raises NotGenuine."""
    kind, _, given = call.headers.get("authorization", "").partition(" ")
    try:
        said = base64.b64decode(given.strip(), validate=True)
    except (binascii.Error, ValueError):
        said = b""
    if kind.lower() != "basic" or not hmac.compare_digest(said, secret.encode()):
        raise NotGenuine("password")


def read(call: Call) -> list[Event]:
    """The event of a request. Raises Malformed."""
    event = object_in(call.body)
    kind = event.get("RecordType")
    if not isinstance(kind, str):
        raise Malformed
    message = ours(part(event, "Metadata", MARK), event.get("MessageID"))
    fact = _fact(kind, event.get("Type"))
    if fact is None or not message:
        return []
    code = "" if fact == "delivered" else code_of(event.get("Details"), event.get("Description"))
    return [Event(message, fact, time_of(event.get(_TIMES[kind])), code)]


def _fact(kind: str, bounce: object) -> Fact | None:
    if kind == "Bounce":
        return _BOUNCES.get(str(bounce))
    known: dict[str, Fact] = {"Delivery": "delivered", "SpamComplaint": "complained"}
    return known.get(kind)


def marks(public_id: str) -> dict[str, str]:
    """The header of metadata, which come back with each event, and the wish to keep our Message-ID."""
    return {f"X-PM-Metadata-{MARK}": public_id, "X-PM-KeepID": "true"}


PROVIDER: Final = Provider("postmark", ("postmarkapp.com",), verify, read, marks, asks_password=True)
