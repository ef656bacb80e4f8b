"""A clock that is moved by a file, for processes that work together on another day than today's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """The real clock, and how far it was moved: the file holds seconds."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._held = (-1, timedelta())

    def now(self) -> datetime:
        """The instant that it is by this clock."""
        known, offset = self._held  # both at once: several threads ask
        changed = self.file.stat().st_mtime_ns if self.file.exists() else 0
        if changed != known:
            offset = timedelta(seconds=float(self.file.read_text() or 0)) if changed else timedelta()
            self._held = (changed, offset)
        return datetime.now(UTC) + offset

    def move_to(self, at: datetime) -> None:
        """It is this instant now, for whoever looks at the file."""
        written = self.file.with_suffix(".new")
        written.write_text(str((at - datetime.now(UTC)).total_seconds()))
        written.replace(self.file)
