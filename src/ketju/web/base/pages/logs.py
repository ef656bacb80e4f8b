"""Log lines: time, level, logger, message, request; no personal data.

What an exception says is left out, since databases and libraries quote the values that they complain of: a line has the
kind of the exception and where it was raised. Addresses of mail are blotted out wherever they stand.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType

from ketju.web.base.pages.requests import CURRENT

_ADDRESS = re.compile(r"[^\s<>\"'=/?&:;,()\[\]]+(?:@|%40)[^\s<>\"'/?&;,()\[\]]+")
_QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")
EXTRA = ("event", "reason", "address", "who")
"""What a line of ketju.web.base.events has besides."""
Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def clean(text: str) -> str:
    """A text without addresses of mail and without what stands after the ? of an address of a page."""
    return _ADDRESS.sub("[address]", _QUERY.sub(r"\1?[…]", text))


def where_raised(raised: Raised) -> str:
    """The kinds of the exceptions, first cause first, and where each was raised; nothing of what they say."""
    kind, error, _ = raised
    told: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(told) < 5:
        frames = traceback.extract_tb(cause.__traceback__)
        places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        told.append("\n".join([f"{type(cause).__module__}.{type(cause).__qualname__}", *places]))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(reversed(told)) or kind.__name__


def message_of(record: logging.LogRecord) -> str:
    """The message, clean. Arguments that are exceptions are told by their kind alone."""
    if isinstance(record.args, tuple) and any(isinstance(one, BaseException) for one in record.args):
        args = tuple(type(one).__qualname__ if isinstance(one, BaseException) else one for one in record.args)
        return clean(str(record.msg) % args)
    return clean(record.getMessage())


class JsonLines(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            **{name: getattr(record, name, "") for name in EXTRA},
            "request": CURRENT.get() or getattr(getattr(record, "request", None), "request_id", ""),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = where_raised(record.exc_info)
        return json.dumps({key: value for key, value in line.items() if value}, ensure_ascii=False)


class TextLines(logging.Formatter):
    """Lines for people at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        parts = [at, record.levelname, record.name, CURRENT.get(), message_of(record)]
        line = " ".join(part for part in parts if part)
        if record.exc_info and record.exc_info[0] is not None:
            line = f"{line}\n{where_raised(record.exc_info)}"
        return line
