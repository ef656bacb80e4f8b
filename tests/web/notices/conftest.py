from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.jobs.conftest import address, own_database
from tests.web.operate.mailserver import MailServer

__all__ = ["address", "own_database"]


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A mail server that takes what leaves."""
    server = MailServer()
    with server.running():
        settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.MAIL_LEAVES = True
        settings.DEFAULT_FROM_EMAIL = "Ketju <notices@kite.example>"
        yield server
