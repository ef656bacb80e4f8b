"""Publishing a draft: what changes, whether notice is owed, and when it is published; now or at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ketju.core.model.change import Change
from ketju.core.model.register import Register as Content
from ketju.core.problems import Problem
from ketju.core.register.projection import TLP_LABELS
from ketju.text.changes import ChangeWords, section_of
from ketju.web.apps.cases.reads_desk import case_of_draft
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.reads.reviewing import account_of
from ketju.web.apps.registers.reads.staff import next_of
from ketju.web.apps.registers.writes.drafting import OPEN
from ketju.web.apps.registers.writes.publishing import ELSEWHERE, publish, schedule, unschedule
from ketju.web.base.access.policy import day_at
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.templatetags.words import moment_words
from ketju.web.sites.staff.acting import processor_of, words
from ketju.web.sites.staff.registers.frame import draft_page, found_draft

SECTIONS = ("yes", "by-agreement", "no", "form")
"""Changes are told by whether notice is owed, those of wording last."""


class PublishForm(WordForm):
    """Why a version is published, to whom, and when."""

    why = forms.CharField(
        label="web.registers.publish.why", help_text="web.registers.publish.why.help", max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label="web.registers.publish.audience", help_text="web.registers.publish.audience.help"
    )
    when = forms.ChoiceField(label="web.registers.publish.when", widget=forms.RadioSelect, initial="now")
    at = forms.CharField(
        label="web.registers.publish.at", required=False, max_length=20,
        widget=forms.TextInput(attrs={"type": "datetime-local"}),
    )  # fmt: skip

    def __init__(self, draft: Draft, label: str, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(draft.processor.zone)
        kinds = ("now",) if draft.kind in ELSEWHERE else ("now", "later")
        self.fields["when"].choices = choices("web.registers.publish.when.", kinds)  # type: ignore[attr-defined]
        self.fields["audience"].choices = [(one, one) for one in TLP_LABELS]  # type: ignore[attr-defined]
        self.fields["audience"].initial = draft.audience or label or TLP_LABELS[0]
        self.fields["at"].help_text = words()("web.registers.publish.at.help", zone=draft.processor.zone)
        if len(kinds) == 1:
            self.fields["when"].widget = forms.HiddenInput()
            del self.fields["at"]

    def clean(self) -> dict[str, object]:
        """What is published later has an instant to come, which there is in the processor's zone."""
        given = super().clean() or {}
        if given.get("when") == "later":
            given["instant"] = self._instant(str(given.get("at", "")))
        return given

    def _instant(self, text: str) -> datetime | None:
        """The instant of a time on the clocks of the processor, which the browser knows nothing of."""
        try:
            at = datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            self.complain("at", "web.registers.publish.at-missing")
            return None
        instant = at.replace(tzinfo=self.zone).astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) != at:
            self.complain("at", "web.registers.publish.at-skipped")
        elif instant <= timezone.now():
            self.complain("at", "web.registers.publish.at-past")
        return instant


@dataclass(frozen=True, slots=True)
class Line:
    """A change in words: whom it is about, what, whether notice is owed, and why."""

    name: str
    what: str
    reason: str
    basis: str
    touched: str


@dataclass(frozen=True, slots=True)
class Section:
    """Changes that are alike in whether notice is owed."""

    key: str
    lines: tuple[Line, ...]


def sections_of(old: Content, new: Content, changes: Sequence[Change]) -> list[Section]:
    """Changes in words, by whether notice is owed."""
    said = ChangeWords(old, new, words())
    found: dict[str, list[Line]] = {key: [] for key in SECTIONS}
    for one in changes:
        found[section_of(one)].append(
            Line(
                said.name(one),
                said.what(one),
                said.reason(one.notice),
                said.basis(one.notice),
                said.touched(one),
            )
        )
    return [Section(key, tuple(lines)) for key, lines in found.items() if lines]


def show(request: HttpRequest, draft: str) -> HttpResponse:
    """What publishing changes, and the form that does it."""
    one = found_draft(request, draft)
    coming = next_of(one)
    content, old = coming.content, coming.before
    initial = {"why": one.why}
    form = PublishForm(one, content.tlp, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _publish(request, one, form)
        except Problem as problem:
            add_problem(form, problem)
    sections = sections_of(old, content, coming.changes) if old else []
    status = 422 if form.is_bound and form.errors else 200
    return draft_page(
        request, "publish.html", one, "publish", status, form=form, sections=sections, is_first=old is None,
        says_more=bool(sections) or old is None or one.kind in ELSEWHERE,
        entries=len(content.entries), is_elsewhere=one.kind in ELSEWHERE, case=case_of_draft(one),
        zone=one.processor.zone,
        is_checked=one.checked_revision == one.revision, account=account_of(one) if one.state in OPEN else None,
        scheduled=one.publish_at.astimezone(ZoneInfo(one.processor.zone)) if one.publish_at else None,
    )  # fmt: skip


def _publish(request: HttpRequest, draft: Draft, form: PublishForm) -> HttpResponse:
    given, by, now, book = form.cleaned_data, actor_of(request), timezone.now(), words()
    of = processor_of(request).slug
    if given.get("when") == "later":
        schedule(
            by=by,
            at=now,
            draft=draft,
            publish_at=given["instant"],
            why=given["why"],
            audience=given["audience"],
        )
        messages.success(request, book("web.registers.publish.scheduled", at=moment_words(given["instant"])))
        return redirect("draft-publish", of, draft.public_id)
    made = publish(
        by=by, at=now, draft=draft, on=day_at(draft.processor), why=given["why"], audience=given["audience"]
    )
    messages.success(request, book("web.registers.publish.done", number=made.number))
    return redirect("register-version", of, draft.register.public_id, made.number)


@require_POST
def cancel(request: HttpRequest, draft: str) -> HttpResponse:
    """A draft is not published later after all."""
    one = found_draft(request, draft)
    unschedule(by=actor_of(request), at=timezone.now(), draft=one)
    messages.success(request, words()("web.registers.publish.cancelled"))
    return redirect("draft-publish", processor_of(request).slug, one.public_id)
