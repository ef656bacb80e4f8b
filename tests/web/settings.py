"""Settings for tests: the product's own, with a database that tests may fill, and quick passwords."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.gettempdir()) / f"ketju-tests-{os.getuid()}"
(_FOLDER / "static").mkdir(parents=True, exist_ok=True)
os.environ.update(
    {
        "KETJU_SECRET_KEY": "only-for-tests-" + "x" * 40,
        "KETJU_ENCRYPTION_KEYS": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=",
        "KETJU_STORAGE_URL": f"file://{_FOLDER / 'files'}",
        "KETJU_LEDGER_URL": f"file://{_FOLDER / 'ledger'}",
        "KETJU_STATIC_DIR": str(_FOLDER / "static"),
        "KETJU_URL": "http://testserver",
        "DATABASE_URL": os.environ.get("KETJU_TEST_DATABASE_URL", "sqlite:///"),
        "KETJU_MAIL_URL": "outbox:",
        "KETJU_LOG_LEVEL": "ERROR",
        "KETJU_PAGES_PER_MINUTE": "0",
        "KETJU_CALLS_PER_MINUTE": "0",
    }
)

from ketju.web.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NOTICE_BEFORE_PUBLISHING = False  # tests of cases ask for it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
