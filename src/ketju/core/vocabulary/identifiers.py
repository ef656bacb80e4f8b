"""Numbers of companies: which scheme, which country, and whether shape and check digit are right."""

from __future__ import annotations

from ketju.core.model.register import Identifier


def read_identifier(printed: str, label: str = "") -> Identifier:
    """The identifier that ``printed`` is, with the help of the label it stands under."""
    return Identifier(printed)
