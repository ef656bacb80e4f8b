"""What the processor decides about its own register: retention, who answers for it, its authority, its description."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.core.territory.authorities import authorities, authority_of
from ketju.text.render import LANGUAGES
from ketju.web.apps.parties.checking import needed_day
from ketju.web.apps.retention.deciding import (
    Preview,
    preview,
    publish_description,
    read_rules,
    set_about,
    set_rules,
)
from ketju.web.apps.retention.holders import ROLES, add_holder, end_holder, holder_of, holders_of
from ketju.web.apps.retention.models import RetentionRules, RoleHolder, rules_of
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.customers import status_of
from ketju.web.sites.staff.forms import Form, authority_words

PERIODS = ("months_after", "year_end_month", "year_end_day")
ABOUT = ("contact", "postal_address", "authority")
LABELS = {"contact": "web.field.register-contact"}
MONTHS = (
    "web.month.1", "web.month.2", "web.month.3", "web.month.4", "web.month.5", "web.month.6", "web.month.7",
    "web.month.8", "web.month.9", "web.month.10", "web.month.11", "web.month.12",
)  # fmt: skip
HOLDER = ("role", "name", "email", "phone", "is_named", "first")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is decided, and where each is changed."""
    processor = processor_of(request)
    rules, today = rules_of(processor), day_at(processor)
    held = [one for one in holders_of(processor) if one.holds(today)]
    _note(request, len(held))
    return page(
        request, "settings/index.html", rules=rules, holders=held, authority=_authority(rules),
        languages_shown=LANGUAGES, may_erase=may(request, "customers.erase"),
        may_write=may(request, "registers.write"), may_publish=may(request, "registers.publish"),
        may_operate=may(request, "settings.manage"), may_tokens=may(request, "tokens.manage"),
    )  # fmt: skip


def _authority(rules: RetentionRules) -> dict[str, object]:
    """The authority that holds: the chosen one, else that of the country."""
    known = authorities().get(rules.authority)
    if not rules.authority:
        known = authority_of(rules.processor.country)
    return {
        "words": authority_words(rules.authority) or (authority_words(known.id) if known else ""),
        "site": known.site if known else "",
        "verify": known is not None and known.verify,
        "is_by_country": not rules.authority and known is not None,
    }


def _note(request: HttpRequest, count: int) -> None:
    """Names of people are on the page."""
    if count:
        audited(
            actor(request), "holders.read", "holder", at=timezone.now(), processor=processor_of(request),
            count=count,
        )  # fmt: skip


def retention(request: HttpRequest) -> HttpResponse:
    """A form for the retention rules; what the change would erase; then the change, with its reason."""
    processor = processor_of(request)
    form = Form(PERIODS, rules_of(processor), needed=PERIODS, choices={"year_end_month": _months()})
    would: Preview | None = None
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            rules = read_rules(form.given(request.POST))
            if request.POST.get("do") == "change":
                set_rules(by=actor(request, reason), at=timezone.now(), processor=processor, rules=rules)
                return redirect("settings", processor=processor.slug)
            would = preview(processor, rules, day_at(processor))
            if would.due or would.later:
                audited(
                    actor(request), "customers.read", "customer", at=timezone.now(), processor=processor,
                    count=len(would.due) + len(would.later),
                )  # fmt: skip
        except Problem as problem:
            form.refuse(problem)
    return page(request, "settings/retention.html", status_of(form), form=form, would=would, reason=reason)


def _months() -> list[tuple[str, str]]:
    said = words()
    return [(str(number), said(key)) for number, key in enumerate(MONTHS, 1)]


def about(request: HttpRequest) -> HttpResponse:
    """A form for what the description says of the processor: contact, address, supervisory authority."""
    processor = processor_of(request)
    form = Form(ABOUT, rules_of(processor), labels=LABELS)
    if request.method == "POST":
        try:
            given = form.given(request.POST)
            set_about(by=actor(request), at=timezone.now(), processor=processor, given=given)
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("settings", processor=processor.slug)
    return page(request, "settings/form.html", status_of(form), form=form, title="web.settings.about.change")


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Open the public address of the description, or close it."""
    processor = processor_of(request)
    is_public = request.POST.get("is_public") == "yes"
    publish_description(by=actor(request), at=timezone.now(), processor=processor, is_public=is_public)
    return redirect("settings", processor=processor.slug)


@require_safe
def holders(request: HttpRequest) -> HttpResponse:
    """Who holds a role and who held it before."""
    processor = processor_of(request)
    today = day_at(processor)
    rows = [(one, one.holds(today), one.last is None or one.last >= today) for one in holders_of(processor)]
    _note(request, len(rows))
    return page(request, "settings/holders.html", rows=rows, may_write=may(request, "registers.write"))


def add(request: HttpRequest) -> HttpResponse:
    """Somebody takes a role over."""
    processor, said = processor_of(request), words()
    roles = [(one, said(f"web.holder.{one}")) for one in ROLES]
    form = Form(
        HOLDER, RoleHolder(role=ROLES[0], first=day_at(processor_of(request))), needed=("role", "name", "first"),
        choices={"role": roles}, labels={"role": "web.field.holder-role", "first": "web.field.holder-first"},
    )  # fmt: skip
    if request.method == "POST":
        try:
            given = form.given(request.POST)
            add_holder(by=actor(request), at=timezone.now(), processor=processor, given=given)
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("holders", processor=processor.slug)
    return page(
        request, "settings/form.html", status_of(form), form=form, title="web.holders.add", back="holders"
    )


def end(request: HttpRequest, holder: str) -> HttpResponse:
    """Somebody leaves a role, and nobody takes it over."""
    processor = processor_of(request)
    one = holder_of(processor, holder)
    if one is None:
        raise Http404
    form = Form(("last",), one, needed=("last",), labels={"last": "web.field.holder-last"})
    if request.method == "POST":
        try:
            last = needed_day(form.given(request.POST)["last"], "last")
            end_holder(by=actor(request), at=timezone.now(), holder=one, last=last)
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("holders", processor=processor.slug)
    return page(
        request, "settings/form.html", status_of(form), form=form, title="web.holders.end", back="holders"
    )
