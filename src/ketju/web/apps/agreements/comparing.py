"""Two versions of an agreement beside each other in plain words: the text by paragraphs, the terms by whom they help.

The house policy is in both, and for a customer what it agreed besides: a term that it settled differently does not
change for it (D-9, D-15; Art. 28(3), (9)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ketju.core.terms.comparison import Helps, TermsChange, compare_terms, whom_to_tell
from ketju.core.terms.layers import Acceptance as Accepted
from ketju.core.terms.layers import Layer, Statement
from ketju.core.terms.passages import Passage, passages
from ketju.core.terms.resolution import Effective, Stack
from ketju.core.terms.values import Value
from ketju.text.agreements import parameter_name, value_words
from ketju.text.render import Phrasebook
from ketju.web.apps.agreements.layers import (
    agreement_layer,
    policy_layers,
    standing_deviations,
    statement_of,
)
from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion
from ketju.web.apps.parties.models import Customer

KINDS = ("changed", "added", "removed", "moved")
"""What became of paragraphs, in the order in which it is counted."""


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs of a comparison: one that differs, or several in a row that are the same (``is_same``)."""

    is_same: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that changes, in words. ``moved``: the value is the same in another clause."""

    name: str
    was: str
    now: str
    helps: Helps
    kind: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison. ``language`` is that of the texts, "" where no language has both; ``counts`` are of paragraphs by
    what became of them; ``is_asked``: somebody has to agree, as something is worse or nobody can say.
    """

    old: AgreementVersion
    new: AgreementVersion
    language: str
    languages: tuple[str, ...]
    blocks: tuple[Block, ...]
    counts: tuple[tuple[str, int], ...]
    terms: tuple[TermChange, ...]
    untouched: tuple[str, ...]
    is_asked: bool

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not self.counts and not self.terms


def pair_of(
    choices: Sequence[AgreementVersion], old: str = "", new: str = "", *, waiting: Container[int] = ()
) -> tuple[AgreementVersion, AgreementVersion] | None:
    """The two versions with these public ids, of versions from the newest on. Where one is not named: as the newer one
    that waits to be accepted, else the newest; as the older one its predecessor. None where there is none.
    """
    by_id = {one.public_id: one for one in choices}
    later = by_id.get(new) or next((one for one in choices if one.pk in waiting), None)
    later = later or (choices[0] if choices else None)
    if later is None:
        return None
    of_it = [one for one in choices if one.slug == later.slug and one.pk != later.pk]
    before = [one for one in of_it if one.valid_from <= later.valid_from]
    earlier = by_id.get(old) or next(iter(before), None) or next(iter(of_it), None)
    return (earlier, later) if earlier is not None else None


def compared(
    old: AgreementVersion, new: AgreementVersion, on: date, phrases: Phrasebook, *, language: str = "",
    customer: Customer | None = None,
) -> Compared:  # fmt: skip
    """Two versions, for everybody or for one customer, on a day. ``language`` is that of texts that is asked for."""
    held, now = (_texts(one) for one in (old, new))
    both = tuple(code for code in sorted(held) if code in now)
    wanted = (language, phrases.language, new.processor.language)
    code = next((one for one in wanted if one in both), both[0] if both else "")
    found = passages(held[code].text, now[code].text) if code else ()
    policy = policy_layers(new.processor, on)
    plain = _changes(old, new, on, policy)
    own = _changes(old, new, on, policy, _own(customer, on)) if customer is not None else plain
    touched = {one.parameter.id for one in own}
    counted: Counter[str] = Counter(one.kind for one in found)
    return Compared(
        old, new, code, both, tuple(_blocks(found)), tuple((kind, counted[kind]) for kind in KINDS if counted[kind]),
        tuple(_term(one, phrases) for one in own),
        tuple(parameter_name(one.parameter, phrases) for one in plain if one.parameter.id not in touched),
        any(one.helps in ("processor", "unclear") for one in own if one.kind != "moved"),
    )  # fmt: skip


def _texts(version: AgreementVersion) -> dict[str, AgreementText]:
    return {one.language: one for one in version.texts.all()}


def _changes(
    old: AgreementVersion,
    new: AgreementVersion,
    on: date,
    policy: tuple[Layer, ...],
    own: tuple[Layer, ...] = (),
) -> tuple[TermsChange, ...]:
    before, after = (Stack(on, (agreement_layer(one),), policy, own) for one in (old, new))
    return compare_terms(before, after)


def _own(customer: Customer, on: date) -> tuple[Layer, ...]:
    rows = standing_deviations(on).filter(customer=customer)
    return (Layer("customer", customer.public_id, statements=tuple(statement_of(one) for one in rows)),)


def _blocks(found: Sequence[Passage]) -> Iterable[Block]:
    same: list[Passage] = []
    for one in found:
        if one.kind == "same":
            same.append(one)
            continue
        if same:
            yield Block(True, tuple(same))
            same = []
        yield Block(False, (one,))
    if same:
        yield Block(True, tuple(same))


def _term(one: TermsChange, phrases: Phrasebook) -> TermChange:
    return TermChange(
        parameter_name(one.parameter, phrases), _side(one, one.old, one.was, phrases),
        _side(one, one.new, one.now, phrases), one.helps, one.kind,
    )  # fmt: skip


def _side(change: TermsChange, value: Value | None, found: Effective, phrases: Phrasebook) -> str:
    """A side of a change: the value as agreed with its clause, and a mark where it is less than the law gives."""
    clause = found.statement.clause if found.statement and value is not None else ""
    parts = [value_words(change.parameter, value, phrases), f"({clause})" if clause else ""]
    parts.append(phrases("terms.floor-mark") if found.is_below_floor else "")
    return " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Telling:
    """How many customers of the older version have to be asked or told, or have agreed all of it differently."""

    asked: int
    told: int
    untouched: int


def telling_of(old: AgreementVersion, new: AgreementVersion, on: date) -> Telling:
    """Whom a change from one version to another concerns: the customers who accepted the old one."""
    found = _changes(old, new, on, policy_layers(new.processor, on))
    changes = [one for one in found if one.kind != "moved"]
    current = Customer.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), processor=new.processor)
    accepted = Acceptance.objects.filter(agreement=old).values("customer")
    done = Acceptance.objects.filter(agreement=new).values("customer")
    rows = current.filter(pk__in=accepted).exclude(pk__in=done)
    if not changes:
        return Telling(0, 0, rows.count())
    said: dict[int, list[Statement]] = {}
    for one in standing_deviations(on).filter(customer__in=rows):
        said.setdefault(one.customer_id, []).append(statement_of(one))
    first = Accepted(old.slug, old.version, date.min)
    layers = [
        Layer("customer", str(pk), statements=tuple(own), accepted=(first,)) for pk, own in said.items()
    ]
    usual = Layer("customer", "", accepted=(first,))
    answers = {one.customer: one for one in whom_to_tell(changes, [usual, *layers], old.slug, on)}
    sizes = {"": rows.count() - len(said), **dict.fromkeys(map(str, said), 1)}
    counted: Counter[str] = Counter()
    for key, size in sizes.items():
        answer = answers[key]
        is_touched = len(answer.untouched) < len(changes)
        counted["asked" if answer.is_asked else "told" if is_touched else "untouched"] += size
    return Telling(counted["asked"], counted["told"], counted["untouched"])
