"""What the database holds, as files for the judge: read by plain SQL, so that nothing of the product has a say in it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from ketju.web.apps.cases.forecasting import forecast_of
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.parties.models import Customer

_TOUCHED = """
SELECT c.external_id, t.delivered_at, t.window_ends, t.free_at, t.effective_at, t.is_excluded, t.reach
FROM cases_touched t JOIN parties_customer c ON c.id = t.customer_id WHERE t.change_id = %s
"""
_DELIVERIES = """
SELECT d.public_id, n.about, n.number, c.external_id, p.external_id, d.channel, d.is_main_user, x.language, d.sent_at,
  d.accepted_at, d.bounced_at, d.failed_at, d.displayed_at, d.acknowledged_at, d.posted_at, d.returned_at,
  d.created_at > n.released_at
FROM notices_delivery d JOIN notices_notice n ON n.id = d.notice_id JOIN parties_customer c ON c.id = d.customer_id
LEFT JOIN parties_contact p ON p.id = d.contact_id JOIN notices_noticetext x ON x.id = d.text_id
"""
_COLUMNS = (
    "id", "case", "number", "customer", "contact", "channel", "is_main_user", "language", "sent_at", "accepted_at",
    "bounced_at", "failed_at", "displayed_at", "acknowledged_at", "posted_at", "returned_at", "added",
)  # fmt: skip
_TIMES = frozenset(one for one in _COLUMNS if one.endswith("_at"))
_BEFORE = """
SELECT h.public_id, c.external_id, min(b.since) FROM cases_tookeffect b JOIN cases_touched t ON t.id = b.touched_id
JOIN cases_casechange h ON h.id = t.change_id JOIN parties_customer c ON c.id = t.customer_id
GROUP BY h.public_id, c.external_id
"""
_OBJECTIONS = "SELECT public_id, is_late FROM cases_objection"


def _rows(query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [tuple(row) for row in cursor.fetchall()]


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in ("is_main_user", "is_excluded", "is_late", "added"):
        return "true" if value else "false"
    if isinstance(value, str) and (name in _TIMES or name in ("window_ends", "since")):
        value = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _written(path: Path, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([_cell(name, value) for name, value in zip(names, row, strict=True)] for row in rows)


class Looks:
    """What was seen at each tick."""

    def __init__(self) -> None:
        self.cases: dict[str, CaseChange] = {}
        self._touched: list[tuple[Any, ...]] = []
        self._forecast: list[tuple[Any, ...]] = []

    @staticmethod
    def told_by(channel: str) -> int:
        """How many customers were told of something by a channel."""
        return int(
            _rows("SELECT count(DISTINCT customer_id) FROM notices_delivery WHERE channel = %s", [channel])[
                0
            ][0]
        )

    def look(self, tick: int) -> None:
        """Keep where everybody stands."""
        for name, change in self.cases.items():
            self._touched += [(tick, name, *row) for row in _rows(_TOUCHED, [change.pk])]

    def forecast(self, case: str, change: CaseChange, at: datetime) -> None:
        """Keep what is promised before anything leaves."""
        promised = {one.owed: one.earliest.at for one in forecast_of(change, at).groups}
        rows = Touched.objects.filter(change=change).select_related("group")
        for customer, place in ((one.customer.external_id, one) for one in rows.select_related("customer")):
            free = promised[owed_in(place.group.owed)]
            services, entries = " ".join(sorted(place.group.services)), " ".join(sorted(place.group.entries))
            self._forecast.append((case, customer, at, free.utc if free else None, services, entries))

    @staticmethod
    def services_of(change: CaseChange, customer: Customer) -> list[str] | None:
        """The services that a case touches, None where it does not touch the customer."""
        place = Touched.objects.filter(change=change, customer=customer).select_related("group").first()
        return list(place.group.services) if place else None

    def write(
        self, folder: Path, plan: dict[str, Any], log: list[dict[str, Any]], kept: dict[str, Any]
    ) -> None:
        """Write the files that the judge reads."""
        for name, data in (("plan", plan), ("log", log), ("arrived", kept)):
            (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        names = {change.public_id: name for name, change in self.cases.items()}
        deliveries = [(row[0], names[row[1]], *row[2:]) for row in _rows(_DELIVERIES)]
        _written(folder / "deliveries.csv", _COLUMNS, deliveries)
        touched = (
            "tick",
            "case",
            "customer",
            "delivered_at",
            "window_ends",
            "free_at",
            "effective_at",
            "is_excluded",
            "reach",
        )
        _written(folder / "touched.csv", touched, self._touched)
        before = [(names[row[0]], *row[1:]) for row in _rows(_BEFORE)]
        _written(folder / "before.csv", ("case", "customer", "since"), before)
        _written(folder / "objections.csv", ("id", "is_late"), _rows(_OBJECTIONS))
        _written(
            folder / "forecast.csv",
            ("case", "customer", "sent_at", "earliest", "services", "entries"),
            self._forecast,
        )
