"""What one customer is owed when sub-processors change, as its terms say, with what nobody has settled.

Source: GDPR Art. 28(2); D-135, D-194 to D-203; Q-9, Q-10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Literal

from ketju.core.periods.calendars import Calendar, calendar_from
from ketju.core.periods.instants import zone_from
from ketju.core.periods.lengths import Length
from ketju.core.periods.method import Method, method_for
from ketju.core.terms.layers import LayerKind
from ketju.core.terms.resolution import Effective
from ketju.core.terms.values import Value

Mode = Literal["general", "specific"]
"""How a customer authorises sub-processors: by not objecting in time, or by consenting (Art. 28(2), SCC 7.7(a))."""
From = Literal["sending", "delivery"]
"""From what a period runs."""
Resent = Literal["restarts", "stands"]
"""What a notice that is sent anew with a correction does to the periods: they run from it, or go on as they were."""

BOUNCE = Length("days", 5)
"""How long a mail may still come back, where no agreement says it."""
LETTER = Length("days", 7)
"""When a letter counts as received after it was posted, where no agreement says it."""
DISPLAY = Length("days", 7)
"""How long a message in an application waits for somebody who looks at it, where no agreement says it."""
SETTLED = (
    "authorisation.mode",
    "notice.length",
    "notice.pass_on",
    "notice.start",
    "notice.changes",
    "notice.channel",
    "notice.recipients",
    "objection.window",
    "objection.start",
    "periods.regime",
    "periods.calendar",
    "periods.zone",
    "delivery.bounce",
    "delivery.letter",
    "delivery.display",
)
"""The parameters of terms that what is owed is made of."""
NEEDED: dict[Mode, tuple[str, ...]] = {"general": ("notice.length", "objection.window"), "specific": ()}
"""What has to be settled before a date can be computed."""
UNDISPUTED = (
    "authorisation.mode", "notice.length", "notice.pass_on", "objection.window", "periods.calendar", "periods.zone",
)  # fmt: skip
"""What no document may say in two ways: either reading could be the one that the customer relies on, and none of them
is the longer for all days. In everything else of ``SETTLED`` what holds without a word is in the customer's favour.
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """What a customer is owed before a change takes effect.

    ``notice`` must lie between the notice and the use of a sub-processor (D-198), ``window`` is for objecting (D-202);
    None where nobody settled it. ``open`` names the parameters that keep a date from being computed: with one of them
    nothing may take effect. ``pass_on`` is what a customer that is itself a processor has to tell its own customers in:
    the period of notice begins when it is over (Art. 28(4)). ``changes`` are the sorts of change that it has to be told
    of, ``recipients`` the sorts of its people to whom notice is notice to it (``told``). ``layers`` name for each
    parameter that is settled the layer of terms whose value it is. ``emergency`` is the shorter notice that the terms
    allow in an emergency, None where they allow none. ``display`` is how long a message in an application waits for
    somebody who looks at it, before another channel is tried. ``disputed`` names what terms say in two ways.
    """

    mode: Mode
    calendar: Calendar
    zone: tzinfo
    notice: Length | None = None
    notice_from: From = "delivery"
    window: Length | None = None
    window_from: From = "delivery"
    changes: tuple[str, ...] = ("addition", "replacement")
    channels: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    regime: str = "contract"
    bounce: Length = BOUNCE
    letter: Length = LETTER
    pass_on: Length | None = None
    layers: tuple[tuple[str, LayerKind], ...] = ()
    emergency: Length | None = None
    resent: Resent = "restarts"
    display: Length = DISPLAY
    disputed: tuple[str, ...] = ()

    @property
    def in_emergency(self) -> Owed:
        """What is owed when a sub-processor is replaced in an emergency: the shorter time that the terms give for it,
        for notice and window alike; the same as ever where they give none, or the customer has to consent.
        """
        if self.emergency is None or self.mode == "specific":
            return self
        return replace(self, notice=self.emergency, window=self.emergency)

    @property
    def open(self) -> tuple[str, ...]:
        """The parameters that nobody has settled and without which no date can be computed.

        One period is enough: where only one of them is settled, it is the one that is waited for. What terms say in two
        ways is not settled, and no other period stands in for it.
        """
        if self.disputed:
            return self.disputed
        if self.mode == "specific" or self.notice is not None or self.window is not None:
            return ()
        return NEEDED["general"]

    def layer(self, parameter: str) -> LayerKind | None:
        """The layer whose value of a parameter it is; None where nobody settled it."""
        return dict(self.layers).get(parameter)

    @property
    def duty(self) -> Method:
        """How the period of notice is counted: back from the use, so that no day off moves it (W-3, Art. 3(4) last
        sentence); under the Regulation two working days lie in it at least (Art. 3(5)).
        """
        return replace(method_for(self.regime, "duty"), roll=False, minimum=False)

    @property
    def right(self) -> Method:
        """How the window to object is counted: it is the customer's, and is not cut short by days off (Q-9)."""
        return method_for(self.regime, "right")


def owed_under(terms: Mapping[str, Effective], *, calendar: str, zone: str) -> Owed:
    """What a customer is owed under its terms.

    ``calendar`` and ``zone`` are the processor's, where the terms are silent. What starts a period is delivery where
    nobody settled it: that is in the customer's favour (Q-10). A customer whose mode nobody settled has a general
    authorisation, under which it may always object. Where nobody settled it, a notice that is sent anew restarts the
    periods, which is in the customer's favour as well. Raises CalendarUnknown and ZoneUnknown.
    """
    said = {name: found.value for name, found in terms.items()}
    return Owed(
        mode="specific" if said.get("authorisation.mode") == "specific" else "general",
        calendar=calendar_from(str(said.get("periods.calendar") or calendar)),
        zone=zone_from(str(said.get("periods.zone") or zone)),
        notice=_length(said.get("notice.length")),
        notice_from=_from(said.get("notice.start")),
        window=_length(said.get("objection.window")),
        window_from=_from(said.get("objection.start")),
        changes=_several(said.get("notice.changes")) or ("addition", "replacement"),
        channels=_several(said.get("notice.channel")),
        recipients=_several(said.get("notice.recipients")),
        regime=str(said.get("periods.regime") or "contract"),
        bounce=_length(said.get("delivery.bounce")) or BOUNCE,
        letter=_length(said.get("delivery.letter")) or LETTER,
        pass_on=_length(said.get("notice.pass_on")),
        layers=tuple((name, one.layer) for name in SETTLED if (one := terms.get(name)) and one.layer),
        emergency=_length(said.get("notice.emergency")),
        resent="stands" if said.get("notice.resent") == "stands" else "restarts",
        display=_length(said.get("delivery.display")) or DISPLAY,
        disputed=_disputed(terms, said.get("authorisation.mode")),
    )


def _disputed(terms: Mapping[str, Effective], mode: Value | None) -> tuple[str, ...]:
    """What terms say in two ways, of what a date is made of; a customer that has to consent waits for no period."""
    if mode == "specific":
        return ()
    return tuple(name for name in UNDISPUTED if (one := terms.get(name)) and one.state == "contradictory")


def _length(value: Value | None) -> Length | None:
    return value if isinstance(value, Length) else None


def _from(value: Value | None) -> From:
    return "sending" if value == "sending" else "delivery"


def _several(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
