"""The secrets by which events of mail providers are believed, one variable for each provider."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ketju.web.config.declaring import Variable, VariableWrong

_TOPIC: Final = re.compile(r"arn:aws(?:-[a-z-]+)?:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}")


def signing_key(given: str) -> str:
    """A key that signs, of at least 16 characters, or nothing. Raises VariableWrong."""
    if given.strip() and len(given.strip()) < 16:
        raise VariableWrong("expected at least 16 characters")
    return given.strip()


def user_and_password(given: str) -> str:
    """``user:password`` with a password of at least 24 characters, or nothing. Raises VariableWrong."""
    user, _, password = given.strip().partition(":")
    if given.strip() and (not user or len(password) < 24):
        raise VariableWrong("expected USER:PASSWORD with a password of at least 24 characters")
    return given.strip()


def verification_key(given: str) -> str:
    """A public key of the curve P-256, DER in base64, or nothing. Raises VariableWrong."""
    if not given.strip():
        return ""
    try:
        found = load_der_public_key(base64.b64decode(given.strip(), validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, EllipticCurvePublicKey) or not isinstance(found.curve, SECP256R1):
        raise VariableWrong("expected the verification key that SendGrid shows, in base64")
    return given.strip()


def topic(given: str) -> str:
    """The name of a topic of Amazon SNS, or nothing. Raises VariableWrong."""
    if given.strip() and not _TOPIC.fullmatch(given.strip()):
        raise VariableWrong("expected arn:aws:sns:REGION:ACCOUNT:TOPIC")
    return given.strip()


def certificate(given: str) -> str:
    """The PEM of a certificate that a file holds, or nothing. Raises VariableWrong."""
    if not given.strip():
        return ""
    try:
        data = Path(given.strip()).read_bytes()
        x509.load_pem_x509_certificate(data)
    except (OSError, ValueError):
        raise VariableWrong("expected the path of a certificate as PEM") from None
    return data.decode("ascii", "ignore")


SECRETS: Final = {
    "mailgun": Variable(
        "KETJU_EVENTS_MAILGUN",
        signing_key,
        "",
        "the webhook signing key of Mailgun; none: its events are not taken",
        True,
    ),
    "postmark": Variable(
        "KETJU_EVENTS_POSTMARK",
        user_and_password,
        "",
        "USER:PASSWORD that Postmark sends with its events; none: they are not taken",
        True,
    ),
    "sendgrid": Variable(
        "KETJU_EVENTS_SENDGRID",
        verification_key,
        "",
        "the verification key of SendGrid's signed events; none: they are not taken",
    ),
    "ses": Variable(
        "KETJU_EVENTS_SES",
        topic,
        "",
        "the ARN of the topic by which Amazon SES tells its events; none: they are not taken",
    ),
}
"""What is agreed with each provider, by its short name."""
EVENTS: Final = (
    *SECRETS.values(),
    Variable(
        "KETJU_EVENTS_SES_CERTIFICATE",
        certificate,
        "",
        "a file with the certificate that Amazon SNS signs with; none: it is fetched from Amazon",
    ),
)
