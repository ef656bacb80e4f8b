"""Mailgun: one event a request, signed in the body by HMAC-SHA256 of time and token under the signing key.

The signature does not cover the event, so it is worth as much as the way it came by: https alone.
Source: documentation.mailgun.com, Webhooks: Securing Webhooks, Webhook Payloads.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Final

from ketju.web.base.outbox.events import (
    MARK,
    Call,
    Event,
    Malformed,
    NotGenuine,
    Provider,
    check_age,
    code_of,
    object_in,
    ours,
    part,
    time_of,
)
from ketju.web.base.outbox.health import Fact

LONGEST: Final = timedelta(hours=9)
"""An event that we did not take is sent again within eight hours."""


def verify(call: Call, secret: str, now: datetime) -> None:
    """Whether Mailgun signed it. Raises NotGenuine, Malformed."""
    signed = part(object_in(call.body), "signature")
    parts = [part(signed, name) for name in ("timestamp", "token", "signature")]
    if not all(isinstance(one, str) and one for one in parts):
        raise Malformed
    at, token, signature = parts
    wanted = hmac.digest(secret.encode(), f"{at}{token}".encode(), hashlib.sha256).hex()
    if not hmac.compare_digest(wanted.encode(), signature.encode()):
        raise NotGenuine("signature")
    check_age(at, now, LONGEST)


def read(call: Call) -> list[Event]:
    """The event of a request. Raises Malformed."""
    event = part(object_in(call.body), "event-data")
    kind = part(event, "event")
    if not isinstance(kind, str):
        raise Malformed
    fact = _fact(kind, part(event, "severity"))
    message = ours(part(event, "user-variables", MARK), part(event, "message", "headers", "message-id"))
    if fact is None or not message:
        return []
    status = part(event, "delivery-status")
    code = (
        ""
        if fact == "delivered"
        else code_of(part(status, "enhanced-code"), part(status, "message"), part(status, "description"))
    )
    return [Event(message, fact, time_of(part(event, "timestamp")), code)]


def _fact(kind: str, severity: object) -> Fact | None:
    """A failure that is not permanent is tried again."""
    if kind == "failed":
        return "unreachable" if severity == "permanent" else "delayed"
    known: dict[str, Fact] = {"delivered": "delivered", "complained": "complained"}
    return known.get(kind)


def marks(public_id: str) -> dict[str, str]:
    """The header of variables, which come back with each event."""
    return {"X-Mailgun-Variables": json.dumps({MARK: public_id})}


PROVIDER: Final = Provider("mailgun", ("mailgun.org",), verify, read, marks)
