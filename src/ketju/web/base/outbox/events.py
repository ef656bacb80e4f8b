"""What mail providers tell of mail of ours by requests to us, and the marks by which they name it. Pure.

A provider may give a message an id of its own. So our mail carries its id once more, in a header that the provider
takes out and sends back with each event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ketju.web.base.outbox.health import Fact

MARK = "ketju"
"""The name under which our id goes with a message, with every provider."""
AHEAD = timedelta(minutes=5)
"""So far a provider's clock may be ahead of ours."""
_OURS = re.compile(r"(?:msg|dlv)_[0-9a-hjkmnp-tv-z]{26}")
_STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")


class Malformed(ValueError):
    """A request that does not have the form that the provider documents."""


class NotGenuine(Exception):
    """A request that the provider did not sign, or signed too long ago. Its text is a word for the log."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request of a provider: its headers, with names in small letters, and its body as it came."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a message: its public id, the fact, when, and a code such as 5.1.1, "" for none."""

    message: str
    fact: Fact
    at: datetime | None
    report: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: its short name, which is in the address that it calls, and how it speaks.

    ``verify`` takes a request, our secret and the time, and raises NotGenuine or Malformed. ``read`` gives the events,
    those that we do not note left out, and raises Malformed. ``marks`` gives headers by name for a public id.
    ``hosts`` are the ends of the names of its mail servers. ``after`` is done with what is genuine and noted.
    Without an answer of the provider, where one is needed, ``verify`` and ``after`` raise OSError.
    """

    name: str
    hosts: tuple[str, ...]
    verify: Callable[[Call, str, datetime], None]
    read: Callable[[Call], list[Event]]
    marks: Callable[[str], dict[str, str]]
    asks_password: bool = False
    after: Callable[[Call], None] | None = None


def object_in(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is. Raises Malformed."""
    found = json_in(body)
    if not isinstance(found, dict):
        raise Malformed
    return found


def json_in(body: bytes) -> Any:
    """What a body says as JSON. Raises Malformed."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed from None


def part(of: object, *names: str) -> Any:
    """What stands under names, one within the other; None where there is nothing."""
    for name in names:
        of = of.get(name) if isinstance(of, dict) else None
    return of


def ours(*candidates: object) -> str:
    """The public id of a message of ours: the first candidate that is one, alone or before the @ of a Message-ID."""
    for one in candidates:
        name = one.strip("<> ").partition("@")[0] if isinstance(one, str) else ""
        if _OURS.fullmatch(name):
            return name
    return ""


def code_of(*candidates: object) -> str:
    """The first code of a failure, such as 5.1.1 (RFC 3463), in what a provider passes on; "" for none."""
    found = (_STATUS.search(one[:2000]) for one in candidates if isinstance(one, str))
    return next((one[1] for one in found if one), "")


def time_of(given: object) -> datetime | None:
    """A time in seconds since 1970, or as RFC 3339 writes it; None for anything else."""
    try:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return datetime.fromtimestamp(given, UTC)
        if isinstance(given, str):
            found = datetime.fromisoformat(given[:40])
            return found if found.tzinfo else None
    except (ValueError, OverflowError, OSError):
        pass
    return None


def check_age(signed_at: object, now: datetime, longest: timedelta) -> None:
    """Refuse what was signed too long ago, or in the future. Raises NotGenuine."""
    try:
        when = datetime.fromtimestamp(int(str(signed_at)), UTC)
    except (ValueError, OverflowError, OSError):
        raise NotGenuine("time") from None
    if not now - longest <= when <= now + AHEAD:
        raise NotGenuine("time")
