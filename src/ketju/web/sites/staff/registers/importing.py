"""Documents are received, read, read again, and become drafts."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ketju.core.model.document import ReadProblem
from ketju.core.problems import Problem
from ketju.formats.reading import MAX_BYTES, formats
from ketju.text.messages import problem_words
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.registers.jobs import read_soon
from ketju.web.apps.registers.models import Register, Snapshot
from ketju.web.apps.registers.problems import KeptInGit, ListTooLarge
from ketju.web.apps.registers.reads.reviewing import coming_of, earlier_of
from ketju.web.apps.registers.reads.staff import read_of
from ketju.web.apps.registers.writes.drafting import draft_from_snapshot, newest_version
from ketju.web.apps.registers.writes.receiving import receive
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.fields import add_problem, day_field
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.uploads import (
    Kind,
    UploadHostile,
    UploadOfAnotherKind,
    UploadTooLarge,
    check_upload,
    safe_name,
)
from ketju.web.sites.staff.acting import processor_of, words
from ketju.web.sites.staff.registers.frame import (
    checked_again,
    crumbs_to,
    found_register,
    found_snapshot,
    progress_part,
    shown,
    title_of,
)
from ketju.web.sites.staff.registers.publishing import sections_of
from ketju.web.sites.staff.registers.source import window

KINDS: tuple[Kind, ...] = ("pdf", "xlsx", "docx", "ods", "odt", "json", "xml", "html", "text")
FORMS = {"auto": "txt", "html": "html", "markdown": "md"}
"""What a pasted page may be, and the ending of the name under which it is kept."""
MOST_PASTED = 2_000_000
ADVISED = ("source-too-large",)
"""Problems whose own advice fits here; that of others speaks of the command line."""


class ImportForm(WordForm):
    """A file or a pasted page, and where it came from."""

    file = forms.FileField(label="web.registers.import.file", required=False)
    pasted = forms.CharField(
        label="web.registers.import.pasted", help_text="web.registers.import.pasted.help", required=False,
        max_length=MOST_PASTED, strip=False, widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    form = forms.ChoiceField(label="web.registers.import.form", required=False)
    address = forms.URLField(
        label="web.registers.import.address", help_text="web.registers.import.address.help", required=False,
        max_length=500, assume_scheme="https",
    )  # fmt: skip

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["form"].choices = choices("web.registers.import.form.", tuple(FORMS))  # type: ignore[attr-defined]
        self.fields["file"].help_text = words()(
            "web.reviewing.import.file.help", limit=MAX_BYTES // 1_000_000
        )

    def clean(self) -> dict[str, object]:
        """One of the two is given."""
        given = super().clean() or {}
        if not given.get("file") and not str(given.get("pasted") or "").strip() and not self.errors:
            self.complain("file", "web.registers.import.nothing")
        return given

    def document(self) -> tuple[str, bytes]:
        """The name and the bytes of what was given. Raises the problems of uploads."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            try:
                check_upload(file, KINDS, MAX_BYTES)
            except UploadTooLarge as problem:
                raise ListTooLarge(**problem.params) from problem
            except (UploadOfAnotherKind, UploadHostile):
                file.seek(0)  # it is kept, and what is wrong with it is told when it is read
            return safe_name(file.name or ""), file.read()
        ending = FORMS.get(self.cleaned_data.get("form") or "auto", "txt")
        return f"{words()('web.registers.import.pasted-name')}.{ending}", str(
            self.cleaned_data["pasted"]
        ).encode()


