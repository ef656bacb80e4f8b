"""The address of a customer's program as a page shows it: the form, the last test, the last notices, an example."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import forms

from ketju.core.problems import Problem
from ketju.text.render import Phrasebook
from ketju.web.apps.notices.endpoints import endpoint_of, is_test_awaited, last_to_program, set_endpoint
from ketju.web.apps.notices.models import Delivery, Endpoint
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.writing import Actor
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.templatetags.words import words

EXAMPLE: Final = """\
import base64, hashlib, hmac, time

def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    id, sent = headers["webhook-id"], headers["webhook-timestamp"]
    signed = b".".join([id.encode(), sent.encode(), body])
    digest = hmac.digest(key, signed, hashlib.sha256)
    wanted = "v1," + base64.b64encode(digest).decode()
    if abs(time.time() - int(sent)) > 300:
        return False
    return hmac.compare_digest(wanted, headers["webhook-signature"])
"""
"""How a program checks what it gets, in Python."""
_REASONS: Final = frozenset({"silent", "refused", "ended", "incomplete", "kept-in"})


class AddressForm(WordForm):
    """Where a customer's program takes notices."""

    url = forms.CharField(
        label="web.hooks.url", help_text="web.hooks.url.help", max_length=500,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )  # fmt: skip

    def secret_of(self, *, by: Actor, at: datetime, customer: Customer) -> str:
        """Set the address where it is given and allowed: its secret. "" where not; the form says why."""
        if not self.is_valid():
            return ""
        try:
            return str(set_endpoint(by=by, at=at, customer=customer, url=self.cleaned_data["url"]).secret)
        except Problem as problem:
            add_problem(self, problem, "url")
            return ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that was sent and what came of it: ``kind`` is that of a badge, ``note`` the detail in words."""

    state: str
    kind: str
    note: str = ""
    at: datetime | None = None
    subject: str = ""
    about: str = ""

    @property
    def words(self) -> str:
        """The key of the words of the state."""
        return f"web.hooks.state.{self.state}"


@dataclass(frozen=True, slots=True)
class Program:
    """The address of a customer's program; ``test`` is None where none was asked for. ``is_awaited``: its result is to
    come yet.
    """

    endpoint: Endpoint | None
    test: Shown | None
    is_awaited: bool
    rows: tuple[Shown, ...]
    example: str = EXAMPLE


def program_of(customer: Customer, at: datetime) -> Program:
    """What there is to show of the program of a customer, in the reader's language."""
    found, said = endpoint_of(customer), words()
    is_awaited = found is not None and is_test_awaited(found, at)
    test = _test(found, is_awaited, said) if found else None
    return Program(found, test, is_awaited, tuple(_sent(one, said) for one in last_to_program(customer)))


def _test(one: Endpoint, is_awaited: bool, said: Phrasebook) -> Shown | None:
    if one.tested_at is None:
        if one.test_asked_at is None:
            return None
        state = "awaited" if is_awaited else "lost"
        return Shown(state, "" if is_awaited else "warn", at=one.test_asked_at)
    took = said("web.hooks.took", millis=one.test_millis)
    if one.test_failure:
        state = "kept" if one.test_failure == "kept-in" else "failed"
        note = " ".join((_why(one.test_failure, said), took if one.test_failure == "silent" else "")).strip()
        return Shown(state, "bad", note, one.tested_at)
    is_taken = 200 <= one.test_status < 300
    note = f"{said('web.hooks.status', status=one.test_status)} {took}"
    return Shown("taken" if is_taken else "failed", "good" if is_taken else "bad", note, one.tested_at)


def _sent(one: Delivery, said: Phrasebook) -> Shown:
    state, kind, at, note = "waiting", "", one.created_at, ""
    if one.accepted_at is not None:
        state, kind, at = "taken", "good", one.accepted_at
    elif one.failed_at is not None:
        state, kind, at = "failed", "bad", one.failed_at
    elif one.attempts:
        state, kind = "again", "warn"
    if one.failure:
        note = f"{_why(one.failure, said)} {said('web.hooks.attempts', count=one.attempts)}"
    return Shown(state, kind, note, at, one.text.subject, one.notice.about)


def _why(failure: str, said: Phrasebook) -> str:
    """Why something was not taken, in words."""
    if failure in _REASONS:
        return said(f"web.hooks.why.{failure}")
    status = failure.removeprefix("HTTP ")
    if status == "0":  # as it was kept once
        return said("web.hooks.why.silent")
    return said("web.hooks.status", status=status) if status.isdigit() else failure
