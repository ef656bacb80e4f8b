"""What a rule over terms is: a function from what holds for somebody to observations, with its row as its id.

A rule is a contradiction or a gap that requirements section 8 names (X-1 to X-25), with the resolution that the table
gives. Its sentences stand in ``text/locale`` under "terms.rule.<slug>": what is seen, and with ".fix" what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ketju.core.model.date import last_day
from ketju.core.model.finding import Level
from ketju.core.model.register import Entry, Register
from ketju.core.terms.layers import Layer, Statement
from ketju.core.terms.resolution import Effective, Stack
from ketju.core.terms.values import Value


@dataclass(frozen=True, slots=True)
class TermsSubject:
    """What rules look at: the layers of somebody on a day, what holds for them, and the published lists beside them."""

    stack: Stack
    effective: Mapping[str, Effective]
    registers: tuple[Register, ...] = ()

    def agreed(self, parameter: str) -> Value | None:
        """What was agreed of a parameter, as ``Effective.agreed`` has it."""
        return self.effective[parameter].agreed

    def agreed_texts(self, parameter: str) -> tuple[str, ...]:
        """An agreed list of choices or countries, () where nothing is agreed."""
        found = self.agreed(parameter)
        return found if isinstance(found, tuple) else ()

    def entries(self) -> Iterable[tuple[Register, Entry]]:
        """Every entry of the lists that has not ended."""
        for register in self.registers:
            for entry in register.entries:
                if entry.until is None or date(*last_day(entry.until)) >= self.stack.on:
                    yield register, entry


@dataclass(frozen=True, slots=True)
class TermsObservation:
    """Something a rule sees: the parameters that it is about, and what fills in the sentence.

    ``variant`` chooses the sentence where a rule has several; ``entry`` names the company of a list that it is about;
    ``level`` is set where this case is graver or less grave than the rule as such.
    """

    parameters: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    entry: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class TermsRule:
    """The declaration of a rule: its row, the name of its sentences, how grave it is, what else it rests on."""

    id: str
    slug: str
    level: Level
    basis: tuple[str, ...]
    check: Callable[[TermsSubject], Iterable[TermsObservation]]


@dataclass(frozen=True, slots=True)
class TermsFinding:
    """What a rule sees, with the document and the words that it is about where there are any."""

    rule: TermsRule
    seen: TermsObservation
    source: Layer | None = None
    statement: Statement | None = None

    @property
    def level(self) -> Level:
        """How grave it is."""
        return self.seen.level or self.rule.level
