"""What holds for a customer on a day: each parameter's value, the layer that it comes from, and why.

Statute is below everything and is the least where it is a floor; an agreement stands on it; the house policy speaks
only where the agreement sets nothing; what a customer has agreed besides stands above all. Source: D-13, D-22, D-45,
X-22.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketju.core.periods.lengths import OpenLength
from ketju.core.problems.terms import AgreementMissing, AgreementsSeveral, CustomerUnknown
from ketju.core.terms.layers import RANKS, Acceptance, Layer, LayerKind, Rank, Statement
from ketju.core.terms.parameters import GDPR_APPLIES, Parameter, parameters
from ketju.core.terms.values import Value

State = Literal["set", "unset", "contradictory"]
"""A value holds; none does, as nobody has said or all leave it open; a document says two things at once."""
Why = Literal[
    "statute",
    "agreement",
    "policy",
    "customer",
    "open",
    "outdone",
    "not-now",
    "lower-document",
    "agreement-sets-it",
    "no-figure",
    "contradictory",
    "below-floor",
]
"""What became of what a layer says."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a layer says of a parameter, and what became of it. ``statement`` is None for the statute."""

    why: Why
    layer: LayerKind
    source: Layer | None = None
    statement: Statement | None = None
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Effective:
    """What holds for a parameter.

    ``value`` is what everything is computed with, None where nothing is set. ``signed`` is what was agreed where that
    is below the floor of the law, so that ``value`` is the floor. ``layer`` is the one whose value it is, ``statement``
    its words; ``steps`` are what every layer says, from the statute upwards.
    """

    parameter: Parameter
    state: State
    value: Value | None
    layer: LayerKind | None
    source: Layer | None
    statement: Statement | None
    steps: tuple[Step, ...]
    signed: Value | None = None

    @property
    def is_below_floor(self) -> bool:
        """Whether less was agreed than the law gives."""
        return self.signed is not None

    @property
    def agreed(self) -> Value | None:
        """The value that was agreed or set by the house, below the floor or not; None where only the law speaks."""
        if self.signed is not None:
            return self.signed
        return None if self.layer in (None, "statute") else self.value


@dataclass(frozen=True, slots=True)
class Stack:
    """The layers that apply to somebody on a day: the documents of one version of an agreement, policy, customer."""

    on: date
    agreement: tuple[Layer, ...] = ()
    policy: tuple[Layer, ...] = ()
    customer: tuple[Layer, ...] = ()


def stack_for(layers: Iterable[Layer], on: date, customer: str = "", agreement: str = "") -> Stack:
    """The layers that apply to a customer on a day, or to every customer where ``customer`` is "".

    A customer has the version that it last accepted on or before the day; what it never accepted does not hold for it.
    Without a customer it is the version in force, of the agreement with the id ``agreement`` where there are several.
    Raises CustomerUnknown, AgreementMissing, AgreementsSeveral.
    """
    everything = tuple(layers)
    policy = tuple(one for one in everything if one.kind == "policy" and one.holds(on))
    own = tuple(one for one in everything if one.kind == "customer" and one.id == customer)
    if customer and not own:
        known = sorted({one.id for one in everything if one.kind == "customer"})
        raise CustomerUnknown(found=customer, known=", ".join(known) or "–")
    agreements = [one for one in everything if one.kind == "agreement"]
    asked = [one for one in agreements if agreement in ("", one.id)]
    chosen = _accepted(asked, own, on) if customer else _in_force(asked, on)
    if not chosen:
        raise AgreementMissing(customer=customer, at=on, known=_names(asked or agreements) or "–")
    return Stack(on, chosen, policy, tuple(one for one in own if one.holds(on)))


