"""Work of signing for the staff's first page."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from ketju.web.apps.signing.reads import acceptances_without_copy
from ketju.web.base.pages.work import Day, Work


def copies_missing(day: Day) -> QuerySet[Any]:
    """Agreements that customers accepted and nobody has countersigned (Art. 28(9))."""
    return acceptances_without_copy(day.processor)


WORK: Final = (Work("copies", "privacy-officer", "agreements.read", "copies-missing", copies_missing),)
