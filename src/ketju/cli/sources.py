"""Files that a command is given, and the day it is."""

from __future__ import annotations

import errno
import sys
from datetime import date, datetime
from pathlib import Path

from ketju.core.problems import FileUnreadable, SourceTooLarge
from ketju.formats.format import Source
from ketju.formats.reading import MAX_BYTES

STDIN = "-"
STDIN_NAME = "<stdin>"
ADDRESSES = ("http://", "https://")
"""What is no file but a page on the web: Ketju opens no connections."""


def source_from(file: str, name: str = "") -> Source:
    """The bytes of a file, or of standard input for "-". Raises FileUnreadable and SourceTooLarge.

    Never more is read than the readers take, whatever the file is.
    """
    shown = name or (STDIN_NAME if file == STDIN else file)
    if file == STDIN and sys.stdin is None:
        raise FileUnreadable(file=STDIN_NAME, reason="closed")
    if file.startswith(ADDRESSES):
        raise FileUnreadable(file=file, reason="address")
    try:
        if file == STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileUnreadable(file=file, reason=file_reason(error)) from error
    if len(data) > MAX_BYTES:
        raise SourceTooLarge(file=shown, size=_size(file, len(data)), limit=MAX_BYTES)
    return Source(data, shown)


_REASONS = {
    errno.ENOSPC: "no-room",
    errno.EDQUOT: "no-room",
    errno.EFBIG: "no-room",
    errno.EROFS: "not-allowed",
    errno.ENAMETOOLONG: "bad-name",
}


def today() -> date:
    """The day it is, where the user is."""
    return datetime.now().astimezone().date()


def _size(file: str, read: int) -> int:
    return max(read, Path(file).stat().st_size) if file != STDIN else read


def file_reason(error: OSError | ValueError) -> str:
    """Why a file cannot be opened or written, as the name of a reason."""
    for kind, reason in (
        (FileNotFoundError, "not-there"),
        (IsADirectoryError, "folder"),
        (NotADirectoryError, "not-there"),
        (PermissionError, "not-allowed"),
    ):
        if isinstance(error, kind):
            return reason
    if not isinstance(error, OSError):
        return "bad-name"
    return _REASONS.get(error.errno or 0) or error.strerror or "unknown"
