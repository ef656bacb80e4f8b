"""The evidence of a change in lines of words, for people to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ketju.formats.writers.listing import Cell, Listing
from ketju.text.render import Phrasebook


def listing_of(pack: dict[str, Any], phrases: Phrasebook) -> Listing:
    """A pack as a list: a line for each fact, with when, what and the detail."""
    keys = ("web.cases.pack.when", "web.cases.pack.what", "web.cases.pack.detail")
    columns = tuple((key.rpartition(".")[2], phrases(key)) for key in keys)
    zone = ZoneInfo(pack["zone"])
    rows = tuple(_row(*one, zone) for one in _lines(pack, phrases))
    title = phrases("web.cases.pack.title", title=pack["change"]["title"])
    return Listing(
        title, "", "", _when(pack["made_at"], zone), "", columns, rows,
        (phrases("web.bottom.zone", zone=pack["zone"]), f"SHA-256 {pack['sha256']}"), (),
    )  # fmt: skip


def _row(when: str, what: str, detail: str, zone: ZoneInfo) -> tuple[Cell, ...]:
    return (_when(when, zone),), (what,), tuple(detail.split("\n")) or ("",)


def _when(text: str, zone: ZoneInfo) -> str:
    """An instant of the pack on the clocks of the processor; a day, or nothing, as it is."""
    return f"{datetime.fromisoformat(text).astimezone(zone):%Y-%m-%d %H:%M}" if text[10:11] == "T" else text


def _written(one: dict[str, Any], name: str) -> str:
    """What somebody wrote; of evidence that is frozen, its hash."""
    if name in one:
        return str(one[name])
    return f"SHA-256 {one[f'{name}_sha256']}" if one[f"{name}_sha256"] else ""


def _lines(pack: dict[str, Any], phrases: Phrasebook) -> Iterable[tuple[str, str, str]]:
    for one in pack["versions"]:
        yield one["on"], phrases("web.cases.pack.version"), f"{one['number']}: {one['content_sha256']}"
    for notice in pack["notices"]:
        yield notice["approved_at"], phrases("web.cases.pack.approved"), notice["approved_by"]
        yield notice["released_at"], phrases("web.cases.pack.sent"), str(notice["messages"])
        for text in notice["texts"]:
            yield (
                "",
                phrases("web.cases.pack.text"),
                f"{text['language']}: {text['subject']}\n{text['sha256']}",
            )
    for entry, gates in pack["gates"].items():
        for gate in gates:
            yield gate["opens"], phrases(f"web.cases.gate.{gate['kind']}"), entry
    for one in pack["waivers"]:
        yield (
            one["at"],
            phrases("web.cases.pack.waiver"),
            f"{phrases('web.cases.gate.' + one['gate'])}: {_written(one, 'reason')} ({one['basis']})",
        )
    if risk := pack["risk"]:
        yield (
            risk["at"],
            phrases("web.cases.pack.risk"),
            f"{_written(risk, 'by_name')}: {_written(risk, 'reason')}",
        )
    if supplier := pack["supplier"]["told_at"]:
        yield supplier, phrases("web.cases.pack.supplier"), pack["supplier"]["document_sha256"]
    for one in pack["customers"]:
        for delivery in one["deliveries"]:
            yield (
                delivery.get("sent_at", ""),
                phrases("web.cases.pack.message"),
                f"{one['id']} {delivery['id']} {phrases('web.changes.way.' + delivery['channel'])}",
            )
        yield one["delivered_at"], phrases("web.cases.pack.delivered"), one["id"]
        yield one["window_ends"], phrases("web.cases.pack.window"), one["id"]
        begins = one["effective_at"] or one["free_at"]
        waits = (
            "" if begins else phrases("web.changes.excluded" if one["excluded"] else "web.changes.not-yet")
        )
        yield begins or waits, phrases("web.cases.pack.effect"), one["id"]
        for each in one["services_apart"]:
            when = each["effective_at"] or each["free_at"]
            yield (
                when,
                phrases("web.objections.pack.service"),
                f"{one['id']} {each['service']} {each['waits']}",
            )
        for each in one["authorisations"]:
            key = "given" if each["given"] else "refused"
            yield (
                each["said_at"],
                phrases(f"web.objections.authorisation.{key}"),
                f"{one['id']} {each['document']}",
            )
    if (more := pack["count"] - len(pack["customers"])) > 0:
        yield "", phrases("web.supplying.pack.more"), str(more)
    for one in pack["objections"]:
        yield (
            one["received_at"],
            phrases("web.cases.pack.objection"),
            f"{one['customer']}: {_written(one, 'text')}",
        )
        for step in one["steps"]:
            yield step["at"], phrases("web.cases.pack.step"), _written(step, "text")
