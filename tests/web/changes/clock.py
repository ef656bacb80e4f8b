"""A clock that stands still where a test puts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def freeze_time(at: datetime) -> Iterator[None]:
    """It is ``at``, for whoever asks Django."""
    with patch.object(timezone, "now", lambda: at):
        yield
