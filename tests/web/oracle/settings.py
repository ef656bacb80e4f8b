"""Settings of processes of a world that is judged: mail goes to a sink and comes in by LMTP, the clock is moved."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils import timezone

from tests.web.oracle.clock import Clock
from tests.web.settings import *  # noqa: F403

timezone.now = Clock(Path(os.environ["KETJU_ORACLE_CLOCK"])).now
MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL_LEAVES = True
MAIL_PER_DOMAIN = 1_000_000
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", int(os.environ["KETJU_ORACLE_SINK"]), 10
DEFAULT_FROM_EMAIL = "Ketju <answers@kite.example>"
INBOX_ADDRESS, INBOX_OWNER = "answers@kite.example", "kite"
INBOX = {
    "kind": "lmtp", "host": "127.0.0.1", "port": int(os.environ["KETJU_ORACLE_LMTP"]), "user": "", "password": "",
    "box": "INBOX",
}  # fmt: skip
NOTICE_BEFORE_PUBLISHING = True
