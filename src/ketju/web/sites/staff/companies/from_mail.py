"""A message in the inbox that is a supplier's notice, and undoing that."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ketju.core.problems import Problem
from ketju.web.apps.cases.reads_companies import companies_to_choose, company_named, supplier_notice_named
from ketju.web.apps.cases.reads_mail import companies_of_sender
from ketju.web.apps.cases.writes.from_mail import record_from_mail, take_back_notice
from ketju.web.base.access.zones import day_of
from ketju.web.base.inbox.models import Received
from ketju.web.base.inbox.reads import one_received
from ketju.web.base.pages.fields import add_problem
from ketju.web.sites.staff.acting import actor, may, page, processor_of, sentences, words
from ketju.web.sites.staff.companies.forms import MailForm


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, received: str) -> HttpResponse:
    """Record a message as a supplier's notice: with the day on which it came, its text, and the original."""
    processor, mail = processor_of(request), _mail(request, received)
    companies, came = companies_to_choose(processor), day_of(mail.received_at, processor.zone)
    form = MailForm(
        request.POST or None, companies=companies,
        initial={"engagement": _company(request, mail), "received_on": came, "text": str(mail.text)},
    )  # fmt: skip
    if form.is_valid():
        engagement = company_named(processor, form.cleaned_data["engagement"])
        assert engagement is not None
        said = form.said_in(processor, mail.received_at)
        try:
            made = record_from_mail(
                by=actor(request), at=timezone.now(), received=mail, engagement=engagement, said=said
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, words()("web.companies.recorded.notice"))
            return redirect("supplier-notice", processor=processor.slug, told=made.public_id)
    return page(
        request, "companies/from_mail.html", 422 if form.errors else 200, form=form, companies=companies, mail=mail,
        tab="notices",
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, told: str) -> HttpResponse:
    """The message was no notice of this company."""
    processor = processor_of(request)
    notice = supplier_notice_named(processor, told)
    if notice is None:
        raise Http404
    try:
        take_back_notice(by=actor(request), at=timezone.now(), notice=notice)
    except Problem as problem:
        messages.error(request, " ".join(sentences(problem)))
        return redirect("supplier-notice", processor=processor.slug, told=told)
    messages.success(request, words()("web.supplying.undone"))
    if may(request, "inbox.read") and one_received(processor, notice.original):
        return redirect("inbox-message", processor=processor.slug, received=notice.original)
    return redirect("supplier-notices", processor=processor.slug)


def _mail(request: HttpRequest, public_id: str) -> Received:
    """The message of the address, for those who may read the inbox."""
    found = one_received(processor_of(request), public_id) if may(request, "inbox.read") else None
    if found is None:
        raise Http404
    return found


def _company(request: HttpRequest, mail: Received) -> str:
    """The company that was chosen, else the one that the sender is a contact of."""
    if chosen := request.GET.get("company", ""):
        return chosen
    return next((one.engagement.public_id for one in companies_of_sender(mail, 1)), "")
