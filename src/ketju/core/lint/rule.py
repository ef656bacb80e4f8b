"""What a rule is: a function from a subject to observations, with its declaration beside it.

A rule stands in ``rules/<group>/<id>_<slug>.py`` as ``RULE``. The docstring of its module says **What** it finds,
**Why** that matters and how to **Fix** it; ``<id>_<slug>.toml`` beside it shows by examples what it flags and what
it passes. Its sentences stand in ``text/locale`` under "rule.<slug>".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ketju.core.lint.subject import Subject
from ketju.core.model.finding import Level
from ketju.core.model.span import Span


@dataclass(frozen=True, slots=True)
class Observation:
    """A place where the rule is broken.

    ``path`` is that of a value in the register ("entries/slack/places"), "" for the register as a whole. ``span`` is
    given where the rule knows the place in the source more closely than by its path. ``params`` fill in the
    sentence; ``variant`` chooses one where the rule has several. ``related`` are paths of other values that belong
    to it. ``level`` is set where this case is less grave than the rule as such.
    """

    path: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    span: Span | None = None
    related: tuple[str, ...] = ()
    variant: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """The declaration of a rule.

    ``id`` is "REG" and three digits and never used again for another rule; ``slug`` names it in words. ``basis``
    cites the requirements ("D-7", "L-6") and articles ("GDPR Art. 30(2)(c)") that it rests on. ``since`` is
    the version of Ketju that brought it. ``needs_source`` says that it looks at the source as the reader saw it,
    so that it has nothing to say about a register file.
    """

    id: str
    slug: str
    level: Level
    basis: tuple[str, ...]
    check: Callable[[Subject], Iterable[Observation]]
    since: str = "0.1"
    needs_source: bool = False
    needs_others: bool = False