def _accepted(agreements: Sequence[Layer], own: Sequence[Layer], on: date) -> tuple[Layer, ...]:
    """The documents of the version that a customer accepted last; none where it accepted none."""
    accepted = [one for layer in own for one in layer.accepted if one.first <= on]
    ids = {one.id for one in agreements}
    known = [one for one in accepted if one.agreement in ids]
    newest = max((one.first for one in known), default=None)
    last = {(one.agreement, one.version): one for one in known if one.first == newest}
    if len(last) > 1:
        both = sorted(f"{agreement} {version}".strip() for agreement, version in last)
        raise AgreementsSeveral(found=", ".join(both), at=on)
    return tuple(one for one in agreements if any(_is_version(one, each) for each in last.values()))


def _is_version(layer: Layer, accepted: Acceptance) -> bool:
    return (layer.id, layer.version) == (accepted.agreement, accepted.version)


def _in_force(agreements: Sequence[Layer], on: date) -> tuple[Layer, ...]:
    """The documents of the one agreement that holds, in its newest version; none where none holds."""
    holding = [one for one in agreements if one.holds(on)]
    ids = sorted({one.id for one in holding})
    if len(ids) > 1:
        raise AgreementsSeveral(found=", ".join(ids), at=on)
    newest = max(holding, key=lambda one: (one.first or date.min, one.version), default=None)
    return tuple(one for one in holding if newest and one.version == newest.version)


def _names(agreements: Sequence[Layer]) -> str:
    return ", ".join(sorted({f"{one.id} {one.version}".strip() for one in agreements}))


def resolve(stack: Stack, parameter: Parameter) -> Effective:
    """What holds for a parameter, with what every layer says of it."""
    return _Resolver(stack, parameter).found()


def resolve_all(stack: Stack) -> dict[str, Effective]:
    """What holds for every parameter of the catalogue, by id."""
    return {key: resolve(stack, one) for key, one in parameters().items()}


