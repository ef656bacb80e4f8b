"""Who pushes a list, shown by a signature; and what pushes keep from being published.

A request is signed as RFC 9421 has it, with Ed25519 (RFC 8032), over its method, path, query and the digest of its
content. The path names the register, ``created`` and ``nonce`` keep a request from counting twice.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
    load_ssh_public_key,
)
from django.db.models import QuerySet

from ketju.core.problems import Problem
from ketju.formats.http_signatures import (
    SignatureInput,
    content_digest,
    signature_base,
    signature_in,
    signature_input,
)
from ketju.web.apps.registers.models import Draft, Push, PushKey, Register, Version
from ketju.web.apps.registers.problems import NotLookedAt

COVERED = ("@method", "@path", "@query", "content-digest")
"""What a signature has to cover, in any order."""
WITHIN = timedelta(minutes=5)
"""How far the clocks of the two machines may be apart."""
_NONCE = re.compile(r"[A-Za-z0-9_+/=.-]{16,80}")
WAITING = ("draft", "known")
"""States of pushes that a person has to look at."""


class KeyWrong(Problem):
    """The request is not signed by a key of this register, or not as it came."""

    code = "web.push.signature-wrong"
    hint = "web.push.signature-wrong.hint"


class SignatureOld(KeyWrong):
    """The signature was made too long ago, or in time to come."""

    code = "web.push.signature-old"
    hint = "web.push.signature-old.hint"


class PublicKeyWrong(Problem):
    """The text is no public key of the kind Ed25519."""

    code = "web.push.key-wrong"
    hint = "web.push.key-wrong.hint"


def public_key_in(text: str) -> str:
    """The public key in a PEM text or a line of OpenSSH, in base64 of its 32 bytes. Raises PublicKeyWrong."""
    data = text.strip().encode("ascii", "ignore")
    try:
        found = load_pem_public_key(data) if data.startswith(b"-----") else load_ssh_public_key(data)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise PublicKeyWrong from None
    if not isinstance(found, Ed25519PublicKey):
        raise PublicKeyWrong
    return base64.b64encode(found.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def signed_by(
    *, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> tuple[PushKey, str]:
    """The key that signed a request, and the nonce of the signature. Raises KeyWrong, SignatureOld."""
    try:
        given = signature_input(headers.get("Signature-Input", ""))
        signature = signature_in(headers.get("Signature", ""), given.label)
        values = {
            "@method": method, "@path": path, "@query": f"?{query}",
            "content-digest": headers.get("Content-Digest", ""),
        }  # fmt: skip
        base = signature_base(given, values)
    except ValueError:
        raise KeyWrong from None
    nonce = str(given.param("nonce") or "")
    if set(given.components) != set(COVERED) or not _NONCE.fullmatch(nonce):
        raise KeyWrong
    key = _key_of(given)
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_key)).verify(signature, base)
    except InvalidSignature:
        raise KeyWrong from None
    if not hmac.compare_digest(values["content-digest"].strip(), content_digest(body)):
        raise KeyWrong
    created = given.param("created")
    if not isinstance(created, int) or abs(now.timestamp() - created) > WITHIN.total_seconds():
        raise SignatureOld
    return key, nonce


def _key_of(given: SignatureInput) -> PushKey:
    if given.param("alg") not in (None, "ed25519"):
        raise KeyWrong
    rows = PushKey.objects.filter(public_id=str(given.param("keyid") or "")[:40], revoked_at=None)
    found = rows.select_related("register__processor").first()
    if found is None:
        raise KeyWrong
    return found


def pushes_of(register: Register) -> QuerySet[Push]:
    """The pushes of a register, the newest first."""
    rows = Push.objects.filter(register=register).select_related("key", "draft", "snapshot", "looked_by")
    return rows.defer("snapshot__data", "snapshot__reading", "draft__findings")


def push_of(draft: Draft) -> Push | None:
    """The newest push that a draft came by; None for one that was begun here."""
    return Push.objects.filter(draft=draft).select_related("looked_by").order_by("-id").first()


def push_named(register: Register, public_id: str) -> Push | None:
    """A push of a register."""
    return pushes_of(register).filter(public_id=public_id).first()


def unlooked(pushes: QuerySet[Push]) -> QuerySet[Push]:
    """The pushes at which nobody has looked, of drafts that are not given up."""
    return pushes.filter(state__in=WAITING, looked_at=None).exclude(draft__state="discarded")


def check_looked_at(draft: Draft, version: Version, at: datetime) -> None:
    """A list that was changed in git is published only when a person has looked at that. Raises NotLookedAt."""
    if count := unlooked(Push.objects.filter(register=draft.register_id)).count():
        raise NotLookedAt(count=count)
