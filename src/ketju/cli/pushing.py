"""A register file is sent to where it is published, signed as RFC 9421 says. No other command opens a connection."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ketju.core.problems.pushing import (
    PushAddressWrong,
    PushKeyUnreadable,
    PushRefused,
    PushUnreachable,
    SigningMissing,
)
from ketju.formats.http_signatures import SignatureInput, content_digest, signature_base, signature_header

COVERED = ("@method", "@path", "@query", "content-digest")
LABEL = "ketju"
PATIENCE = 60
"""Seconds that an answer may take."""
MOST_ANSWERED = 1_000_000
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What is sent: a file with its name and commit, signed at an instant (seconds since 1970) with a nonce."""

    address: str
    data: bytes
    name: str
    commit: str
    key_id: str
    at: int
    nonce: str


def signer_from(file: str) -> Sign:
    """What signs with the private key in a file, PEM or OpenSSH. Raises SigningMissing, PushKeyUnreadable."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key
    except ImportError as missing:
        raise SigningMissing from missing
    try:
        data = Path(file).read_bytes()[:10_000]
        load = load_ssh_private_key if b"OPENSSH" in data[:60] else load_pem_private_key
        key = load(data, None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        raise PushKeyUnreadable(file=file) from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise PushKeyUnreadable(file=file)
    return key.sign


def request_for(pushed: Pushed, sign: Sign) -> Request:
    """The signed request. Raises PushAddressWrong."""
    parts = _address(pushed.address)
    query = urlencode({"name": pushed.name, "commit": pushed.commit})
    digest = content_digest(pushed.data)
    given = SignatureInput(
        LABEL, COVERED,
        (("created", pushed.at), ("keyid", pushed.key_id), ("nonce", pushed.nonce), ("alg", "ed25519")),
    )  # fmt: skip
    values = {"@method": "POST", "@path": parts.path, "@query": f"?{query}", "content-digest": digest}
    try:
        base = signature_base(given, values)
    except ValueError:
        raise PushAddressWrong(found=pushed.key_id) from None
    headers = {
        "Content-Type": "application/yaml", "Content-Digest": digest, "Signature-Input": given.header,
        "Signature": signature_header(LABEL, sign(base)),
    }  # fmt: skip
    return Request(f"{pushed.address}?{query}", pushed.data, headers, method="POST")


def _address(text: str) -> Any:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise PushAddressWrong(found=text) from None
    is_plain = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    if not is_plain or not text.isascii() or any(one.isspace() or one in '<>"' for one in text):
        raise PushAddressWrong(found=text)
    return parts


class _NoRedirects(HTTPRedirectHandler):
    """A signed request is for one address: nobody follows it elsewhere."""

    def redirect_request(self, *args: Any) -> None:
        """No request."""


def answer_to(request: Request) -> dict[str, Any]:
    """Send a request; what was answered. Raises PushRefused with what is wrong, PushUnreachable."""
    try:
        with build_opener(_NoRedirects).open(request, timeout=PATIENCE) as answer:
            found = json.loads(answer.read(MOST_ANSWERED))
    except HTTPError as refused:
        raise _refused(request, refused) from refused
    except (URLError, OSError, HTTPException, ValueError) as wrong:
        raise PushUnreachable(address=request.full_url.partition("?")[0]) from wrong
    if not isinstance(found, dict) or "state" not in found:
        raise PushUnreachable(address=request.full_url.partition("?")[0])
    return found


def _refused(request: Request, answer: HTTPError) -> PushRefused | PushUnreachable:
    try:
        body = json.loads(answer.read(MOST_ANSWERED))
        lines = [str(body["detail"])]
        lines += [f"{one['field']}: {one['detail']}".lstrip(": ") for one in body.get("errors", ())]
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return PushUnreachable(address=request.full_url.partition("?")[0])
    return PushRefused(status=answer.code, detail="\n".join(lines))
