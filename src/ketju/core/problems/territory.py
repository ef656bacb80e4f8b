"""Problems with places and decisions that were asked about."""

from __future__ import annotations

from ketju.core.problems import Problem


class PlaceUnknown(Problem):
    """What was given is no place that has a code. Params: found."""

    code = "territory.place-unknown"
    hint = "territory.place-unknown.hint"


class FactUnknown(Problem):
    """A fact about the recipient is unknown, or said both ways. Params: found, known."""

    code = "territory.fact-unknown"
    hint = "territory.fact-unknown.hint"


class DecisionUnknown(Problem):
    """There is no such adequacy decision. Params: found, known."""

    code = "territory.decision-unknown"
    hint = "territory.decision-unknown.hint"
