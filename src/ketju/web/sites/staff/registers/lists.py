"""The registers of a processor, one of them, and its settings."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify

from ketju.core.problems import Problem
from ketju.core.register.slugs import slug as slug_of
from ketju.text.render import LANGUAGES
from ketju.web.apps.registers.reads.staff import (
    open_drafts,
    registers_of,
    snapshots_of,
    versions_of,
    waivers_ending,
)
from ketju.web.apps.registers.writes.receiving import add_register
from ketju.web.apps.registers.writes.settings import PATH, change_register, untitled
from ketju.web.base.access.policy import day_at
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.sites.staff.acting import processor_of, words
from ketju.web.sites.staff.registers.findings_words import rule_title
from ketju.web.sites.staff.registers.frame import (
    crumbs_to,
    draft_name,
    found_register,
    public_address,
    shown,
    title_of,
)


class RegisterForm(WordForm):
    """What a register is called and where it is seen."""

    title_en = forms.CharField(label="web.registers.title-in.en", max_length=200, required=False)
    title_fi = forms.CharField(label="web.registers.title-in.fi", max_length=200, required=False)
    title_sv = forms.CharField(label="web.registers.title-in.sv", max_length=200, required=False)
    languages = forms.MultipleChoiceField(
        label="web.registers.languages", help_text="web.registers.languages.help",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["languages"].choices = choices("web.language.", LANGUAGES)  # type: ignore[attr-defined]
        for code in LANGUAGES:
            self.fields[f"title_{code}"].is_sometimes_asked = True  # type: ignore[attr-defined]

    @property
    def titles(self) -> dict[str, str]:
        """The titles by language."""
        return {
            code: self.cleaned_data[f"title_{code}"]
            for code in LANGUAGES
            if self.cleaned_data[f"title_{code}"]
        }

    def clean(self) -> dict[str, object]:
        """Every language that the list is published in has a title, and there is at least one."""
        given = super().clean() or {}
        titles = {code: str(given.get(f"title_{code}") or "") for code in LANGUAGES}
        for code in untitled(titles, given.get("languages", [])):
            self.complain(f"title_{code}", "web.registers.title-missing")
        return given


class NewForm(RegisterForm):
    """A new register."""

    slug = forms.SlugField(
        label="web.registers.slug", help_text="web.registers.slug.help", max_length=60, required=False
    )


class SettingsForm(RegisterForm):
    """The settings of a register."""

    is_public = forms.BooleanField(
        label="web.registers.is-public", help_text="web.registers.is-public.help", required=False
    )
    old_paths = forms.CharField(
        label="web.registers.old-paths", help_text="web.registers.old-paths.help", required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean_old_paths(self) -> list[str]:
        """The addresses, one a line; only their paths are kept."""
        lines = [line.strip() for line in str(self.cleaned_data["old_paths"]).splitlines() if line.strip()]
        for line in lines:
            if not PATH.fullmatch(line):
                raise forms.ValidationError(words()("web.registers.old-path-wrong", path=line))
        return lines


def index(request: HttpRequest) -> HttpResponse:
    """Every register with what is published of it, the drafts that wait, the waivers that run out."""
    processor = processor_of(request)
    rows = registers_of(processor)
    titles = {row.register.pk: title_of(row.register) for row in rows}
    drafts = [(one, draft_name(one)) for row in rows for one in row.drafts]
    endings = [
        (one, rule_title(one.rule), titles.get(one.register_id, ""))
        for one in waivers_ending(processor, day_at(processor)).select_related("register")[:50]
    ]
    return shown(
        request, "index.html", rows=[(row, titles[row.register.pk]) for row in rows],
        drafts=[(one, name, titles[one.register_id]) for one, name in drafts], endings=endings,
        on=day_at(processor),
    )  # fmt: skip


def add(request: HttpRequest) -> HttpResponse:
    """A form for a new register."""
    processor = processor_of(request)
    form = NewForm(
        request.POST if request.method == "POST" else None, initial={"languages": [processor.language]}
    )
    if request.method == "POST" and form.is_valid():
        titles = form.titles
        try:
            made = add_register(
                by=actor_of(request), at=timezone.now(), processor=processor, titles=titles,
                slug=form.cleaned_data["slug"] or slug_of(next(iter(titles.values()), ""))[:60] or slugify("list"),
                languages=form.cleaned_data["languages"],
            )  # fmt: skip
        except Problem as problem:
            add_problem(form, problem, "slug")
        else:
            return redirect("register-import", processor.slug, made.public_id)
    status = 422 if form.is_bound and form.errors else 200
    return shown(request, "new.html", status, form=form, crumbs=crumbs_to(request))


def show(request: HttpRequest, register: str) -> HttpResponse:
    """One register: what is published, what is worked on, what was received."""
    one = found_register(request, register)
    drafts = [(draft, draft_name(draft)) for draft in open_drafts(one.processor).filter(register=one)]
    return shown(
        request, "show.html", register=one, title=title_of(one), versions=versions_of(one), drafts=drafts,
        public_address=public_address(one),
        snapshots=snapshots_of(one), is_file=one.source == "file", crumbs=crumbs_to(request),
    )  # fmt: skip


def settings(request: HttpRequest, register: str) -> HttpResponse:
    """A form for the settings of a register."""
    one = found_register(request, register)
    initial = {
        **{f"title_{code}": one.titles.get(code, "") for code in LANGUAGES},
        "languages": one.languages, "is_public": one.is_public, "old_paths": "\n".join(one.old_paths),
    }  # fmt: skip
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_register(
            by=actor_of(request), at=timezone.now(), register=one, titles=form.titles,
            languages=form.cleaned_data["languages"], old_paths=form.cleaned_data["old_paths"],
            is_public=form.cleaned_data["is_public"],
        )  # fmt: skip
        messages.success(request, words()("web.registers.settings-saved"))
        return redirect("register", processor_of(request).slug, one.public_id)
    status = 422 if form.is_bound and form.errors else 200
    return shown(
        request, "settings.html", status, register=one, form=form, title=title_of(one),
        crumbs=crumbs_to(request, one),
    )  # fmt: skip
