"""Checking a draft: what the rules find, and answering for it."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ketju.core.lint.waiving import is_in_force
from ketju.core.model.finding import LEVELS, Finding
from ketju.core.model.register import Waiver
from ketju.text.values import date_words
from ketju.web.apps.registers.checking import waivers_in
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.problems import NotChecked
from ketju.web.apps.registers.reads.staff import names_in
from ketju.web.apps.registers.writes.answering import Answer, answer_for, answer_for_all, finding_at
from ketju.web.apps.registers.writes.waivers import end_waiver
from ketju.web.base.access.policy import day_at
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.pages.fields import day_field
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.sites.staff.acting import processor_of, words
from ketju.web.sites.staff.registers.findings_words import by_rule, rule_title, told_findings
from ketju.web.sites.staff.registers.frame import checked_again, draft_page, found_draft
from ketju.web.sites.staff.registers.review import back_to


class WaiverForm(WordForm):
    """Who answers for a finding, why, and until when."""

    reason = forms.CharField(
        label="web.registers.waiver.reason", help_text="web.registers.waiver.reason.help", max_length=400
    )
    owner = forms.CharField(label="web.registers.waiver.owner", max_length=120)
    until = day_field()

    def __init__(self, on: date, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.fields["until"].label = "web.registers.waiver.until"
        self.fields["until"].help_text = "web.registers.waiver.until.help"

    def clean_until(self) -> date:
        """A day to come, at most a year away."""
        until: date = self.cleaned_data["until"]
        if not Answer("", "", self.on, until).has_good_end:
            raise forms.ValidationError(words()("web.registers.waiver.until-wrong"))
        return until

    @property
    def answer(self) -> Answer:
        """What was answered, once it is found right."""
        given = self.cleaned_data
        return Answer(given["reason"], given["owner"], self.on, given["until"])


class BulkForm(WaiverForm):
    """One answer for every open finding of an old list."""

    least = forms.ChoiceField(label="web.registers.waiver.least", help_text="web.registers.waiver.least.help")
    field_order = ("least", "reason", "owner", "until")

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["least"].choices = choices("web.registers.waiver.least.", LEVELS)  # type: ignore[attr-defined]
        self.fields["least"].initial = "error"


def show(request: HttpRequest, draft: str, bulk: BulkForm | None = None) -> HttpResponse:
    """What the rules found, by rule."""
    one = found_draft(request, draft)
    names = names_in(one, "entries", "services", "regions", "groups", "options", "sites")
    told = told_findings(one, names) if one.checked_revision >= 0 else []
    on = day_at(one.processor)
    initial = {"owner": request.user.get_full_name(), "until": on + timedelta(days=90)}  # type: ignore[union-attr]
    return draft_page(
        request, "check.html", one, "check", 422 if bulk else 200,
        rules=by_rule(each for each in told if not each.is_waived),
        bulk=bulk or BulkForm(on, initial=initial), initial=initial, waivers=_waivers(one, on),
        counts={level: sum(each.level == level and not each.is_waived for each in told) for level in LEVELS},
    )  # fmt: skip


@require_POST
def run(request: HttpRequest, draft: str) -> HttpResponse:
    """The rules are run over the draft as it is now."""
    one = found_draft(request, draft)
    checked_again(request, one, always=True)
    return redirect("draft-check", processor_of(request).slug, one.public_id)


def _waivers(draft: Draft, on: date) -> list[tuple[Waiver, str, str, bool]]:
    """(waiver, title of its rule, its last day in words, whether it holds) of the draft."""
    return [
        (one, rule_title(one.rule), date_words(one.until, words()), is_in_force(one, on))
        for one in waivers_in(draft)
    ]


@require_POST
def answer(request: HttpRequest, draft: str) -> HttpResponse:
    """Somebody answers for one finding."""
    one = found_draft(request, draft)
    finding = _finding(one, request.POST.get("finding", ""), request.POST.get("path", ""))
    on = day_at(one.processor)
    form = WaiverForm(on, request.POST)
    if not form.is_valid():
        return draft_page(
            request, "waive.html", one, "", 422, form=form, finding=_told(one, finding),
            number=request.POST.get("finding", ""), path=finding.path, back=request.POST.get("back", ""),
        )  # fmt: skip
    answer_for(by=actor_of(request), at=timezone.now(), draft=one, finding=finding, answer=form.answer)
    if request.POST.get("back"):
        return redirect(back_to(request, one))
    return redirect("draft-check", processor_of(request).slug, one.public_id)


def _told(draft: Draft, finding: Finding) -> object:
    names = names_in(draft, "entries", "services", "regions", "groups", "options", "sites")
    return next((one for one in told_findings(draft, names) if one.finding == finding), None)


def _finding(draft: Draft, number: str, path: str) -> Finding:
    """The finding that a form is about. Raises NotChecked where the draft has moved on since."""
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else -1
    return finding_at(draft, at, path)


@require_POST
def answer_all(request: HttpRequest, draft: str) -> HttpResponse:
    """Somebody answers for every open finding of some levels at once, so that an old list can start (D-7)."""
    one = found_draft(request, draft)
    on = day_at(one.processor)
    form = BulkForm(on, request.POST)
    if not form.is_valid():
        return show(request, draft, form)
    count = answer_for_all(
        by=actor_of(request),
        at=timezone.now(),
        draft=one,
        least=form.cleaned_data["least"],
        answer=form.answer,
    )
    messages.success(request, words()("web.registers.waiver.many", count=count))
    return redirect("draft-check", processor_of(request).slug, one.public_id)


@require_POST
def end(request: HttpRequest, draft: str) -> HttpResponse:
    """A waiver is taken back: what it was about counts again."""
    one = found_draft(request, draft)
    number = request.POST.get("waiver", "")
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 10**7
    rule = request.POST.get("rule", "")
    if not end_waiver(by=actor_of(request), at=timezone.now(), draft=one, number=at, rule=rule):
        raise NotChecked
    checked_again(request, one, always=True)
    return redirect("draft-check", processor_of(request).slug, one.public_id)
