"""The evidence of a change in lines of words, for people to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ketju.core.cases.gates import ENGAGEMENT
from ketju.formats.writers.listing import Cell, Listing
from ketju.text.render import Phrasebook
from ketju.web.apps.cases.wording import GATE_PARAMS, basis_of

FACTS = ("sent_at", "accepted_at", "displayed_at", "acknowledged_at", "posted_at", "returned_at", "bounced_at",
    "failed_at", "complained_at")  # fmt: skip
"""Facts of a message, in the order in which they usually happen."""
_Line = tuple[str, str, str]
"""When, what, the detail in lines."""


def listing_of(pack: dict[str, Any], phrases: Phrasebook) -> Listing:
    """A pack as a list: a line for each fact, with when, what and the detail."""
    keys = ("web.cases.pack.when", "web.cases.pack.what", "web.cases.pack.detail")
    columns = tuple((key.rpartition(".")[2], phrases(key)) for key in keys)
    zone = ZoneInfo(pack["zone"])
    rows = tuple(_row(*one, zone) for one in _lines(pack, phrases, zone))
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


def _lines(pack: dict[str, Any], phrases: Phrasebook, zone: ZoneInfo) -> Iterable[_Line]:
    for one in pack["versions"]:
        yield one["on"], phrases("web.cases.pack.version"), f"{one['number']}: {one['content_sha256']}"
    yield from _notices(pack, phrases)
    for entry, gates in pack["gates"].items():
        for gate in gates:
            yield _gate(gate, entry, phrases)
    yield from _decisions(pack, phrases)
    for one in pack["customers"]:
        yield from _customer(one, phrases, zone)
    for number, working in enumerate(pack["workings"], 1):
        sentences = working.get(phrases.language) or working["en"]
        yield "", phrases("web.board.pack.working", number=number), "\n".join(sentences)
    for one in pack["objections"]:
        yield one["received_at"], phrases("web.cases.pack.objection"), f"{one['customer']}: {one['text']}"
        for step in one["steps"]:
            yield step["at"], phrases("web.cases.pack.step"), step["text"]
            if step["original_sha256"]:
                yield step["at"], phrases("web.objection-files.pack.message"), step["original_sha256"]
            for file in step["files"]:
                told = (file["file_name"], file["sha256"])
                yield step["at"], phrases("web.objection-files.pack.file"), "\n".join(filter(None, told))


def _notices(pack: dict[str, Any], phrases: Phrasebook) -> Iterable[_Line]:
    for notice in pack["notices"]:
        yield notice["approved_at"], phrases("web.cases.pack.approved"), notice["approved_by"]
        yield notice["released_at"], phrases("web.cases.pack.sent"), str(notice["messages"])
        for text in notice["texts"]:
            head = f"{text['language']}: {text['subject']}\n{text['sha256']}"
            yield notice["prepared_at"], phrases("web.cases.pack.text"), f"{head}\n{text['text'].strip()}"


def _gate(gate: dict[str, Any], whose: str, phrases: Phrasebook) -> _Line:
    """A gate: whose it is, what it waits for, until when it is open, what it rests on, who waived it."""
    params = {**dict.fromkeys(GATE_PARAMS, ""), **gate["params"]}
    said = [
        whose,
        phrases(f"web.cases.waits.{gate['waits']}", **params) if gate["waits"] else "",
        phrases("web.board.pack.closes", day=gate["ends"][:10]) if gate["ends"] else "",
        basis_of(gate["basis"], phrases),
        f"{phrases('web.cases.pack.waiver')}: {gate['waived_by']}" if gate["waived_by"] else "",
    ]
    return gate["opens"], phrases(f"web.cases.gate.{gate['kind']}"), "\n".join(filter(None, said))


def _decisions(pack: dict[str, Any], phrases: Phrasebook) -> Iterable[_Line]:
    for one in pack["waivers"]:
        said = f"{phrases('web.cases.gate.' + one['gate'])}: {one['reason']} ({one['basis']})"
        yield one["at"], phrases("web.cases.pack.waiver"), said
    if risk := pack["risk"]:
        yield risk["at"], phrases("web.cases.pack.risk"), f"{risk['by_name']}: {risk['reason']}"
    if supplier := pack["supplier"]["told_at"]:
        yield supplier, phrases("web.cases.pack.supplier"), pack["supplier"]["document_sha256"]


def _customer(one: dict[str, Any], phrases: Phrasebook, zone: ZoneInfo) -> Iterable[_Line]:
    for delivery in one["deliveries"]:
        yield _delivery(one["id"], delivery, phrases, zone)
    yield one["delivered_at"], phrases("web.cases.pack.delivered"), one["id"]
    ends = {"notice": "web.changes.working.notice", "window": "web.cases.pack.window"}
    for name, key in ends.items():
        if one[name]:
            number = phrases("web.board.pack.see", number=one[name]["working"] + 1)
            when = one["window_ends"] if name == "window" else ""
            yield when, phrases(key), f"{one['id']} {number}"
    begins = one["effective_at"] or one["free_at"]
    waits = "" if begins else phrases("web.changes.excluded" if one["excluded"] else "web.changes.not-yet")
    yield begins or waits, phrases("web.cases.pack.effect"), one["id"]
    for gate in one["gates"]:
        if gate["kind"] not in ENGAGEMENT:
            yield _gate(gate, one["id"], phrases)
    for each in one["services_apart"]:
        when = each["effective_at"] or each["free_at"]
        yield when, phrases("web.objections.pack.service"), f"{one['id']} {each['service']} {each['waits']}"
    for each in one["authorisations"]:
        key = "given" if each["given"] else "refused"
        said = f"{one['id']} {each['document']}"
        yield each["said_at"], phrases(f"web.objections.authorisation.{key}"), said


def _delivery(whose: str, one: dict[str, Any], phrases: Phrasebook, zone: ZoneInfo) -> _Line:
    """A message with every fact that is known of it."""
    facts = [
        f"{phrases('web.changes.fact.' + name.replace('_', '-'))}: {_when(one[name], zone)}"
        for name in FACTS if name in one
    ]  # fmt: skip
    head = f"{whose} {one['id']} {phrases('web.changes.way.' + one['channel'])}"
    lines = [head, one["contact"], *facts, one["failure"]]
    return one.get("sent_at", ""), phrases("web.cases.pack.message"), "\n".join(filter(None, lines))
