"""What was done in a draft, taking the last of it back, and giving the draft up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.registers.content import FACTS, Record
from ketju.web.apps.registers.models import Draft, DraftChange
from ketju.web.apps.registers.reads.staff import changes_of, names_in, next_undo
from ketju.web.apps.registers.writes.drafting import begin_draft, discard_draft
from ketju.web.apps.registers.writes.editing import undo
from ketju.web.base.audit.acting import actor_of
from ketju.web.sites.staff.acting import processor_of, words
from ketju.web.sites.staff.registers.frame import (
    checked_again,
    draft_page,
    found_draft,
    found_register,
    note_read,
)
from ketju.web.sites.staff.registers.telling import Teller, label_key, members_of

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """A member that a change touched: its label, and its words before and after."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a draft in words."""

    change: DraftChange
    act: str
    name: str
    who: str
    at: datetime
    differences: tuple[Difference, ...]

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.change.undone is not None


def step_of(change: DraftChange, teller: Teller) -> Step:
    """A change in words."""
    before, after = _data(change.before), _data(change.after)
    found = []
    for one in members_of(change.kind):
        old, new = before.get(one.name), after.get(one.name)
        if old != new:
            label = teller.book(label_key(one.name))
            found.append(Difference(label, tuple(teller.lines(one, old)), tuple(teller.lines(one, new))))
    if before.get("waivers") != after.get("waivers"):
        count = len(after.get("waivers", ())) - len(before.get("waivers", ()))
        said = teller.book("web.registers.history.waivers", count=abs(count))
        found.append(
            Difference(
                teller.book("web.registers.waivers"),
                (said,) if count < 0 else (),
                (said,) if count > 0 else (),
            )
        )
    name = (
        teller.book("web.registers.facts")
        if change.kind == FACTS
        else Record(change.kind, change.slug, after or before).name
    )
    who = change.by.get_full_name() if change.by else teller.book("web.registers.machine")
    return Step(change, teller.book(f"web.registers.act.{change.act}"), name, who, change.at, tuple(found))


def _data(text: str) -> dict[str, Any]:
    return dict(json.loads(text)) if text else {}


@require_safe
def show(request: HttpRequest, draft: str) -> HttpResponse:
    """The changes of a draft, the newest first."""
    one = found_draft(request, draft)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    changes = changes_of(one, before=before, most=A_PAGE + 1)
    teller = Teller(words(), names_in(one, "entries", "services", "regions", "groups", "options"))
    steps = [step_of(change, teller) for change in changes[:A_PAGE]]
    note_read(request, "draft", one.public_id, len(steps))
    last = next_undo(one)
    return draft_page(
        request, "history.html", one, "history", steps=steps, last=step_of(last, teller) if last else None,
        older=f"?before={changes[A_PAGE - 1].revision}" if len(changes) > A_PAGE else "",
    )  # fmt: skip


@require_POST
def undo_last(request: HttpRequest, draft: str) -> HttpResponse:
    """The newest change is taken back. The form says which it showed, so that nothing else is."""
    one = found_draft(request, draft)
    back = redirect("draft-history", processor_of(request).slug, one.public_id)
    last, book = next_undo(one), words()
    if last is None or request.POST.get("revision") != str(last.revision):
        messages.warning(request, book("web.registers.history.moved-on"))
        return back
    undone = undo(by=actor_of(request), at=timezone.now(), draft=one)
    if undone is not None:
        checked_again(request, one)
        messages.success(
            request, book("web.registers.history.undone", name=step_of(undone, Teller(book)).name)
        )
    return back


@require_POST
def discard(request: HttpRequest, draft: str) -> HttpResponse:
    """The draft is given up; what was in it stays to be seen."""
    one = found_draft(request, draft)
    discard_draft(by=actor_of(request), at=timezone.now(), draft=one)
    messages.success(request, words()("web.registers.discarded"))
    return redirect("register", processor_of(request).slug, one.register.public_id)


@require_POST
def begin(request: HttpRequest, register: str) -> HttpResponse:
    """A draft of what is published, or an empty one."""
    one = found_register(request, register)
    made: Draft = begin_draft(by=actor_of(request), at=timezone.now(), register=one)
    checked_again(request, made)
    return redirect("draft", processor_of(request).slug, made.public_id)
