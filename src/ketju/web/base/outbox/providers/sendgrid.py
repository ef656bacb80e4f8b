"""SendGrid: several events a request, signed by ECDSA (P-256, SHA-256) over the time and the body.

Source: twilio.com/docs/sendgrid, Event Webhook Reference; Event Webhook Security Features; Unique Arguments.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ketju.web.base.outbox.events import (
    MARK,
    Call,
    Event,
    Malformed,
    NotGenuine,
    Provider,
    check_age,
    code_of,
    json_in,
    ours,
    time_of,
)
from ketju.web.base.outbox.health import Fact

LONGEST: Final = timedelta(hours=25)
"""Events that we did not take are sent again within a day."""
MOST: Final = 10_000
_HEADER: Final = "x-twilio-email-event-webhook-"
_FACTS: Final[dict[str, Fact]] = {
    "delivered": "delivered",
    "deferred": "delayed",
    "bounce": "unreachable",
    "dropped": "unreachable",
    "spamreport": "complained",
}


def verify(call: Call, secret: str, now: datetime) -> None:
    """Whether SendGrid signed it; ``secret`` is its public key. Raises NotGenuine."""
    at = call.headers.get(f"{_HEADER}timestamp", "")
    try:
        signature = base64.b64decode(call.headers.get(f"{_HEADER}signature", ""), validate=True)
        public_key(secret).verify(signature, at.encode() + call.body, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        raise NotGenuine("signature") from None
    check_age(at, now, LONGEST)


@cache
def public_key(given: str) -> EllipticCurvePublicKey:
    """A key as SendGrid shows it: DER in base64. Raises ValueError."""
    found = load_der_public_key(base64.b64decode(given, validate=True))
    if not isinstance(found, EllipticCurvePublicKey) or not isinstance(found.curve, SECP256R1):
        raise ValueError("another kind of key")
    return found


def read(call: Call) -> list[Event]:
    """The events of a request. Raises Malformed."""
    events = json_in(call.body)
    if not isinstance(events, list) or len(events) > MOST:
        raise Malformed
    if not all(isinstance(one, dict) and isinstance(one.get("event"), str) for one in events):
        raise Malformed
    return [event for one in events for event in _event(one)]


def _event(one: dict[str, Any]) -> list[Event]:
    fact = _FACTS.get(one["event"])
    message = ours(one.get(MARK), one.get("smtp-id"))
    if fact is None or not message:
        return []
    code = "" if fact == "delivered" else code_of(one.get("status"), one.get("reason"), one.get("response"))
    if one["event"] == "bounce" and one.get("type") == "blocked" and code.startswith("4"):
        fact = "delayed"
    return [Event(message, fact, time_of(one.get("timestamp")), code)]


def marks(public_id: str) -> dict[str, str]:
    """The header of arguments, which come back with each event."""
    return {"X-SMTPAPI": json.dumps({"unique_args": {MARK: public_id}})}


PROVIDER: Final = Provider("sendgrid", ("sendgrid.net",), verify, read, marks)
