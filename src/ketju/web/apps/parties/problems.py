"""What cannot be done with a customer's data."""

from __future__ import annotations

from ketju.core.problems import Problem


class DisclosureUnfounded(Problem):
    """Data may leave only on a basis that can be shown (D-47, D-169, D-177). Params: basis."""

    code = "web.disclosure.unfounded"
    hint = "web.disclosure.unfounded.hint"


class DisclosureOutside(Problem):
    """Data leave the EU only when the customer asked for it or is outside itself (D-179). Params: country."""

    code = "web.disclosure.outside"
    hint = "web.disclosure.outside.hint"
