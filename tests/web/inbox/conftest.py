from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.keys import forget_keys

BOX = {"kind": "lmtp", "host": "127.0.0.1", "port": 0, "user": "", "password": "", "box": "INBOX"}


@pytest.fixture(autouse=True)
def inbox(tmp_path: Path) -> Iterator[None]:
    """An inbox, its own storage, and a sender at home."""
    forget_keys()
    storages: dict[str, Any] = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        INBOX=BOX, INBOX_ADDRESS="answers@example.com", INBOX_OWNER="", STORAGES=storages,
        DEFAULT_FROM_EMAIL="Kite <answers@example.com>",
    ):  # fmt: skip
        yield
    forget_keys()


@pytest.fixture
def kite() -> Processor:
    return Processor.objects.create(slug="kite", name="Kite Hosting Oy")
