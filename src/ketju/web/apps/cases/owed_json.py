"""What a customer is owed as JSON, so that a plan keeps what the terms said on the day it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ketju.core.notices.owed import DISPLAY, Owed
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import zone_from, zone_name
from ketju.core.periods.lengths import Length
from ketju.core.terms.layers import Statement

FLOW_DOWN = (
    "confidentiality.",
    "security.",
    "breach.",
    "audit.",
    "purpose.",
    "instructions.",
    "end.",
    "transfers.",
)
"""What of an agreement has to stand in the contract of a sub-processor as well (Art. 28(4), D-132, D-187)."""


def terms_data(owed: Owed, own: Iterable[Statement]) -> dict[str, Any]:
    """What customers are owed as JSON, and which of what they agreed besides a contract has to pass on."""
    passes_on = sorted({one.parameter for one in own if one.parameter.startswith(FLOW_DOWN)})
    return {**data_of(owed), "passes_on": passes_on}


def data_of(owed: Owed) -> dict[str, Any]:
    """What is owed as JSON."""
    return {
        "mode": owed.mode, "calendar": owed.calendar.code, "zone": zone_name(owed.zone),
        "notice": _data(owed.notice), "notice_from": owed.notice_from,
        "window": _data(owed.window), "window_from": owed.window_from,
        "changes": list(owed.changes), "channels": list(owed.channels), "recipients": list(owed.recipients),
        "regime": owed.regime, "bounce": _data(owed.bounce), "letter": _data(owed.letter),
        "pass_on": _data(owed.pass_on),
        "layers": [list(one) for one in owed.layers],
        "emergency": _data(owed.emergency),
        "resent": owed.resent, "display": _data(owed.display),
        **({"disputed": list(owed.disputed)} if owed.disputed else {}),
    }  # fmt: skip


def owed_in(data: dict[str, Any]) -> Owed:
    """What is owed, from the JSON that ``data_of`` made. Raises CalendarUnknown, ZoneUnknown."""
    bounce, letter = _length(data["bounce"]), _length(data["letter"])
    assert bounce is not None and letter is not None
    return Owed(
        mode=data["mode"], calendar=calendar_from(data["calendar"]), zone=zone_from(data["zone"]),
        notice=_length(data["notice"]), notice_from=data["notice_from"],
        window=_length(data["window"]), window_from=data["window_from"],
        changes=tuple(data["changes"]), channels=tuple(data["channels"]),
        recipients=tuple(data["recipients"]), regime=data["regime"], bounce=bounce, letter=letter,
        pass_on=_length(data.get("pass_on")),
        layers=tuple((name, layer) for name, layer in data.get("layers", ())),
        emergency=_length(data.get("emergency")),
        resent=data.get("resent", "restarts"),
        display=_length(data.get("display")) or DISPLAY,
        disputed=tuple(data.get("disputed", ())),
    )  # fmt: skip


def _data(length: Length | None) -> list[Any] | None:
    return None if length is None else [length.unit, length.count, length.days]


def _length(data: list[Any] | None) -> Length | None:
    return None if data is None else Length(data[0], data[1], data[2])
