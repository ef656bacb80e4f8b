"""Settings of senders in processes of their own: mail goes to a sink of the test."""

from __future__ import annotations

import os

from tests.web.settings import *  # noqa: F403

MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL_LEAVES = True
MAIL_PER_DOMAIN = 1_000_000
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", int(os.environ["KETJU_TEST_SINK"]), 5
DEFAULT_FROM_EMAIL = "Ketju <notices@kite.example>"
