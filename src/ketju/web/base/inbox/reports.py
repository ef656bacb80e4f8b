"""Reports that machines send about mail of ours: of its delivery (RFC 3464), of complaints (RFC 5965). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from typing import Literal

from ketju.web.base.outbox.health import Fact

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ACTIONS: dict[str, Fact] = {
    "failed": "unreachable",
    "delayed": "delayed",
    "delivered": "delivered",
    "relayed": "delivered",
    "expanded": "delivered",
}
_ID = re.compile(r"^message-id\s*:\s*<([^<>\s]{1,250})>", re.I | re.M)
_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says: the fact, with a code such as 5.1.1, and the ids of the messages it is about.

    ``fact`` None: it says nothing that we note, such as "not spam".
    """

    kind: Literal["bounce", "complaint"]
    fact: Fact | None
    status: str = ""
    about: tuple[str, ...] = ()


def report_in(mail: Mail) -> Report | None:
    """The report that a message is; None where it is none."""
    if mail.get_content_type() != "multipart/report":
        return None
    kind = str(mail.get_param("report-type", "") or "").lower()
    parts = [one for one in mail.get_payload() if isinstance(one, Mail)] if mail.is_multipart() else []
    about = tuple(dict.fromkeys(_ids(parts)))
    by_type = {one.get_content_type(): one for one in reversed(parts)}
    if kind == "feedback-report" or "message/feedback-report" in by_type:
        words = _fields(by_type.get("message/feedback-report"))
        is_complaint = words.get("feedback-type", "abuse") != "not-spam"
        return Report("complaint", "complained" if is_complaint else None, about=about)
    if kind == "delivery-status" or "message/delivery-status" in by_type:
        return _delivery(by_type.get("message/delivery-status"), about)
    return None


def _delivery(part: Mail | None, about: tuple[str, ...]) -> Report:
    """One message goes to one address, so that the first group with an action says it all."""
    for fields in _groups(part):
        action = fields.get("action", "").partition(";")[0].strip().lower()
        if action in _ACTIONS:
            status = _STATUS.search(fields.get("status", "")) or _STATUS.search(
                fields.get("diagnostic-code", "")
            )
            code = status[1] if status else ""
            return Report("bounce", _ACTIONS[action], code, about)
    return Report("bounce", None, "", about)


def _groups(part: Mail | None) -> Iterator[dict[str, str]]:
    payload = part.get_payload() if part is not None else None
    if isinstance(payload, list):
        for one in [each for each in payload[:20] if isinstance(each, Mail)]:
            yield {name.lower(): str(value)[:500].strip() for name, value in one.items()}
    elif isinstance(payload, str):
        for group in payload[:_MOST].split("\n\n"):
            yield _lines(group)


def _fields(part: Mail | None) -> dict[str, str]:
    if part is None:
        return {}
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return _lines(payload[:_MOST].decode("utf-8", "replace"))
    return next(_groups(part), {})


def _lines(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip().lower(): value.strip().lower()[:500] for name, _, value in pairs if name.strip()}


def _ids(parts: list[Mail]) -> Iterator[str]:
    """The ids of the messages that are attached, whole or as headers."""
    for one in parts:
        kind = one.get_content_type()
        inner = one.get_payload()
        if kind == "message/rfc822" and isinstance(inner, list):
            for mail in [each for each in inner[:5] if isinstance(each, Mail)]:
                yield from _ID.findall(f"message-id: {mail.get('message-id', '')}")
        elif kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            raw = one.get_payload(decode=True)
            text = raw if isinstance(raw, bytes) else str(inner).encode("utf-8", "replace")
            yield from _ID.findall(text[:_MOST].decode("utf-8", "replace"))


def code_in(text: str) -> str:
    """The first code in the words of a bounce that is no report; "" without one."""
    found = _STATUS.search(text[:_MOST])
    return found[1] if found else ""
