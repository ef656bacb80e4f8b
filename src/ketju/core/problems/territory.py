"""Problems with places and decisions that were asked about."""

from __future__ import annotations

from ketju.core.problems import Problem


class PlaceUnknown(Problem):
    """What was given is no place that has a code. Params: found."""

    code = "territory.place-unknown"
    hint = "territory.place-unknown.hint"


class FactUnknown(Problem):
    """A fact about the recipient is unknown. Params: found, known."""

    code = "territory.fact-unknown"
    hint = "territory.fact-unknown.hint"


class FactTwofold(Problem):
    """A fact about the recipient is said to be so and not to be so. Params: found."""

    code = "territory.fact-twofold"
    hint = "territory.fact-twofold.hint"


class DecisionUnknown(Problem):
    """There is no such adequacy decision. Params: found, known."""

    code = "territory.decision-unknown"
    hint = "territory.decision-unknown.hint"
