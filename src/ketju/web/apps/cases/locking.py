"""The row of a case, locked: who writes what belongs to a case takes it before anything else.

Whoever changed the row of a customer first and waited for the case then would wait for somebody who holds the case and
waits for that customer. Rows that only name the case can be written meanwhile.
"""

from __future__ import annotations

from ketju.web.apps.cases.models import CaseChange


def locked(change: CaseChange) -> CaseChange:
    """A case read anew and locked to the end of the transaction. Raises CaseChange.DoesNotExist."""
    rows = CaseChange.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("processor", "draft__base", "version").get(pk=change.pk)
