"""Effects that are applied once, for jobs that make several transactions."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ketju.web.base.jobs.models import Applied


def once(key: str) -> bool:
    """Whether the effects named by a key are still to be applied; the answer yes is given in one transaction only.

    Ask inside the transaction of the effects. Raises RuntimeError outside of one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("ask inside the transaction of the effects")
    _, is_new = Applied.objects.get_or_create(key=key, defaults={"at": timezone.now()})
    return is_new
