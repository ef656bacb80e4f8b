"""The gates of a case as the core computes them: what is known of each company, of each customer, what was waived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ketju.core.cases.engaging import Engagement as Known
from ketju.core.cases.engaging import Evidence as Shown
from ketju.core.cases.engaging import TransferCase, engagement_gates, evidence_on
from ketju.core.cases.gates import WAIVABLE, Gate, Waiver, waived
from ketju.core.model.register import Entry
from ketju.core.periods.instants import Instant
from ketju.web.apps.agreements.layers import agreed_in
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.cases.covering import covered_to
from ketju.web.apps.cases.matter import Matter, matter_of
from ketju.web.apps.cases.models import CaseChange, Engagement, Evidence, GateWaiver, Touched
from ketju.web.apps.cases.owed_json import FLOW_DOWN
from ketju.web.apps.registers.safeguards import safeguard_at
from ketju.web.apps.registers.touching import codes_of
from ketju.web.base.access.zones import day_of

COVERED = frozenset({"decision", "stated-decision"})
"""What covers a place by a decision on adequacy."""
FREE = frozenset({"inside", "none-needed"})
_ALL = ""


def passed_on_by(versions: Iterable[AgreementVersion], on: date) -> tuple[str, ...]:
    """The parameters that versions of agreements set, and that the contract of a sub-processor has to pass on."""
    known = {one.pk: one for one in versions}.values()
    agreed = (name for one in known for name in agreed_in(one.terms, one.slug, on))
    return tuple(dict.fromkeys(name for name in agreed if name.startswith(FLOW_DOWN)))


def flow_down(change: CaseChange, on: date) -> tuple[str, ...]:
    """The parameters that agreements of a case's customers set, or deviations, and that a contract has to pass on."""
    names = ("agreement", "agreement__slug", "agreement__terms", "owed__passes_on")
    rows = list(change.groups.order_by("agreement").values_list(*names).distinct())
    versions = [AgreementVersion(pk=one, slug=slug, terms=terms) for one, slug, terms, _ in rows if one]
    found = dict.fromkeys(passed_on_by(versions, on))
    return tuple(found | dict.fromkeys(sorted({name for *_, passed in rows for name in passed or ()})))


