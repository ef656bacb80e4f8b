"""When notice counts as given to a customer, by what is known of its messages at an instant.

The first main user who is reached is enough (D-196, Q-10). Mail counts when the other side took it and is proven when it
can no longer come back; what was shown or acknowledged is proven at once; a letter counts some days after it was posted.
Where terms run from sending, it is the sending of what was received: mail that came back tells nobody anything.
A notice that corrects another is the one that counts, unless terms say that periods go on as they were; one that
withdraws the change announces nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counting import first_use, passed, window_end
from world import Row, Terms, when


@dataclass(frozen=True)
class Given:
    """From when notice counts as sent and as received, and from when that is sure."""

    sent: datetime
    received: datetime
    sure: datetime


def _known(row: Row, name: str, at: datetime) -> datetime | None:
    found = when(row[name])
    return found if found is not None and found <= at else None


def given_of(rows: list[Row], terms: Terms, at: datetime) -> Given | None:
    """When notice was given, as far as is known at an instant; None where it is not."""
    proofs: list[Given] = []
    for row in rows:
        facts = {name: _known(row, f"{name}_at", at) for name in (
            "sent", "accepted", "bounced", "failed", "displayed", "acknowledged", "posted", "returned")}  # fmt: skip
        shown = [one for one in (facts["displayed"], facts["acknowledged"]) if one]
        came_back = facts["bounced"] or facts["returned"] or facts["failed"]
        if row["is_main_user"] != "true" or (came_back and not shown):
            continue
        sent = facts["sent"] or facts["posted"]
        proofs += [Given(sent or one, one, one) for one in shown]
        if (taken := facts["accepted"]) and sent:
            proofs.append(Given(sent, taken, passed(taken, terms.bounce, terms.rules)))
        if posted := facts["posted"]:
            received = passed(posted, terms.letter, terms.rules)
            proofs.append(Given(posted, received, received))
    if not proofs:
        return None
    first = min(one.received for one in proofs)
    return Given(
        min(one.sent for one in proofs), first, min(one.sure for one in proofs if one.received == first)
    )


def earliest_of(given: Given | None, terms: Terms) -> datetime | None:
    """From when a change may take effect by notice and window alone; the later of both holds (W-3, X-8)."""
    if given is None:
        return None
    ends, runs_from_receipt = [], "delivery" in (terms.notice_from, terms.window_from)
    if terms.notice:
        ends.append(
            first_use(
                given.sent if terms.notice_from == "sending" else given.received, terms.notice, terms.rules
            )
        )
    if terms.window:
        ends.append(
            window_end(
                given.sent if terms.window_from == "sending" else given.received, terms.window, terms.rules
            )
        )
    if not ends:
        return None
    return max([*ends, *([given.sure] if runs_from_receipt else [])])


def window_of(given: Given | None, terms: Terms) -> datetime | None:
    """When the window to object ends; None where none is agreed or it does not run."""
    if given is None or terms.window is None:
        return None
    start = given.sent if terms.window_from == "sending" else given.received
    return window_end(start, terms.window, terms.rules)