class BeginForm(WordForm):
    """What a document is: the next version, the list as it holds now, or one of the past."""

    kind = forms.ChoiceField(label="web.registers.begin.kind", widget=forms.RadioSelect)
    on = day_field(required=False)
    agreement = forms.ChoiceField(label="web.registers.begin.agreement", required=False)

    def __init__(self, register: Register, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        newest = newest_version(register)
        kinds = ("next",) if newest and newest.kind == "next" else ("next", "opening", "past")
        versions = AgreementVersion.objects.filter(processor=register.processor_id)
        self.fields["kind"].choices = choices("web.registers.begin.kind.", kinds)  # type: ignore[attr-defined]
        self.fields["kind"].initial = "next"
        self.fields["on"].label = "web.registers.begin.on"
        self.fields["on"].help_text = "web.registers.begin.on.help"
        self.fields["agreement"].help_text = "web.registers.begin.agreement.help"
        named = [(one.public_id, f"{one.name} {one.version}") for one in versions]
        self.fields["agreement"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        if len(kinds) == 1:
            del self.fields["on"], self.fields["agreement"]
            self.fields["kind"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, object]:
        """What held before has the day from which it held."""
        given = super().clean() or {}
        if given.get("kind") in ("opening", "past") and not given.get("on") and "on" not in self.errors:
            self.complain("on", "web.registers.begin.on-missing")
        return given


def bring_in(request: HttpRequest, register: str) -> HttpResponse:
    """A form for a document. It is kept as it comes; a short one is read at once, a long one in the background."""
    one = found_register(request, register)
    if request.method == "POST" and one.source == "file":
        raise KeptInGit
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            name, data = form.document()
        except Problem as problem:
            add_problem(form, problem, "file")
        else:
            made = receive(
                by=actor_of(request), at=timezone.now(), register=one, name=name, data=data,
                address=form.cleaned_data.get("address") or "",
            )  # fmt: skip
            read_soon(made, timezone.now())
            return redirect("snapshot", processor_of(request).slug, made.public_id)
    status = 422 if form.is_bound and form.errors else 200
    return shown(
        request, "import.html", status, register=one, form=form, title=title_of(one), formats=_formats(),
        is_file=one.source == "file", crumbs=crumbs_to(request, one),
    )  # fmt: skip


def _formats() -> list[str]:
    return sorted({one.name for one in formats()}, key=str.casefold)


def show(request: HttpRequest, snapshot: str) -> HttpResponse:
    """What a document is, what reading it gave or why it cannot be read, and what to do with it."""
    one = found_snapshot(request, snapshot)
    work = {"done": 0, "total": 0, "words": "web.registers.reading", "is_finished": one.read_at is not None}
    if request.GET.get("part") == "progress":
        return progress_part(request, work)
    form = BeginForm(one.register) if one.entries else None
    return _page(request, one, form, work)


def _page(
    request: HttpRequest, one: Snapshot, form: BeginForm | None, work: dict[str, object], status: int = 200
) -> HttpResponse:
    found, book = read_of(one), words()
    problem, hint = "", ""
    if one.problem:
        read = ReadProblem(one.problem, params=tuple(one.params.items()))
        problem, hint = problem_words(read, book)
    result, coming = found[0].result if found else None, coming_of(one)
    told = [problem_words(each, book)[0] for each in (result.problems[:20] if result else ())]
    return shown(
        request, "snapshot.html", status, snapshot=one, register=one.register, form=form, work=work,
        problem=problem, told=told,
        hint=hint if one.problem in ADVISED else book("web.registers.document.problem.next"),
        source=window(found[1], None, None, 60) if found and not one.entries else None, formats=_formats(),
        drafts=one.drafts.all(), format=next((each.name for each in formats() if each.id == one.form), one.form),
        crumbs=crumbs_to(request, one.register), is_file=one.register.source == "file",
        earlier=earlier_of(one), coming=coming,
        sections=sections_of(coming.before, coming.content, coming.changes) if coming else (),
    )  # fmt: skip


def download(request: HttpRequest, snapshot: str) -> HttpResponse:
    """The document as it was received, to be kept, not shown: whatever it is, it does not run here."""
    one = found_snapshot(request, snapshot)
    audited(
        actor_of(request), "snapshots.read", "snapshot", at=timezone.now(), processor=processor_of(request),
        subject=one.public_id,
    )  # fmt: skip
    answer = HttpResponse(bytes(one.data), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_ascii(one.name)}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _ascii(name: str) -> str:
    return (
        "".join(one if one.isascii() and (one.isalnum() or one in "-_. ") else "_" for one in name) or "file"
    )


@require_POST
def read_again(request: HttpRequest, snapshot: str) -> HttpResponse:
    """Read a document again: a newer version of Ketju may read more."""
    one = found_snapshot(request, snapshot)
    read_soon(one, timezone.now())
    messages.info(request, words()("web.registers.read-again-done"))
    return redirect("snapshot", processor_of(request).slug, one.public_id)


@require_POST
def begin(request: HttpRequest, snapshot: str) -> HttpResponse:
    """A draft of what was read. Its review follows."""
    one = found_snapshot(request, snapshot)
    form = BeginForm(one.register, request.POST)
    if not form.is_valid():
        work = {"is_finished": one.read_at is not None, "words": "web.registers.reading"}
        return _page(request, one, form, work, 422)
    given = form.cleaned_data
    is_old = given["kind"] in ("opening", "past")
    draft = draft_from_snapshot(
        by=actor_of(request), at=timezone.now(), snapshot=one, kind=given["kind"],
        on=given.get("on") if is_old else None, agreement=(given.get("agreement") or "") if is_old else "",
    )  # fmt: skip
    checked_again(request, draft)
    return redirect("draft-review", processor_of(request).slug, draft.public_id)
