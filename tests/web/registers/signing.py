"""Whoever pushes a list: a key made by ssh-keygen's own format, and requests signed by hand as RFC 9421 says."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.utils import timezone

from ketju.web.apps.registers.models import PushKey, Register
from ketju.web.apps.registers.writes.pushing import add_key
from ketju.web.base.audit.writing import Actor


@dataclass
class Pusher:
    """A job with a key of one register."""

    secret: Ed25519PrivateKey
    key: PushKey
    register: Register

    def push(self, data: bytes, query: str = "", **changed: Any) -> Any:
        """Send a file; ``changed`` is what differs from an honest request: at, nonce, keyid, body, path, covered."""
        path = changed.get("path", f"/api/v1/registers/{self.register.public_id}/pushes")
        at = changed.get("at", int(timezone.now().timestamp()))
        nonce, keyid = changed.get("nonce", secrets.token_hex(12)), changed.get("keyid", self.key.public_id)
        covered = changed.get("covered", ("@method", "@path", "@query", "content-digest"))
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
        values = {"@method": "POST", "@path": path, "@query": f"?{query}", "content-digest": digest}
        inner = "(" + " ".join(f'"{one}"' for one in covered) + ")"
        params = f'{inner};created={at};keyid="{keyid}";nonce="{nonce}";alg="ed25519"'
        said = "\n".join([*(f'"{one}": {values[one]}' for one in covered), f'"@signature-params": {params}'])
        signature = base64.b64encode(self.secret.sign(said.encode())).decode()
        headers = {
            "Content-Digest": digest, "Signature-Input": f"sig={params}",
            "Signature": changed.get("signature", f"sig=:{signature}:"),
        }  # fmt: skip
        where = changed.get("to", path) + (f"?{query}" if query else "")
        return Client().generic(
            "POST", where, changed.get("body", data), content_type="application/yaml", headers=headers
        )


def pusher(register: Register) -> Pusher:
    secret = Ed25519PrivateKey.generate()
    line = secret.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    key = add_key(
        by=Actor(), at=timezone.now(), register=register, name="CI", public_key=f"{line} ci@example.com"
    )
    return Pusher(secret, key, register)
