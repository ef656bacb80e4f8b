"""The evidence of a change in words, for people to read: each fact with when, what and the detail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ketju.core.cases.gates import ENGAGEMENT
from ketju.formats.writers.paper import Block, facts, heading, paragraph, thing
from ketju.text.render import Phrasebook
from ketju.web.apps.cases.proving import fact_key, proof_words, words_of_proof
from ketju.web.apps.cases.reads_told import why_words
from ketju.web.apps.cases.wording import GATE_PARAMS, basis_of
from ketju.web.apps.notices.reading_back import facts_block

FACTS = ("sent_at", "accepted_at", "displayed_at", "acknowledged_at", "posted_at", "returned_at", "bounced_at",
    "failed_at", "complained_at")  # fmt: skip
"""Facts of a message, in the order in which they usually happen."""
_Line = tuple[str, str, str]
"""When, what, the detail in lines."""


def blocks_of(pack: dict[str, Any], phrases: Phrasebook) -> Iterator[Block]:
    """A pack as the parts of a record on paper."""
    return _Words(pack, phrases).blocks()


class _Words:
    """A pack, whose instants are told on the clocks of the processor."""

    def __init__(self, pack: dict[str, Any], phrases: Phrasebook) -> None:
        self.pack, self.said, self.zone = pack, phrases, ZoneInfo(pack["zone"])

    def blocks(self) -> Iterator[Block]:
        """What changed and when it was told, the gates, each customer, how dates were found, objections."""
        pack, said = self.pack, self.said
        yield self._facts([*self._versions(), *self._decisions()])
        yield heading(said("web.changes.notices"))
        for notice in pack["notices"]:
            yield from self._notice(notice)
        yield heading(said("web.changes.tab.gates"))
        for entry, gates in pack["gates"].items():
            yield thing(entry, self._pairs(map(self._gate, gates)))
        yield heading(said("web.changes.tab.customers"))
        for one in pack["customers"]:
            yield thing(one["id"], self._pairs(self._customer(one)))
        if (more := pack["count"] - len(pack["customers"])) > 0:
            yield facts([(said("web.supplying.pack.more"), str(more))])
        for number, working in enumerate(pack.get("workings", ()), 1):
            yield heading(said("web.board.pack.working", number=number))
            yield from map(paragraph, working.get(said.language) or working["en"])
        if pack["objections"]:
            yield heading(said("web.changes.tab.objections"))
        for one in pack["objections"]:
            yield thing(one["customer"], self._pairs(self._objection(one)))

    def _facts(self, lines: Iterable[_Line]) -> Block:
        return facts(self._pairs(lines))

    def _pairs(self, lines: Iterable[_Line]) -> list[tuple[str, str]]:
        return [
            (f"{self._when(when)} {what}".strip(), " · ".join(detail.split("\n")) or "–")
            for when, what, detail in lines
        ]

    def _when(self, text: str) -> str:
        """An instant of the pack on the clocks of the processor; a day, or nothing, as it is."""
        if text[10:11] != "T":
            return text
        return f"{datetime.fromisoformat(text).astimezone(self.zone):%Y-%m-%d %H:%M}"

    def _versions(self) -> Iterator[_Line]:
        for one in self.pack["versions"]:
            yield one["on"], self.said("web.cases.pack.version"), f"{one['number']}: {one['content_sha256']}"

    def _decisions(self) -> Iterator[_Line]:
        said = self.said
        for one in self.pack["waivers"]:
            told = f"{said('web.cases.gate.' + one['gate'])}: {_written(one, 'reason')} ({one['basis']})"
            yield one["at"], said("web.cases.pack.waiver"), told
        if risk := self.pack["risk"]:
            told = f"{_written(risk, 'by_name')}: {_written(risk, 'reason')}"
            yield risk["at"], said("web.cases.pack.risk"), told
        if supplier := self.pack["supplier"]["told_at"]:
            yield supplier, said("web.cases.pack.supplier"), self.pack["supplier"]["document_sha256"]

    def _notice(self, notice: dict[str, Any]) -> Iterator[Block]:
        """When a notice was approved and let go, and each of its texts as it was sent, with its hash."""
        yield self._facts(
            [
                (notice["approved_at"], self.said("web.cases.pack.approved"), notice["approved_by"]),
                (notice["released_at"], self.said("web.cases.pack.sent"), str(notice["messages"])),
            ]
        )
        for text in notice["texts"]:
            yield thing(
                text["subject"],
                [(self.said("web.cases.pack.text"), text["language"]), ("SHA-256", text["sha256"])],
            )
            yield from map(_paragraph, text["text"].strip().split("\n\n"))

    def _gate(self, gate: dict[str, Any]) -> _Line:
        """A gate: what it waits for, when it closes, what it rests on, who waived it."""
        params = {**dict.fromkeys(GATE_PARAMS, ""), **gate["params"]}
        told = [
            self.said(f"web.cases.waits.{gate['waits']}", **params) if gate["waits"] else "",
            self.said("web.board.pack.closes", day=gate["ends"][:10]) if gate["ends"] else "",
            basis_of(gate["basis"], self.said),
            f"{self.said('web.cases.pack.waiver')}: {gate['waived_by']}" if gate["waived_by"] else "",
        ]
        return gate["opens"], self.said(f"web.cases.gate.{gate['kind']}"), "\n".join(filter(None, told))

    def _customer(self, one: dict[str, Any]) -> Iterator[_Line]:
        said = self.said
        yield (
            "",
            said("web.changes.class.agreement"),
            f"{one['agreement']}\n{one['agreement_sha256']}".strip(),
        )
        yield from map(self._delivery, one["deliveries"])
        yield one["delivered_at"], said("web.cases.pack.delivered"), ""
        if proof := one.get("proof"):
            yield self._proof(proof)
        ends = {"notice": "web.changes.working.notice", "window": "web.cases.pack.window"}
        for name, key in ends.items():
            if one[name]:
                number = one[name].get("working")
                when = one["window_ends"] if name == "window" else ""
                yield (
                    when,
                    said(key),
                    said("web.board.pack.see", number=number + 1) if number is not None else "",
                )
        begins = one["effective_at"] or one["free_at"]
        waits = "" if begins else said("web.changes.excluded" if one["excluded"] else "web.changes.not-yet")
        yield begins, said("web.cases.pack.effect"), waits
        for gate in one["gates"]:
            if gate["kind"] not in ENGAGEMENT:
                yield self._gate(gate)
        if one.get("widened_at"):
            yield one["widened_at"], said("web.widening.pack.found"), ""
        for each in one.get("before", ()):
            yield each["since"], said("web.widening.pack.begun"), ", ".join(each["services"])
        for each in one["services_apart"]:
            when = each["effective_at"] or each["free_at"]
            yield when, said("web.objections.pack.service"), f"{each['service']} {each['waits']}"
        for each in one["authorisations"]:
            key = "given" if each["given"] else "refused"
            yield each["said_at"], said(f"web.objections.authorisation.{key}"), _written(each, "document")

    def _delivery(self, one: dict[str, Any]) -> _Line:
        """A message with every fact that is known of it."""
        known = [self._fact(one, name) for name in FACTS if name in one]
        way, why = (
            self.said("web.changes.way." + one["channel"]),
            why_words(one.get("why", ""), {}, self.said),
        )
        lines = [way, one["id"], one.get("contact", ""), why, *known, one["failure"]]
        return one.get("sent_at", ""), self.said("web.cases.pack.message"), "\n".join(filter(None, lines))

    def _fact(self, one: dict[str, Any], name: str) -> str:
        """A fact with its time, and who says it where that is known."""
        told = f"{self.said(fact_key(one['channel'], name))}: {self._when(one[name])}"
        by = one.get("accepted_by" if name == "accepted_at" else "displayed_by", "")
        if name in ("accepted_at", "displayed_at", "acknowledged_at") and by:
            return f"{told} ({proof_words(name.removesuffix('_at'), by, self.said)})"
        return told

    def _proof(self, proof: dict[str, Any]) -> _Line:
        """What shows that the customer was told, by which message; from when it counts, and since when for certain."""
        times = [
            f"{self.said(words)} {self._when(proof[name])}"
            for name, words in (
                ("counts_from", "web.channels.proof-counts"), ("certain_at", "web.channels.proof-certain"),
            ) if proof.get(name)
        ]  # fmt: skip
        lines = [words_of_proof(proof, self.said), proof["message"], *times]
        return proof["at"], self.said("web.channels.proof"), "\n".join(filter(None, lines))

    def _objection(self, one: dict[str, Any]) -> Iterator[_Line]:
        yield one["received_at"], self.said("web.cases.pack.objection"), _written(one, "text")
        for step in one["steps"]:
            yield step["at"], self.said("web.cases.pack.step"), _written(step, "text")
            if message := step.get("original_sha256"):
                yield step["at"], self.said("web.objection-files.pack.message"), message
            for file in step.get("files", ()):
                told = "\n".join(filter(None, (_written(file, "file_name"), file["sha256"])))
                key = "staff" if step["side"] == "staff" else "file"
                yield step["at"], self.said(f"web.objection-files.pack.{key}"), told


def _written(one: dict[str, Any], name: str) -> str:
    """What somebody wrote; of evidence that is frozen, its hash."""
    if name in one:
        return str(one[name])
    sha256 = one.get(f"{name}_sha256")
    return f"SHA-256 {sha256}" if sha256 else ""


def _paragraph(text: str) -> Block:
    """A paragraph of a text as it was sent; a company with its facts stays one."""
    found = facts_block(text)
    if found is None:
        return paragraph(text)
    title, what, pairs = found
    return thing(f"{title}: {'; '.join(what)}" if what else title, pairs)