class _Resolver:
    """Goes through the layers from below and keeps the value that stands."""

    def __init__(self, stack: Stack, parameter: Parameter) -> None:
        self.stack = stack
        self.parameter = parameter
        self.steps: list[Step] = []
        self.standing: Step | None = None
        self.is_contradictory = False

    def found(self) -> Effective:
        """The outcome."""
        self._statute()
        for kind, layers in (("agreement", self.stack.agreement), ("policy", self.stack.policy)):
            self._documents(kind, layers)  # type: ignore[arg-type]
        self._customer()
        return self._outcome()

    def _statute(self) -> None:
        if self.parameter.statute is not None and self._is_law():
            self._stand(Step("statute", "statute", value=self.parameter.statute))

    def _documents(self, kind: LayerKind, layers: Sequence[Layer]) -> None:
        said = [(layer, one) for layer in layers for one in layer.of(self.parameter.id)]
        holding = self._held(kind, said)
        if kind == "policy" and holding and self._is_agreed():
            self._tell(kind, holding, "agreement-sets-it")
            return
        for tier in self._tiers(kind, holding):
            if self._is_told(kind):
                self._tell(kind, tier, "lower-document")
            elif len({_key(one.value) for _, one in tier}) > 1:
                self._contradict(kind, tier)
            else:
                layer, one = tier[0]
                self._stand(Step(_won(kind), kind, layer, one, one.value))

    def _held(
        self, kind: LayerKind, said: Sequence[tuple[Layer, Statement]]
    ) -> list[tuple[Layer, Statement]]:
        """What sets a value on the day; the rest is told as open, or as of another time."""
        holding = []
        for layer, one in said:
            if not one.holds(self.stack.on):
                self.steps.append(Step("not-now", kind, layer, one, one.value))
            elif one.value is None:
                self.steps.append(Step("open", kind, layer, one))
            else:
                holding.append((layer, one))
        return holding

    def _tiers(
        self, kind: LayerKind, said: Sequence[tuple[Layer, Statement]]
    ) -> list[list[tuple[Layer, Statement]]]:
        """Statements by the rank of their documents, the document that prevails first."""
        order = ranking(self.stack) if kind == "agreement" else RANKS
        tiers = ([(layer, one) for layer, one in said if layer.rank == rank] for rank in order)
        return [tier for tier in tiers if tier]

    def _customer(self) -> None:
        """The newest deviation stands; of two signed on one day that differ neither does."""
        said = [(layer, one) for layer in self.stack.customer for one in layer.of(self.parameter.id)]
        holding = self._held("customer", said)
        if not holding:
            return
        newest = max(_day(one) for _, one in holding)
        last = [(layer, one) for layer, one in holding if _day(one) == newest]
        self._tell("customer", [pair for pair in holding if pair not in last], "outdone")
        if len({_key(one.value) for _, one in last}) > 1:
            self._contradict("customer", last)
        else:
            layer, one = last[0]
            self.is_contradictory = False
            self._stand(Step("customer", "customer", layer, one, one.value))

    def _stand(self, step: Step) -> None:
        """A value that takes the place of the one below it."""
        if self.standing:
            at = self.steps.index(self.standing)
            if self.standing.layer != "statute":
                below = self.standing
                why: Why = "no-figure" if step.layer == "policy" else "outdone"
                self.steps[at] = Step(why, below.layer, below.source, below.statement, below.value)
        self.steps.append(step)
        self.standing = step

    def _contradict(self, kind: LayerKind, said: Sequence[tuple[Layer, Statement]]) -> None:
        self._tell(kind, said, "contradictory")
        self.is_contradictory = True

    def _tell(self, kind: LayerKind, said: Iterable[tuple[Layer, Statement]], why: Why) -> None:
        self.steps += [Step(why, kind, layer, one, one.value) for layer, one in said]

    def _is_agreed(self) -> bool:
        """Whether the agreement sets it; "without undue delay" sets no figure, so that the house may."""
        standing = self.standing
        is_fast = (
            standing is not None and standing.layer == "agreement" and isinstance(standing.value, OpenLength)
        )
        return self._is_told("agreement") and not is_fast

    def _is_told(self, kind: LayerKind) -> bool:
        told = (kind, "contradictory"), (kind, _won(kind))
        return any((step.layer, step.why) in told for step in self.steps)

    def _is_law(self) -> bool:
        """Whether the GDPR applies on the day."""
        return self.stack.on >= GDPR_APPLIES

    def _outcome(self) -> Effective:
        step = self.standing
        if self.is_contradictory:
            floor = self.parameter.statute if self.parameter.has_floor and self._is_law() else None
            return Effective(
                self.parameter, "contradictory", floor, "statute" if floor is not None else None,
                None, None, tuple(self.steps),
            )  # fmt: skip
        if step is None or step.value is None:
            return Effective(self.parameter, "unset", None, None, None, None, tuple(self.steps))
        least = self.parameter.with_floor(step.value) if self._is_law() else step.value
        if least == step.value:
            found = (step.layer, step.source, step.statement, tuple(self.steps))
            return Effective(self.parameter, "set", step.value, *found)
        told = Step("below-floor", step.layer, step.source, step.statement, step.value)
        steps = tuple(told if one is step else one for one in self.steps)
        return Effective(
            self.parameter, "set", least, "statute", step.source, step.statement, steps, step.value
        )


def ranking(stack: Stack) -> tuple[Rank, ...]:
    """The ranks of an agreement's documents, from the one that prevails.

    A document may say which prevails ("precedence.first"); where two say different things, neither is heard.
    """
    said = {
        str(one.value)
        for layer in stack.agreement
        for one in layer.of("precedence.first")
        if one.value is not None and one.holds(stack.on)
    }
    first = said.pop() if len(said) == 1 else RANKS[0]
    return tuple(sorted(RANKS, key=lambda rank: rank != first))


def _won(kind: LayerKind) -> Why:
    return kind


def _day(statement: Statement) -> date:
    return statement.signed or statement.first or date.min


def _key(value: Value | None) -> str:
    return repr(value)
