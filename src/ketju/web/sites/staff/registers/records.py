"""Records of a draft in forms: added, changed, duplicated, removed; what two people changed is told to both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.core.problems import Problem
from ketju.text.render import LANGUAGES, Phrasebook
from ketju.text.values import place_name
from ketju.web.apps.registers.content import FACTS, KINDS, Record, record_from
from ketju.web.apps.registers.models import Draft, DraftRecord
from ketju.web.apps.registers.naming import id_for
from ketju.web.apps.registers.problems import ChangedMeanwhile, RecordWrong
from ketju.web.apps.registers.reads.staff import names_in, record_at, record_counts
from ketju.web.apps.registers.writes.editing import remove_record, save_record
from ketju.web.base.audit.acting import actor_of
from ketju.web.sites.staff.acting import processor_of, sentences, words
from ketju.web.sites.staff.registers.frame import checked_again, crumbs_to, draft_page, found_draft, note_read
from ketju.web.sites.staff.registers.given import given
from ketju.web.sites.staff.registers.inputs import Group, Inputs
from ketju.web.sites.staff.registers.telling import Teller, label_key, members_of

REFERRED = KINDS[1:]
"""Kinds of records that others may refer to."""
A_PAGE = 100


@require_safe
def index(request: HttpRequest, draft: str) -> HttpResponse:
    """The records of a draft, kind by kind."""
    one = found_draft(request, draft)
    kind = request.GET.get("kind", "entries")
    kind = kind if kind in KINDS[1:] else "entries"
    asked = request.GET.get("q", "").strip()[:100]
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 else 1
    rows = one.records.filter(kind=kind)
    if asked:
        rows = rows.filter(name__icontains=asked.replace("\x00", ""))
    start = (max(number, 1) - 1) * A_PAGE
    found = list(rows.defer("data")[start : start + A_PAGE + 1])
    keep = f"kind={kind}&q={asked}&page="
    return draft_page(
        request, "records.html", one, "records", kind=kind, counts=record_counts(one),
        rows=[(row, places_of(row)) for row in found[:A_PAGE]],
        asked=asked, newer=f"?{keep}{number - 1}" if number > 1 else "",
        older=f"?{keep}{number + 1}" if len(found) > A_PAGE else "",
    )  # fmt: skip


def places_of(row: DraftRecord) -> str:
    """The countries of an entry in words."""
    return ", ".join(place_name(code, words()) for code in row.countries.split())


@dataclass(frozen=True, slots=True)
class Clash:
    """A member that two people changed: its words as they were, as they are now, and as this person wants them."""

    name: str
    label: str
    before: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def facts(request: HttpRequest, draft: str) -> HttpResponse:
    """The facts of the list: title, publisher, agreement, terms, translations."""
    return edit(request, draft, FACTS, "")


def edit(request: HttpRequest, draft: str, kind: str, slug: str) -> HttpResponse:
    """A form for a record."""
    one = found_draft(request, draft)
    row = one.records.filter(kind=kind, slug=slug.replace("\x00", "")).first()
    if row is None and not (request.method == "POST" and request.POST.get("theirs")):
        raise Http404
    desk = _Desk(request, one, kind, slug, row)
    return desk.saved() if request.method == "POST" else desk.form(desk.data)


def add(request: HttpRequest, draft: str, kind: str) -> HttpResponse:
    """A form for a new record, empty, or filled like one that is there."""
    one = found_draft(request, draft)
    if kind not in KINDS[1:]:
        raise Http404
    desk = _Desk(request, one, kind, "", None)
    if request.method == "POST":
        return desk.added()
    like = one.records.filter(kind=kind, slug=request.GET.get("like", "").replace("\x00", "")).first()
    data = record_from(like).data if like else {"name": request.GET.get("name", "")[:300]}
    return desk.form(data if kind != "sites" or like else {})


class _Desk:
    """A person at a form of one record of a draft."""

    def __init__(
        self, request: HttpRequest, draft: Draft, kind: str, slug: str, row: DraftRecord | None
    ) -> None:
        self.request, self.draft, self.kind, self.slug, self.row = request, draft, kind, slug, row
        self.book = words()
        self.names = names_in(draft, *REFERRED)
        self.teller = Teller(self.book, self.names)
        self.data: dict[str, Any] = record_from(row).data if row else {}

    def form(
        self, data: Mapping[str, Any], status: int = 200, problem: Problem | None = None, **context: Any
    ) -> HttpResponse:
        """The page with the form."""
        groups = self._groups(data)
        errors = sentences(problem) if problem else []
        if isinstance(problem, RecordWrong):
            errors += _put_faults(groups, problem, self.book)
        if self.row is not None:
            note_read(self.request, "draft", self.draft.public_id, 1)
        revision = self._number("revision") if self.request.method == "POST" else self.draft.revision
        return draft_page(
            self.request, "record.html", self.draft, "", status, groups=groups, kind=self.kind, slug=self.slug,
            row=self.row, revision=revision, back=self._back(), record_id=self.request.POST.get("id", ""),
            errors=errors, is_new=self.row is None and not context.get("clashes"),
            crumbs=crumbs_to(self.request, self.draft.register, self.draft), **context,
        )  # fmt: skip

    def _groups(self, data: Mapping[str, Any]) -> list[Group]:
        own = self.draft.register.languages or [self.draft.processor.language]
        languages = tuple(dict.fromkeys([*own, *(code for code in LANGUAGES if code not in own)]))
        more = self.request.POST.getlist("more") if self.request.method == "POST" else []
        others = {key: name for key, name in self.names.items() if key != (self.kind, self.slug)}
        return Inputs(Teller(self.book, others), languages).groups(self.kind, dict(data), more)

    def saved(self) -> HttpResponse:
        """The record is written, or the page says why it is not."""
        opened = record_at(self.draft, self.kind, self.slug, self._number("revision"))
        before = opened.data if opened else None
        wanted = given(self.kind, self.request.POST, before)
        if self.request.POST.getlist("more"):
            return self.form(wanted)
        if self.request.POST.get("theirs"):
            before, wanted = self._chosen(before, wanted)
        return self._write(self.slug, before, wanted)

    def _write(self, slug: str, before: dict[str, Any] | None, wanted: dict[str, Any]) -> HttpResponse:
        record = Record(self.kind, slug, wanted)
        try:
            save_record(
                by=actor_of(self.request), at=timezone.now(), draft=self.draft, record=record, opened=before
            )
        except ChangedMeanwhile as clash:
            return self.form(wanted, 409, clash, **self._clash(clash, before or {}, wanted))
        except Problem as problem:
            return self.form(wanted, 422, problem)
        checked_again(self.request, self.draft)
        messages.success(self.request, self.book("web.registers.saved", name=record.name))
        return redirect(self._back(slug))

    def added(self) -> HttpResponse:
        """A new record is written, under an id that is made from its name unless one is given."""
        wanted = given(self.kind, self.request.POST, None)
        if self.request.POST.getlist("more"):
            return self.form(wanted)
        asked = self.request.POST.get("id", "").strip()
        try:
            slug = id_for(self.draft, self.kind, asked, wanted)
        except RecordWrong as wrong:
            return self.form(wanted, 422, wrong)
        return self._write(slug, None, wanted)

    def _clash(self, clash: ChangedMeanwhile, before: dict[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
        labels = {one.name: one for one in members_of(self.kind)}
        last = self.draft.changes.filter(kind=self.kind, slug=self.slug).select_related("by").first()

        def said(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
            return tuple(self.teller.lines(labels[name], data.get(name))) if name in labels else ()

        return {
            "clashes": [
                Clash(
                    name, self.book(label_key(name)), said(before, name), said(clash.theirs, name), said(mine, name)
                )
                for name in clash.fields
            ],
            "clash": last, "is_gone": not clash.theirs, "theirs": last.revision if last else self.draft.revision,
        }  # fmt: skip

    def _chosen(
        self, before: dict[str, Any] | None, mine: dict[str, Any]
    ) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        """(What stood there when the choice was shown, what should stand): theirs, with what this person chose."""
        found = record_at(self.draft, self.kind, self.slug, self._number("theirs"))
        theirs, first = dict(found.data) if found else None, before or {}
        if theirs is None:
            return None, mine
        wanted = dict(theirs)
        for name in {*first, *mine}:
            is_changed = first.get(name) != mine.get(name)
            if is_changed and self.request.POST.get(f"choose-{name}", "mine") == "mine":
                wanted.pop(name, None)
                wanted |= {name: mine[name]} if name in mine else {}
        return theirs, wanted

    def _number(self, name: str) -> int:
        text = self.request.POST.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    def _back(self, slug: str = "") -> str:
        of, draft = processor_of(self.request).slug, self.draft.public_id
        asked = self.request.POST.get("back", "") or self.request.GET.get("back", "")
        if asked == "review" and self.kind == "entries":
            at = slug or self.slug
            return f"{reverse('draft-review', args=[of, draft])}?at={at}#e-{at}"
        if asked == "check":
            return reverse("draft-check", args=[of, draft])
        home = reverse("draft", args=[of, draft])
        return home if self.kind == FACTS else f"{home}?kind={self.kind}"


def _put_faults(groups: list[Group], problem: RecordWrong, book: Phrasebook) -> list[str]:
    """Put each fault beside its input; those that have none are told above the form."""
    left = []
    inputs = {one.name: one for group in groups for one in group.inputs}
    for name, key, params in problem.faults:
        if name in inputs:
            inputs[name].errors.append(book(key, **params))
        else:
            left.append(book(key, **params))
    return left


def remove(request: HttpRequest, draft: str, kind: str, slug: str) -> HttpResponse:
    """A question, and then the record is taken out; undoing brings it back."""
    one = found_draft(request, draft)
    row = one.records.filter(kind=kind, slug=slug.replace("\x00", "")).first()
    if row is None or kind == FACTS:
        raise Http404
    errors: list[str] = []
    if request.method == "POST":
        text = request.POST.get("revision", "")
        revision = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
        opened = record_at(one, kind, slug, revision) if revision >= 0 else None
        try:
            remove_record(
                by=actor_of(request), at=timezone.now(), draft=one, kind=kind, slug=slug,
                opened=opened.data if opened else {},
            )  # fmt: skip
        except Problem as problem:
            errors = sentences(problem) + _referring(problem)
        else:
            checked_again(request, one)
            messages.success(request, words()("web.registers.removed", name=row.name or row.slug))
            return redirect(
                f"{reverse('draft', args=[processor_of(request).slug, one.public_id])}?kind={kind}"
            )
    return draft_page(
        request, "remove.html", one, "", 409 if errors else 200, row=row, errors=errors, kind=kind,
        crumbs=crumbs_to(request, one.register, one),
    )  # fmt: skip


def _referring(problem: Problem) -> list[str]:
    book = words()
    return (
        [book(key, **params) for _, key, params in problem.faults] if isinstance(problem, RecordWrong) else []
    )
