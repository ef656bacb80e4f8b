"""What a register is called, in which languages it is published, and under which addresses it stood before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from ketju.web.apps.registers.models import Register
from ketju.web.base.audit.writing import Actor, audited

PATH = re.compile(r"/[A-Za-z0-9._~%/-]{0,190}")
"""An address on the processor's own site under which a list stood: its path."""


def untitled(titles: Mapping[str, str], languages: Sequence[str]) -> list[str]:
    """The languages that a list is published in without a title in them."""
    return [code for code in languages if not titles.get(code)]


def change_register(
    *,
    by: Actor,
    at: datetime,
    register: Register,
    titles: Mapping[str, str],
    languages: Sequence[str],
    old_paths: Sequence[str],
    is_public: bool,
) -> Register:
    """Write the settings of a register; only those that differ are noted."""
    wanted = {
        "titles": {code: text for code, text in titles.items() if text},
        "languages": list(languages),
        "old_paths": list(dict.fromkeys(old_paths)),
        "is_public": is_public,
    }
    with transaction.atomic():
        found = Register.objects.select_for_update().select_related("processor").get(pk=register.pk)
        changed = [name for name, value in wanted.items() if getattr(found, name) != value]
        if changed:
            for name in changed:
                setattr(found, name, wanted[name])
            found.save(update_fields=changed)
            audited(
                by, "registers.change", "register", at=at, processor=found.processor, subject=found.public_id,
                fields=changed,
            )  # fmt: skip
    return found
