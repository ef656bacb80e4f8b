"""Make, look up and revoke tokens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction

from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.tokens.models import Token

SCOPES = (
    "customers.read", "customers.write", "customers.import", "registers.read", "registers.write", "registers.publish",
    "cases.read", "cases.write",
)  # fmt: skip
"""What programs may be let to do: names of actions, as for people."""
_BEGINS = "ketju"
_USED_EVERY = timedelta(minutes=5)
_READ_EVERY = timedelta(minutes=1)
_MOST_READ = 1000
_READ: dict[str, tuple[datetime, Token]] = {}
"""Tokens by their hashes, and when they were read."""
_IS_THERE = "SELECT 1 FROM tokens_token WHERE id = %s AND hashed = %s AND revoked_at IS NULL"


def make_token(
    *,
    by: Actor,
    at: datetime,
    processor: Processor,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """A new token and its text, which is shown this once. Raises ValueError for an unknown scope."""
    chosen = sorted(set(scopes))
    if not chosen or not set(chosen) <= set(SCOPES):
        raise ValueError("scopes")
    prefix = secrets.token_hex(5)
    text = f"{_BEGINS}_{prefix}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        made = Token.objects.create(
            processor=processor,
            name=name.strip()[:80],
            prefix=prefix,
            hashed=_hashed(text),
            scopes=chosen,
            made_by=by.user,
            expires_at=expires_at,
        )
        audited(
            by, "tokens.create", "token", at=at, processor=processor, subject=made.public_id, fields=chosen
        )
    return made, text


def revoke_token(*, by: Actor, at: datetime, token: Token) -> None:
    """Let nobody in by the token any longer."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
            audited(by, "tokens.revoke", "token", at=at, processor=token.processor, subject=token.public_id)


def token_shown(text: str, at: datetime) -> Token | None:
    """The token of a text, where it lets in; notes now and then that it is used."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != _BEGINS or not parts[1].isalnum():
        return None
    hashed = _hashed(text)
    token = _known(hashed, at) or _looked_up(parts[1][:16], hashed, at)
    if token is None or not token.holds(at):
        return None
    if token.used_at is None or at - token.used_at > _USED_EVERY:
        token.used_at = at
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return token


def _known(hashed: str, at: datetime) -> Token | None:
    """The token as it was read a moment ago, which nothing but its end changes; whether it ended is asked each time."""
    read_at, token = _READ.get(hashed, (None, None))
    if token is None or read_at is None or not timedelta(0) <= at - read_at < _READ_EVERY:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_IS_THERE, [token.pk, hashed])
        return token if cursor.fetchone() else None


def _looked_up(prefix: str, hashed: str, at: datetime) -> Token | None:
    _READ.pop(hashed, None)
    token = Token.objects.select_related("processor").filter(prefix=prefix).first()
    if token is None or not hmac.compare_digest(token.hashed, hashed):
        return None
    if len(_READ) >= _MOST_READ:
        _READ.clear()
    _READ[hashed] = at, token
    return token


def _hashed(text: str) -> str:
    """The text has 256 random bits, so that a quick hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()
