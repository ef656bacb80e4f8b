"""What can go wrong with signed copies."""

from __future__ import annotations

from ketju.core.problems import Problem


class CopyDamaged(Problem):
    """What is kept has another hash than when it was made, so that it is not handed out. Params: copy."""

    code = "web.copy.damaged"
    hint = "web.copy.damaged.hint"


class SignatoryMissing(Problem):
    """Nobody is named who signs for the processor."""

    code = "web.copy.signatory-missing"
    hint = "web.copy.signatory-missing.hint"
