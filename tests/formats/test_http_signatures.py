"""Signatures of HTTP messages are those of RFC 9421: its own example, key and signature (Appendix B.1.4, B.2.6)."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from ketju.formats.http_signatures import (
    content_digest,
    signature_base,
    signature_header,
    signature_in,
    signature_input,
)

KEY = b"""-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----
"""
INPUT = (
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")'
    ';created=1618884473;keyid="test-key-ed25519"'
)
SIGNATURE = (
    "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"
)
VALUES = {
    "date": "Tue, 20 Apr 2021 02:07:55 GMT", "@method": "POST", "@path": "/foo", "@authority": "example.com",
    "content-type": "application/json", "content-length": "18",
}  # fmt: skip


def test_the_example_of_the_standard_is_understood() -> None:
    given = signature_input(INPUT)
    assert given.header == INPUT and given.param("keyid") == "test-key-ed25519"
    assert given.param("created") == 1618884473 and given.param("nonce") is None
    key = load_pem_public_key(KEY)
    assert isinstance(key, Ed25519PublicKey)
    key.verify(signature_in(SIGNATURE, given.label), signature_base(given, VALUES))


def test_a_signature_is_written_as_the_standard_does() -> None:
    data = base64.b64decode(SIGNATURE.split(":", 1)[1].rstrip(":"))
    assert signature_header("sig-b26", data) == SIGNATURE


def test_the_digest_is_that_of_the_standard() -> None:
    # RFC 9530, Appendix B.1: the content {"hello": "world"} and a line feed
    expected = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    assert content_digest(b'{"hello": "world"}\n') == expected


@pytest.mark.parametrize(
    "header",
    [
        "", "sig", "sig=", 'sig=("@method"', 'sig=("@method");created=x', 'sig=("@method" "@method");created=1',
        'sig=("@method");created=1;created=2', 'sig=("@method");keyid="a\\"b"', 'sig=("@method"), b=("@path")',
        'SIG=("@method")', "x" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_signature_input_is_refused(header: str) -> None:
    with pytest.raises(ValueError):
        signature_input(header)


def test_what_a_signature_covers_has_to_be_there() -> None:
    with pytest.raises(ValueError):
        signature_base(signature_input(INPUT), {"@method": "POST"})
    for wrong in ("", "sig-b26=abc", SIGNATURE.replace("sig-b26", "other"), "sig-b26=:a:", "y" * 3000):
        with pytest.raises(ValueError):
            signature_in(wrong, "sig-b26")
