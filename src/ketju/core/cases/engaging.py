"""The gates of an engagement: what has to be known of a company before anybody's data go to it.

Source: G-1, G-14; D-132, D-137 to D-139, D-186, D-187, D-193; GDPR Chapter V; X-4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo

from ketju.core.cases.gates import Gate, GateKind
from ketju.core.model.register import AccessLevel
from ketju.core.periods.instants import Instant, day_start


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that shows something: the day from which it counts and the last day, None for no end."""

    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class TransferCase:
    """Data at a place in a third country. ``is_covered``: by a decision on adequacy, which needs neither tool nor
    assessment; ``covered_to`` is its last day, None where it has none. ``tool`` is the evidence of a tool of Art. 46,
    ``assessment`` of the impact assessment for it.
    """

    country: str
    is_covered: bool = False
    tool: Evidence | None = None
    assessment: Evidence | None = None
    covered_to: date | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """What is known of a company that is to be engaged.

    ``unmapped`` are clauses of the agreement that its contract does not pass on. ``is_invoicing`` is the one exception
    under which a company may reach content (D-139); ``may_reach`` says that the agreement gives this company access.
    ``approved`` is when a second person approved, with ``is_own_approval`` for an office of one.
    """

    diligence: Evidence | None = None
    contract: Evidence | None = None
    unmapped: tuple[str, ...] = ()
    access: AccessLevel = "unknown"
    is_invoicing: bool = False
    may_reach: bool = False
    transfers: tuple[TransferCase, ...] = ()
    has_contact: bool = False
    has_address: bool = False
    recorded: Instant | None = field(default=None)
    approved: Instant | None = None
    is_own_approval: bool = False


def evidence_on(held: Iterable[Evidence], on: date) -> Evidence | None:
    """The evidence that counts on a day: what holds and lasts longest, else what will hold first, else what held last;
    with what follows it without a gap. None where there is none.
    """
    some = sorted(held, key=lambda one: (one.first, one.last or date.max))
    holding = [one for one in some if one.first <= on <= (one.last or date.max)]
    later = [one for one in some if one.first > on]
    if holding:
        chosen = max(holding, key=lambda one: (one.last or date.max, -one.first.toordinal()))
    elif later:
        chosen = later[0]
    else:
        return max(some, key=lambda one: one.last or date.max, default=None)
    for one in some:
        if chosen.last is not None and one.first.toordinal() <= chosen.last.toordinal() + 1:
            chosen = Evidence(chosen.first, max(chosen.last, one.last) if one.last else None)
    return chosen


def engagement_gates(known: Engagement, zone: tzinfo) -> tuple[Gate, ...]:
    """The gates that are the same for all customers, in the order in which they are worked on."""
    return tuple(_gates(known, zone))


def _gates(known: Engagement, zone: tzinfo) -> Iterator[Gate]:
    always = known.recorded or Instant(day_start(date(2018, 5, 25), zone), zone)
    yield _by_evidence("due-diligence", known.diligence, zone)
    contract = _by_evidence("contract", known.contract, zone)
    if known.contract is not None and known.unmapped:
        contract = Gate("contract", None, "clauses", (("clauses", ", ".join(known.unmapped)),))
    yield contract
    yield _access(known, always)
    for one in known.transfers:
        yield from _transfer(one, zone, always)
    there = {"contact": known.has_contact, "address": known.has_address}
    missing = [name for name, is_there in there.items() if not is_there]
    waits, which = ("missing", (("fields", ", ".join(missing)),)) if missing else ("", ())
    yield Gate("contact", None if missing else always, waits, which)
    if known.approved is None:
        yield Gate("approval", None, "approval")
    else:
        yield Gate("approval", known.approved, params=(("own", "yes"),) if known.is_own_approval else ())


def _by_evidence(kind: GateKind, evidence: Evidence | None, zone: tzinfo) -> Gate:
    if evidence is None:
        return Gate(kind, None, "evidence")
    return Gate(kind, Instant(day_start(evidence.first, zone), zone), ends=_after(evidence.last, zone))


def _after(last: date | None, zone: tzinfo) -> Instant | None:
    """The end of a last day; None where there is none, or it lies at the end of time."""
    if last is None or last.year == date.max.year:
        return None
    return Instant(day_start(last + timedelta(days=1), zone), zone)


def _access(known: Engagement, always: Instant) -> Gate:
    """Whether the company's access is such as the agreement allows: no content but for invoicing (X-4)."""
    if known.access == "unknown":
        return Gate("access", None, "level")
    if known.access == "content" and not (known.is_invoicing or known.may_reach):
        return Gate("access", None, "content")
    return Gate("access", always, params=(("level", known.access),))


def _transfer(one: TransferCase, zone: tzinfo, always: Instant) -> Iterator[Gate]:
    where = (("country", one.country),)
    if one.is_covered:
        yield Gate("transfer", always, params=where, ends=_after(_covered_to(one), zone))
        return
    for gate in (
        _by_evidence("transfer", one.tool, zone),
        _by_evidence("impact-assessment", one.assessment, zone),
    ):
        yield Gate(gate.kind, gate.opens, gate.waits, where, gate.ends)


def _covered_to(one: TransferCase) -> date | None:
    """The last day on which a place is covered: that of the decision, or of a tool with its assessment where both go on
    from there (Art. 45(7), 46; G-63).
    """
    if one.covered_to is None or one.tool is None or one.assessment is None:
        return one.covered_to
    to = one.covered_to
    follows = all(each.first.toordinal() <= to.toordinal() + 1 for each in (one.tool, one.assessment))
    last = min(each.last or date.max for each in (one.tool, one.assessment))
    return max(last, to) if follows else to
