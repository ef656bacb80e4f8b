"""Signatures of HTTP messages (RFC 9421) and digests of their content (RFC 9530): what is signed, as bytes.

Both sides make the same bytes: whoever sends a request, and whoever looks whether it came as it was sent. Keys and the
signing itself are theirs.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

_ITEM = r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"'
_NAME = r"[a-z*][a-z0-9_.*-]*"
_VALUE = rf"{_ITEM}|\d{{1,15}}"
_MEMBER = re.compile(rf"({_NAME})=\(((?:{_ITEM}(?: {_ITEM})*)?)\)((?:;{_NAME}=(?:{_VALUE}))*)")
_ITEMS = re.compile(_ITEM)
_PARAM = re.compile(rf";({_NAME})=({_VALUE})")
_BYTES = re.compile(r":([A-Za-z0-9+/]*={0,2}):")
LONGEST = 2000
"""Letters of a header that are looked at."""


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """What a signature covers, and its parameters, in their order: (("created", 1618884473), ("keyid", "a"))."""

    label: str
    components: tuple[str, ...]
    params: tuple[tuple[str, str | int], ...]

    def param(self, name: str) -> str | int | None:
        """The value of a parameter; None where it is not there."""
        return dict(self.params).get(name)

    @property
    def text(self) -> str:
        """Components and parameters as they are written and signed (RFC 9421, 2.3)."""
        inner = " ".join(f'"{one}"' for one in self.components)
        values = "".join(
            f";{name}={value}" if isinstance(value, int) else f';{name}="{value}"'
            for name, value in self.params
        )
        return f"({inner}){values}"

    @property
    def header(self) -> str:
        """The value of the header Signature-Input."""
        return f"{self.label}={self.text}"


def signature_input(header: str) -> SignatureInput:
    """The one signature that a header Signature-Input tells of. Raises ValueError for anything else."""
    found = _MEMBER.fullmatch(header.strip()) if len(header) <= LONGEST else None
    if found is None or "\\" in header:
        raise ValueError("Signature-Input")
    label, inner, rest = found.groups()
    components = tuple(one[1:-1] for one in _ITEMS.findall(inner))
    params = tuple(
        (name, value[1:-1] if value.startswith('"') else int(value)) for name, value in _PARAM.findall(rest)
    )
    if len(set(components)) != len(components) or len(dict(params)) != len(params):
        raise ValueError("Signature-Input")
    return SignatureInput(label, components, params)


def signature_base(given: SignatureInput, values: Mapping[str, str]) -> bytes:
    """The bytes that are signed (RFC 9421, 2.5), of values by component. Raises ValueError where one is missing."""
    missing = [one for one in given.components if one not in values]
    if missing:
        raise ValueError(missing[0])
    lines = [f'"{one}": {values[one].strip()}' for one in given.components]
    return "\n".join((*lines, f'"@signature-params": {given.text}')).encode("ascii", "strict")


def signature_in(header: str, label: str) -> bytes:
    """The signature with a label in a header Signature. Raises ValueError."""
    found = (
        re.fullmatch(rf"{re.escape(label)}={_BYTES.pattern}", header.strip())
        if len(header) <= LONGEST
        else None
    )
    if found is None:
        raise ValueError("Signature")
    return base64.b64decode(found[1], validate=True)


def signature_header(label: str, signature: bytes) -> str:
    """The value of the header Signature."""
    return f"{label}=:{base64.b64encode(signature).decode()}:"


def content_digest(data: bytes) -> str:
    """The value of the header Content-Digest with the SHA-256 of the content (RFC 9530, 2)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
