"""Where results go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ketju.cli.sources import file_reason
from ketju.core.problems import Problem

STDOUT_NAME = "<stdout>"


class OutputExists(Problem):
    """The file to write is there already. Params: file."""

    code = "output-exists"
    hint = "output-exists.hint"


class OutputFailed(Problem):
    """The file cannot be written. Params: file, reason."""

    code = "output-failed"
    hint = "output-failed.hint"


def check_free(file: str, *, force: bool) -> None:
    """Raise OutputExists when the file is there and may not be replaced: before any work is done for it."""
    if not force and Path(file).exists():
        raise OutputExists(file=file)


def write_whole(file: str | Path, text: str | bytes | Iterable[str], *, force: bool = True) -> None:
    """Write a file in one step: whoever looks sees the old file or the new one, never half of it.

    A text may come in pieces.

    Raises OutputExists and OutputFailed; then nothing has changed.
    """
    check_free(str(file), force=force)
    import tempfile  # slow to load, and most commands write no file

    target = Path(os.path.realpath(file))
    pieces = (text,) if isinstance(text, str | bytes) else text
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise OutputFailed(file=file, reason=file_reason(error)) from error
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.writelines(piece if isinstance(piece, bytes) else _utf8(piece) for piece in pieces)
        Path(name).chmod(_mode_for(target))
        Path(name).replace(target)
    except OSError as error:
        raise OutputFailed(file=file, reason=file_reason(error)) from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _mode_for(target: Path) -> int:
    """The mode of the file that is replaced, else what a new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def print_bytes(data: bytes) -> None:
    """Bytes on standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def print_pieces(pieces: Iterable[str]) -> None:
    """Text for people in pieces, in the encoding of the terminal."""
    sys.stdout.writelines(pieces)


def print_utf8(text: str | Iterable[str]) -> None:
    """Text for programs, whole or in pieces: UTF-8 whatever the locale; half of a surrogate pair becomes its escape."""
    for piece in (text,) if isinstance(text, str) else text:
        print_bytes(_utf8(piece))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
