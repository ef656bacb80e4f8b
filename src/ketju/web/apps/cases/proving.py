"""What shows that notice reached a customer: which fact of which message, and who said so (Q-10).

``by`` of "accepted" is "server" for the 250 of the mail server that we hand mail to, "event" for an event of the mail
provider, "report" for a report by mail, "program" for a customer's program; of "displayed" and "acknowledged" "portal"
for a look in the portal, "program" for the company's own application. "" where that was not kept then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from ketju.core.notices.delivery import Fact, FactKind, delivery_of
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.text.render import Phrasebook
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.cases.standing import Raw
from ketju.web.apps.notices.models import Delivery

SHOWS = ("accepted", "displayed", "acknowledged", "posted")
"""Facts that show that a message arrived."""
_TOLD_APART = frozenset(
    {
        "accepted-server", "accepted-event", "accepted-report", "accepted-program", "displayed-portal",
        "displayed-program", "acknowledged-portal", "acknowledged-program",
    }
)  # fmt: skip
"""Facts with who says them, where both have words of their own."""


def said_by(one: Delivery, fact: str) -> str:
    """Who said that a message was taken, or where it was shown; "" where that was not kept or is nothing to say."""
    if fact == "accepted":
        return one.accepted_by
    return one.displayed_by if fact in ("displayed", "acknowledged") else ""


def fact_key(channel: str, fact: str) -> str:
    """The key of the words for a column with a fact: a program takes what a mail server does elsewhere, and what nobody
    looks at in an application was not seen.
    """
    if channel == "webhook" and fact == "accepted_at":
        return "web.channels.fact.taken"
    if channel == "in-app" and fact == "failed_at":
        return "web.changes.fact.unseen"
    return f"web.changes.fact.{fact.replace('_', '-')}"


def proof_of(known: Sequence[Raw], owed: Owed, rows: Iterable[Delivery], place: Touched) -> dict[str, Any]:
    """What shows that a customer was told, as plain data; {} where nothing does yet.

    ``fact`` is one of SHOWS, or "joined" for a customer that took the entry with its agreement. ``counts_from`` is from
    when notice counts, ``certain_at`` when that cannot change any longer.
    """
    if place.joined_at is not None:
        return {"fact": "joined", "message": "", "channel": "", "by": "", "at": place.joined_at.isoformat()}
    zone = ZoneInfo(place.change.processor.zone)
    facts = [
        Fact(cast(FactKind, kind), Instant(at, zone), name, is_main) for kind, at, name, is_main in known
    ]
    found = delivery_of(facts, owed)
    if found.shown_by is None or found.delivered is None or found.proven is None:
        return {}
    fact, by_name = found.shown_by, {one.public_id: one for one in rows}
    one = by_name.get(fact.message)
    return {
        "fact": fact.kind, "message": fact.message, "channel": one.channel if one else "",
        "by": said_by(one, fact.kind) if one else "", "at": fact.at.utc.isoformat(),
        "counts_from": found.delivered.utc.isoformat(), "certain_at": found.proven.utc.isoformat(),
    }  # fmt: skip


def proof_words(fact: str, by: str, phrases: Phrasebook) -> str:
    """What a fact shows and who says it, in words."""
    name = f"{fact}-{by}"
    name = name if name in _TOLD_APART else fact
    return phrases(f"web.channels.proof.{name}")


def words_of_proof(proof: Mapping[str, Any], phrases: Phrasebook) -> str:
    """What shows that a customer was told, in words; "" where nothing does."""
    return proof_words(proof["fact"], proof["by"], phrases) if proof else ""
