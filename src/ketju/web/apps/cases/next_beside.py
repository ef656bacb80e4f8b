"""What happens next with one objection, and with one company, from what is known of them; nothing is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from ketju.core.cases.objections import UNSETTLED
from ketju.core.cases.rechecks import Covered
from ketju.web.apps.cases.models import (
    EndProof,
    Engagement,
    Evidence,
    Objection,
    ObjectionStep,
    Recheck,
    SupplierNotice,
)
from ketju.web.apps.cases.next_steps import NextStep

SOON = timedelta(days=60)
"""Evidence that ends within so many days is work."""


def next_for_objection(one: Objection, talk: Sequence[ObjectionStep]) -> tuple[NextStep, ...]:
    """What happens next with an objection; () where its change is over. ``talk`` are its steps, the first first."""
    if one.change.withdrawn_at or one.change.closed_at:
        return ()
    if one.state not in UNSETTLED:
        return (_after(one),)
    found = []
    if one.state == "to-confirm":
        found.append(NextStep("web.running.objection.confirm", "customer"))
    elif talk and talk[-1].side == "staff":
        key = "offered" if talk[-1].kind == "offer" else "asked"
        found.append(NextStep(f"web.running.objection.{key}", "customer"))
    else:
        found.append(NextStep("web.running.objection.answer", "case-handler"))
    if one.is_late:
        found.append(NextStep("web.running.objection.late", "privacy-officer"))
    else:
        found.append(NextStep("web.running.objection.end", "case-handler"))
    return tuple(found)


def _after(one: Objection) -> NextStep:
    """What follows from an objection that is over."""
    if one.state == "exit":
        return NextStep("web.running.objection.exit", "case-handler", "case-customer")
    if one.state == "upheld":
        key = "web.running.objection.upheld-some" if one.services else "web.running.objection.upheld"
        return NextStep(key, "nobody", "case-customer")
    return NextStep("web.running.objection.goes-on", "time", "case-customer")


def next_for_company(
    one: Engagement, on: date, *, evidence: Iterable[Evidence], rechecks: Sequence[Recheck],
    notices: Sequence[SupplierNotice], covers: Mapping[str, Covered], unmapped: Collection[str], proof: EndProof | None,
) -> tuple[NextStep, ...]:  # fmt: skip
    """What happens next with a company on a day; what it leads to on its page is named by ``notice`` where there is
    more than one of it.

    ``unmapped`` are clauses that its contract does not pass on yet; ``proof`` is what it owes at the end.
    """
    if one.ended_on is not None:
        return _at_the_end(proof, on)
    newest = _newest(evidence)
    found = [*_looked_at(rechecks), *_told(notices)]
    if not one.is_opening:
        missing = [kind for kind in ("due-diligence", "contract") if (kind, "") not in newest]
        found += [NextStep(f"web.changes.open.{kind}", "privacy-officer", "evidence") for kind in missing]
    open_ = {each.country for each in rechecks if each.closed_at is None}
    if any(cover.is_missing and code not in open_ for code, cover in covers.items()):
        found.append(NextStep("web.changes.open.transfer", "privacy-officer", "evidence"))
    found += _ending(newest.values(), on)
    if one.access == "unknown":
        found.append(NextStep("web.changes.open.access", "privacy-officer", "contract"))
    if unmapped:
        params: dict[str, object] = {"count": len(unmapped)}
        found.append(NextStep("web.running.company.clauses", "privacy-officer", "contract", params=params))
    if one.told_days is None:
        found.append(NextStep("web.running.company.told-days", "privacy-officer", "contract"))
    return tuple(found) or (_quiet(newest.values(), on),)


def _at_the_end(proof: EndProof | None, on: date) -> tuple[NextStep, ...]:
    if proof is None or proof.accepted_at is not None:
        return ()
    if proof.asked_at is None:
        return (NextStep("web.running.company.ask", "case-handler", "proof"),)
    if proof.due_on < on:
        return (NextStep("web.running.company.remind", "case-handler", "proof"),)
    return (NextStep("web.running.company.proof", "company", "proof", params={"day": proof.due_on}),)


def _newest(evidence: Iterable[Evidence]) -> dict[tuple[str, str], Evidence]:
    """Of each kind and place the document that holds longest."""
    found: dict[tuple[str, str], Evidence] = {}
    for one in evidence:
        held = found.get((one.kind, one.country))
        if held is None or (one.last or date.max) > (held.last or date.max):
            found[one.kind, one.country] = one
    return found


def _looked_at(rechecks: Iterable[Recheck]) -> list[NextStep]:
    return [
        NextStep(
            "web.running.company.recheck",
            "privacy-officer",
            "recheck",
            one.public_id,
            {"country": one.country},
        )
        for one in rechecks
        if one.closed_at is None
    ]


def _told(notices: Sequence[SupplierNotice]) -> list[NextStep]:
    """Notices of the supplier that nobody has answered: one opens a change, or says that nothing follows."""
    followed = {one.hint_id for one in notices}
    waiting = [
        one for one in notices if one.change_id is None and one.settled_at is None and one.pk not in followed
    ]
    return [
        NextStep(f"web.running.company.{one.kind}", "case-handler", "supplier-notice", one.public_id)
        for one in waiting
    ]


def _ending(evidence: Iterable[Evidence], on: date) -> list[NextStep]:
    some = [one for one in evidence if one.last is not None and one.last <= on + SOON]
    return [
        NextStep(
            f"web.running.company.{'over' if one.last < on else 'renew'}", "privacy-officer", "evidence",
            params={"kind": one.kind, "country": one.country, "day": one.last},
        )
        for one in some
        if one.last is not None
    ]  # fmt: skip


def _quiet(evidence: Iterable[Evidence], on: date) -> NextStep:
    """What comes by itself where nothing is to be done."""
    last = min((one.last for one in evidence if one.last is not None and one.last >= on), default=None)
    if last is None:
        return NextStep("web.running.company.nothing", "time")
    return NextStep("web.running.company.next", "time", params={"day": last})
