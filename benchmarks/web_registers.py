"""The pages of the staff who keep a list of 2,000 entries with 200 versions, on the register of ``web_portal``."""

from __future__ import annotations

from typing import Any

from benchmarks.measuring import Table
from benchmarks.web_frame import COLUMNS, STAFF_MS
from benchmarks.web_pages import Row, measured, staff_of


def of_registers(processor: Any, times: int) -> Table:
    """Every page of a list, of a version and of a draft that one looks at."""
    desk = staff_of(processor, "keeper")
    rows: list[Row] = []
    for shown, address in addresses(processor).items():
        rows.append(measured(f"staff: {shown}", _get(desk, address), times, STAFF_MS))
    note = (
        "A list of 2,000 entries with 200 versions, and a draft of the next one. p50 and p95 in milliseconds."
    )
    return Table("Registers for the staff: pages", COLUMNS, tuple(rows), (note,))


def addresses(processor: Any) -> dict[str, str]:
    """The addresses by how they are shown; a draft is begun for them."""
    from django.utils import timezone

    from ketju.web.apps.registers.models import Register
    from ketju.web.apps.registers.writes.drafting import begin_draft
    from ketju.web.base.audit.writing import Actor

    register = Register.objects.get(processor=processor)
    draft = begin_draft(by=Actor(), at=timezone.now(), register=register)
    slug = draft.records.filter(kind="entries").values_list("slug", flat=True).first()
    kept, begun = f"/staff/{processor.slug}/registers/", f"drafts/{draft.public_id}/"
    pages = {
        "lists": "", "one list": f"{register.public_id}/", "settings of a list": f"{register.public_id}/settings/",
        "a version": f"{register.public_id}/versions/199/", "two versions compared": f"{register.public_id}/compare/",
        "a draft": begun, "an entry of a draft": f"{begun}records/entries/{slug}/",
        "the history of a draft": f"{begun}history/", "facts of a draft": f"{begun}facts/",
        "the check of a draft": f"{begun}check/", "publishing a draft": f"{begun}publish/",
    }  # fmt: skip
    return {shown: kept + page for shown, page in pages.items()}


def _get(client: Any, address: str) -> Any:
    def get() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return get
