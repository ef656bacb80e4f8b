"""Checks of this machine and its settings: files, room, secrets, addresses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ketju.web.base.ids import new_id
from ketju.web.config.checks import INSTALL, fault

LITTLE_ROOM, NO_ROOM = 2_000_000_000, 200_000_000
LEAST_LETTERS = 12
"""So many different letters a secret has that was drawn at random; a word or a pattern has fewer."""
_LOCAL = ("localhost", "127.0.0.1", "::1", "testserver")


@register(INSTALL, deploy=True)
def check_storage(**options: Any) -> list[CheckMessage]:
    """Files can be written, read and removed."""
    try:
        name = default_storage.save(f"{new_id('check')}.txt", ContentFile(b"ketju"))
        with default_storage.open(name) as file:
            if file.read() != b"ketju":
                raise ValueError
        default_storage.delete(name)
    except Exception as error:
        told = _told(error)
        return [fault("E", 10, _slug_of(told), reason=_reason_of(told))]
    return []


def _told(error: Exception) -> Exception:
    """An error that says why: S3 answers the question whether a file is there with a bare 403."""
    if _reason_of(error) != "403":
        return error
    try:
        default_storage.listdir("check")
    except Exception as whole:
        return whole
    return error


_OF_STORAGE = {
    "storage-credentials": {
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "NoCredentialsError",
        "PartialCredentialsError",
    },
    "storage-rights": {"AccessDenied", "AllAccessDisabled", "403"},
    "storage-bucket": {"NoSuchBucket"},
    "storage-away": {"EndpointConnectionError", "ConnectTimeoutError", "ReadTimeoutError", "SSLError"},
}
"""What S3 calls it, and which words tell it."""


def _reason_of(error: Exception) -> str:
    """What S3 calls what went wrong, else the kind of the error; never its text."""
    answer = getattr(error, "response", None)
    code = answer.get("Error", {}).get("Code") if isinstance(answer, dict) else None
    return str(code or type(error).__name__)


def _slug_of(error: Exception) -> str:
    reason = _reason_of(error)
    return next((slug for slug, reasons in _OF_STORAGE.items() if reason in reasons), "storage")


@register(INSTALL, deploy=True)
def check_static(**options: Any) -> list[CheckMessage]:
    """Style sheets and scripts are where pages look for them."""
    folder = Path(str(settings.STATIC_ROOT))
    is_there = (folder / "staticfiles.json").is_file()
    return [] if is_there else [fault("E", 11, "static", folder=folder)]


@register(INSTALL, deploy=True)
def check_room(**options: Any) -> list[CheckMessage]:
    """Disks have room for what is to come."""
    found = []
    for folder in sorted(_folders()):
        free = shutil.disk_usage(folder).free
        if free < LITTLE_ROOM:
            kind, number = ("E", 12) if free < NO_ROOM else ("W", 13)
            found.append(fault(kind, number, "room", folder=folder, megabytes=free // 1_000_000))  # type: ignore[arg-type]
    return found


def _folders() -> set[Path]:
    """The folders that are there and are written to, one for each disk."""
    named = [Path(str(settings.STATIC_ROOT))]
    location = settings.STORAGES["default"].get("OPTIONS", {}).get("location")
    named += [Path(location)] if location else []
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and "memory" not in str(database["NAME"]):
        named.append(Path(str(database["NAME"])).absolute().parent)
    by_disk = {folder.stat().st_dev: folder for folder in named if folder.is_dir()}
    return set(by_disk.values())


@register(INSTALL, deploy=True)
def check_secrets(**options: Any) -> list[CheckMessage]:
    """Secrets look as if they were drawn at random."""
    found = []
    if len(set(settings.SECRET_KEY)) < LEAST_LETTERS:
        found.append(fault("W", 14, "secret", name="KETJU_SECRET_KEY"))
    if any(len(set(key)) < LEAST_LETTERS for key in settings.ENCRYPTION_KEYS):
        found.append(fault("W", 14, "secret", name="KETJU_ENCRYPTION_KEYS"))
    token = settings.METRICS_TOKEN
    if token and len(token) < 20:
        found.append(fault("W", 14, "secret", name="KETJU_METRICS_TOKEN"))
    return found


@register(INSTALL, deploy=True)
def check_addresses(**options: Any) -> list[CheckMessage]:
    """People reach it over https, by a proxy that is counted; a demo is for this machine alone."""
    address = urlsplit(settings.PUBLIC_URL)
    if (address.hostname or "") in _LOCAL:
        return []
    found = []
    if settings.IS_DEMO:
        found.append(fault("E", 15, "demo", address=settings.PUBLIC_URL))
    if address.scheme != "https":
        found.append(fault("W", 16, "https", address=settings.PUBLIC_URL))
    elif not settings.PROXIES:
        found.append(fault("W", 17, "proxies"))
    return found
