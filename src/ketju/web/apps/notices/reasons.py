"""Why a message goes to whom it goes, kept with the message as it was known when it was written.

``kind`` is "terms" or "usual" for people, with the sorts of people that made them recipients (the values of
``notice.recipients``), and "letter" where the terms ask for one, "nobody" where nobody could be told with whom it
counts, "program" for the customer's program, "looked" for somebody who looked without being told, "after" where
another channel failed. It is one short text, so that it costs nothing beside a million messages:
``terms:privacy-contact:con_…:2026-12-04``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

KINDS: Final = ("terms", "usual", "letter", "nobody", "program", "looked", "after")


class Reason(NamedTuple):
    """``stands_in_for`` is the public id of the contact for whom the recipient stands in, up to and with ``until``;
    ``what`` the sorts of people, or for "after" the channel that failed.
    """

    kind: str
    what: tuple[str, ...] = ()
    stands_in_for: str = ""
    until: date | None = None


def reason_text(
    kind: str, what: Iterable[str] = (), stands_in_for: str = "", until: date | None = None
) -> str:
    """A reason as it is kept."""
    parts = (kind, ",".join(what), stands_in_for, until.isoformat() if until else "")
    return ":".join(parts).rstrip(":")


def reason_in(text: str) -> Reason | None:
    """A reason that was kept; None where none is known, as with messages from before reasons were kept."""
    kind, what, whom, until = (text.split(":") + [""] * 3)[:4]
    if kind not in KINDS:
        return None
    return Reason(
        kind, tuple(filter(None, what.split(","))), whom, date.fromisoformat(until) if until else None
    )
