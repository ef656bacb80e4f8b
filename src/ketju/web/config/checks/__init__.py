"""Checks of the installation, as system checks of Django: each has an id, says what is wrong and what to do.

They run with ``ketju check-install`` and ``python -m django check --deploy``, not with every command: they open
connections. The words are those of the language that is active.
"""

from __future__ import annotations

from typing import Literal

from django.core.checks import CheckMessage, Error, Info, Warning
from django.utils import translation

from ketju.text.render import phrasebook

INSTALL = "install"
"""The tag of checks that ask nobody but the database and this machine."""
NETWORK = "network"
"""The tag of checks that ask mail servers and name servers."""
_KINDS = {"E": Error, "W": Warning, "I": Info}


def fault(kind: Literal["E", "W", "I"], number: int, slug: str, **params: object) -> CheckMessage:
    """What a check found: its words are ``check.<slug>`` and ``check.<slug>.hint``."""
    words = phrasebook(translation.get_language() or "en")
    key = f"check.{slug}"
    hint = words(f"{key}.hint", **{name: value for name, value in params.items() if name != "count"})
    return _KINDS[kind](words(key, **params), hint=hint, id=f"ketju.{kind}{number:03}")