@dataclass
class Gating:
    """The gates of a case on a day. Everything is read once."""

    change: CaseChange
    at: datetime

    @cached_property
    def matter(self) -> Matter:
        """What the case is about."""
        return matter_of(self.change)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of the processor."""
        return ZoneInfo(self.change.processor.zone)

    @cached_property
    def on(self) -> date:
        """The day by which places are judged: that of the use that is planned, or of now where that is later."""
        return day_of(max(self.change.planned_at, self.at), self.change.processor.zone)

    def instant(self, at: datetime) -> Instant:
        """An instant where the processor is."""
        return Instant(at, self.zone)

    @cached_property
    def waivers(self) -> dict[tuple[str, str], list[Waiver]]:
        """Waivers by customer ("" for everybody) and gate, the first first."""
        found = defaultdict(list)
        for one in self._waivers_that_count:
            waiver = Waiver(str(one.reason), one.basis, one.by.public_id, self.instant(one.at))
            found[one.customer, one.gate].append(waiver)
        return dict(found)

    @cached_property
    def waivers_given(self) -> tuple[GateWaiver, ...]:
        """What was opened in an emergency, the first first."""
        return tuple(
            GateWaiver.objects.filter(change=self.change.public_id).select_related("by").order_by("id")
        )

    @cached_property
    def _waivers_that_count(self) -> tuple[GateWaiver, ...]:
        """Those without any for one customer that was found to use more afterwards."""
        names = {one.customer for one in self.waivers_given if one.customer}
        if not names:
            return self.waivers_given
        wider = Touched.objects.filter(
            change=self.change, customer__public_id__in=names, widened_at__isnull=False
        )
        since = {name: at for name, at in wider.values_list("customer__public_id", "widened_at") if at}
        return tuple(one for one in self.waivers_given if one.at >= since.get(one.customer, one.at))

    @cached_property
    def by_entry(self) -> dict[str, tuple[Gate, ...]]:
        """The gates of each company that the case is about; those that begin to have data are looked at whole."""
        found = {}
        for id in self.matter.entries:
            entry = self.matter.entry(id)
            if entry is not None and entry.role == "processor":
                found[id] = tuple(self._of_entry(entry))
        return found

    def of_entries(self, entries: Iterable[str]) -> tuple[Gate, ...]:
        """The gates of some companies."""
        return tuple(gate for one in entries for gate in self.by_entry.get(one, ()))

    def opened(self, gates: Iterable[Gate], customer: str = _ALL) -> tuple[Gate, ...]:
        """Gates as waivers for everybody and for one customer open them."""
        return tuple(self._opened(one, customer) for one in gates)

    def _opened(self, gate: Gate, customer: str) -> Gate:
        """The gate as the first waiver opens it that was given while it was shut."""
        if gate.kind not in WAIVABLE:
            return gate
        for whom in dict.fromkeys((customer, _ALL)):
            for waiver in self.waivers.get((whom, gate.kind), ()):
                if (found := waived(gate, waiver)).waiver is not None:
                    return found
        return gate

    def _of_entry(self, entry: Entry) -> Iterable[Gate]:
        engagement = self.engagements.get(entry.id)
        is_known = engagement is not None and engagement.is_opening and entry.id not in self.matter.coming
        for gate in self.opened(engagement_gates(self._known(entry, engagement), self.zone)):
            if not (is_known and gate.kind in ("due-diligence", "contract")):
                yield replace(gate, params=(*gate.params, ("entry", entry.id)))

    @cached_property
    def engagements(self) -> dict[str, Engagement]:
        """The engagements of the companies, by the id of the entry."""
        rows = Engagement.objects.filter(register=self.change.register_id, entry__in=self.matter.entries)
        return {one.entry: one for one in rows}

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """What was recorded of them and holds, by the numbers of engagements, the oldest first."""
        found = defaultdict(list)
        numbers = [one.pk for one in self.engagements.values()]
        for one in Evidence.objects.filter(engagement__in=numbers, ended_at=None).order_by("first", "pk"):
            found[one.engagement_id].append(one)
        return dict(found)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """What contracts have to pass on."""
        return flow_down(self.change, self.on)

    def _known(self, entry: Entry, engagement: Engagement | None) -> Known:
        has = {"has_contact": _has_contact(entry), "has_address": bool(entry.address)}
        approved = self.instant(self.change.approved_at) if self.change.approved_at else None
        held = self.evidence.get(engagement.pk, []) if engagement else []
        return Known(
            diligence=self._shown(held, "due-diligence"),
            contract=self._shown(held, "contract"),
            unmapped=self._unmapped(engagement),
            access=(engagement.access if engagement and engagement.access != "unknown" else entry.access),  # type: ignore[arg-type]
            is_invoicing=bool(engagement and engagement.is_invoicing),
            may_reach=bool(engagement and engagement.may_reach),
            transfers=tuple(self._transfers(entry, held)),
            recorded=self.instant(engagement.created_at if engagement else self.change.created_at),
            approved=approved, is_own_approval=self.change.is_own_approval, **has,
        )  # fmt: skip

    def _unmapped(self, engagement: Engagement | None) -> tuple[str, ...]:
        if engagement is None:
            return self.asked
        missing = (one for one in self.asked if not engagement.mapping.get(one))
        return (*missing, *map(str, engagement.unmapped))

    def _transfers(self, entry: Entry, held: Sequence[Evidence]) -> Iterable[TransferCase]:
        for code in codes_of(entry):
            kind = safeguard_at(code, entry.transfer, self.on).kind
            if kind not in FREE:
                yield TransferCase(
                    code, kind in COVERED, self._shown(held, "transfer", code),
                    self._shown(held, "impact-assessment", code), covered_to(code, entry.transfer, self.on),
                )  # fmt: skip

    def _shown(self, held: Sequence[Evidence], kind: str, country: str = "") -> Shown | None:
        """The evidence of a kind that counts now."""
        some = (Shown(one.first, one.last) for one in held if one.kind == kind and one.country == country)
        return evidence_on(some, day_of(self.at, self.change.processor.zone))


def _has_contact(entry: Entry) -> bool:
    return entry.contact is not None


def gates_of(change: CaseChange, at: datetime) -> dict[str, tuple[Gate, ...]]:
    """The gates of each company of a case, as they stand at an instant, by the id of its entry."""
    return Gating(change, at).by_entry
