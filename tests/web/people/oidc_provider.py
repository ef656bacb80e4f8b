"""An OpenID Connect provider over HTTP, for tests: it signs with a key of its own, and lies where it is told to.

It signs with joserfc; what it signs is checked with PyJWT, so that no library is asked about itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "ketju-at-kite", "a secret of the client that is long"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Provider:
    """The provider. ``person`` is who signs in; ``claims``, ``info`` and ``metadata`` replace what it would say (None:
    leaves it out); ``signer`` is the key it signs with when it is not its own.
    """

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    signer: RSAKey | None = None
    token: str | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens_given: int = 0

    def answer(self, path: str, query: dict[str, str], body: dict[str, str], bearer: str) -> Answer:
        if path == "/.well-known/openid-configuration":
            return said(self.described())
        if path == "/keys":
            return said(KeySet([self.key]).as_dict(private=False))
        if path == "/authorize":
            return self.authorized(query)
        if path == "/token":
            return self.exchanged(body)
        if path == "/userinfo":
            return said(without(self.person | self.info)) if bearer == "Bearer access" else (401, {}, b"")
        return 404, {}, b""

    def described(self) -> dict[str, Any]:
        base = self.address
        return without(
            {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo",
                "jwks_uri": f"{base}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
            | self.metadata
        )

    def authorized(self, query: dict[str, str]) -> Answer:
        self.asked.append(query)
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = query["redirect_uri"] + "?" + urlencode({"code": code, "state": query.get("state", "")})
        return 302, {"Location": back}, b""

    def exchanged(self, body: dict[str, str]) -> Answer:
        asked = self.codes.pop(body.get("code", ""), None)
        digest = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_client = (body.get("client_id"), body.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not is_client or asked.get("code_challenge") != challenge:
            return said({"error": "invalid_grant"}, 400)
        if asked["redirect_uri"] != body.get("redirect_uri") or asked["code_challenge_method"] != "S256":
            return said({"error": "invalid_grant"}, 400)
        self.tokens_given += 1
        given = {"access_token": "access", "token_type": "Bearer", "id_token": self.signed(asked)}
        return said(without(given))

    def signed(self, asked: dict[str, str]) -> str | None:
        if self.token is not None:
            return self.token or None
        now = int(time.time())
        usual = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
        }
        claims = without(usual | self.person | self.claims)
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signer or self.key)


def without(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def said(values: Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(values).encode()


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self.reply(single(self.rfile.read(length).decode()))

        def reply(self, body: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            bearer = self.headers.get("Authorization", "")
            status, headers, content = provider.answer(parts.path, single(parts.query), body, bearer)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def single(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query).items()}
