"""What is asked of an ID token before it is believed (OpenID Connect Core 1.0, sections 3.1.3.7 and 5.3.2)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

import jwt

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a public key: a token that is signed with a shared secret, or not at all, is refused."""
SKEW: Final = 60
"""So many seconds the clock of the provider may differ from ours."""
_ASKED: Final = ("iss", "sub", "aud", "exp", "iat", "nonce")


class TokenRefused(Exception):
    """An ID token, or what came with it, is not to be believed. The text says why and holds nothing of it."""


def nonce_of(verifier: str) -> str:
    """The nonce of a try to sign in. It is made of the secret of PKCE, which the session alone holds and gives once."""
    digest = hashlib.sha256(b"nonce:" + verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def believed(
    token: object, keys: Mapping[str, Any], *, issuer: str, client: str, nonce: str
) -> dict[str, Any]:
    """What an ID token says, when it is signed by the issuer, for us, now, and in answer to our question.

    Raises TokenRefused.
    """
    if not isinstance(token, str) or not token:
        raise TokenRefused("no ID token")
    try:
        claims: dict[str, Any] = jwt.decode(
            token, _key(token, keys), algorithms=list(ALGORITHMS), issuer=issuer, audience=client, leeway=SKEW,
            options={"require": list(_ASKED)},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise TokenRefused(type(error).__name__) from None
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise TokenRefused("another nonce")
    audience = claims["aud"]
    is_shared = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", "" if is_shared else client) != client:
        raise TokenRefused("another authorized party")
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The key that the token names; where it names none, the only one there is. Raises TokenRefused, PyJWTError."""
    head = jwt.get_unverified_header(token)
    algorithm, name = head.get("alg"), head.get("kid")
    if algorithm not in ALGORITHMS:
        raise TokenRefused("no algorithm that is allowed")
    listed = keys.get("keys")
    there = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    usable = [
        one for one in there if one.get("use", "sig") == "sig" and one.get("alg", algorithm) == algorithm
    ]
    named = [one for one in usable if name is None or one.get("kid") == name]
    if len(named) != 1:
        raise TokenRefused("no key of the provider")
    return jwt.PyJWK(named[0], algorithm=algorithm)
