"""Review side by side: the source with what was read from it, and the entries that it became."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.text.render import Phrasebook
from ketju.web.apps.registers.checking import grave_entries
from ketju.web.apps.registers.marking import UNREAD, Marked
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.readings import Reading
from ketju.web.apps.registers.reads.staff import names_in, read_of, reviewed
from ketju.web.apps.registers.writes.editing import review_record
from ketju.web.apps.registers.writes.reviewing import accept_sure
from ketju.web.base.audit.acting import actor_of
from ketju.web.sites.staff.acting import processor_of, words
from ketju.web.sites.staff.registers.cards import cards_of, targets_of
from ketju.web.sites.staff.registers.findings_words import Told, by_record, told_findings
from ketju.web.sites.staff.registers.frame import draft_page, found_draft, note_read
from ketju.web.sites.staff.registers.source import window
from ketju.web.sites.staff.registers.telling import Names, Teller

A_PAGE = 20
"""So many entries stand on a page of the review."""
MOST_UNREAD = 40
SHOW = ("first", "open", "all")
"""Which entries: those with doubts and findings first, those that nobody has looked at, all in the list's order."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the source that nobody could make sense of."""

    text: str
    why: str
    place: str


@require_safe
def show(request: HttpRequest, draft: str) -> HttpResponse:
    """A page of the review."""
    one = found_draft(request, draft)
    names = names_in(one, "entries", "services", "regions", "groups", "options")
    told = told_findings(one, names)
    findings = by_record(each for each in told if not each.is_waived)
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in SHOW else "first"
    slugs = _ordered(one, findings, wanted)
    number = _page_of(request, slugs)
    return _shown(request, one, slugs, number, wanted, names, told)


def _ordered(draft: Draft, findings: Collection[tuple[str, str]], wanted: str) -> list[str]:
    rows = draft.records.filter(kind="entries").values_list("slug", "doubts", "review", "position")
    if wanted == "open":
        rows = rows.filter(review="")
    found = list(rows)
    if wanted != "all":
        found.sort(key=lambda row: (not row[1], ("entries", row[0]) not in findings, row[3]))
    return [row[0] for row in found]


def _page_of(request: HttpRequest, slugs: list[str]) -> int:
    """The number of the page: that of an entry that is asked for, else the one in the address."""
    at, page = request.GET.get("at", ""), request.GET.get("page", "1")
    if at in slugs:
        return slugs.index(at) // A_PAGE + 1
    last = max(-(-len(slugs) // A_PAGE), 1)
    return min(max(int(page), 1), last) if page.isascii() and page.isdecimal() and len(page) < 7 else 1


def _shown(
    request: HttpRequest,
    draft: Draft,
    slugs: list[str],
    number: int,
    wanted: str,
    names: Names,
    told: list[Told],
) -> HttpResponse:
    here = slugs[(number - 1) * A_PAGE : number * A_PAGE]
    order = {slug: at for at, slug in enumerate(here)}
    rows = sorted(draft.records.filter(kind="entries", slug__in=here), key=lambda row: order[row.slug])
    teller, found = Teller(words(), names), read_of(draft.snapshot)
    open_findings = [one for one in told if not one.is_waived]
    cards = cards_of(rows, teller, found, by_record(open_findings))
    targets = targets_of(cards)
    unread = _unread(found, teller.book) if number == 1 else []
    paths = {*targets, *(f"{UNREAD}{at}" for at in range(len(unread)))}
    note_read(request, "draft", draft.public_id, len(cards))
    last = max(-(-len(slugs) // A_PAGE), 1)
    general = [one for one in open_findings if not one.places] if number == 1 else []
    return draft_page(
        request, "review.html", draft, "review", cards=cards, unread=unread, progress=reviewed(draft),
        blocks=window(found[1], paths, targets) if found else [], wanted=wanted, shows=SHOW, number=number,
        last=last, general=general,
        newer=f"?show={wanted}&page={number - 1}" if number > 1 else "",
        older=f"?show={wanted}&page={number + 1}" if number < last else "",
        back=f"{request.path}?show={wanted}&page={number}",
        is_ours=draft.snapshot is not None and draft.snapshot.form == "ketju",
    )  # fmt: skip


def _unread(found: tuple[Reading, Marked] | None, book: Phrasebook) -> list[Unread]:
    if not found:
        return []
    marks: Mapping[str, str] = found[1].pieces
    parts = found[0].result.unread[:MOST_UNREAD]
    return [
        Unread(part.text[:400], book(part.reason), marks.get(f"{UNREAD}{number}", ""))
        for number, part in enumerate(parts)
    ]


@require_POST
def mark(request: HttpRequest, draft: str) -> HttpResponse:
    """An entry is accepted, or that is taken back. With htmx the card comes back, else the page."""
    one = found_draft(request, draft)
    slug, review = request.POST.get("entry", ""), request.POST.get("review", "")
    row = one.records.filter(kind="entries", slug=slug.replace("\x00", "")).first()
    if row is None or review not in ("", "accepted"):
        raise BadRequest
    review_record(
        by=actor_of(request), at=timezone.now(), draft=one, kind="entries", slug=row.slug, review=review
    )
    if not request.headers.get("HX-Request"):
        return redirect(f"{back_to(request, one)}#e-{row.slug}")
    row.review = review
    names = names_in(one, "entries", "services", "regions", "groups", "options")
    findings = by_record(each for each in told_findings(one, names) if not each.is_waived)
    card = cards_of([row], Teller(words(), names), read_of(one.snapshot), findings)[0]
    return draft_page(
        request,
        "card_alone.html",
        one,
        "review",
        card=card,
        progress=reviewed(one),
        back=back_to(request, one),
    )


def back_to(request: HttpRequest, draft: Draft) -> str:
    """The page of the review that a form came from; only pages of this very review."""
    own = reverse("draft-review", args=[processor_of(request).slug, draft.public_id])
    asked = request.POST.get("back", "")
    return asked if asked.startswith(f"{own}?") and "\\" not in asked and "//" not in asked else own


@require_POST
def accept_all(request: HttpRequest, draft: str) -> HttpResponse:
    """Every entry is accepted of which nothing was guessed and of which the rules say nothing."""
    one = found_draft(request, draft)
    count = accept_sure(by=actor_of(request), at=timezone.now(), draft=one, besides=grave_entries(one))
    if count:
        messages.success(request, words()("web.registers.review.accepted-many", count=count))
    else:
        messages.info(request, words()("web.desk.none-certain"))
    return redirect("draft-review", processor_of(request).slug, one.public_id)
