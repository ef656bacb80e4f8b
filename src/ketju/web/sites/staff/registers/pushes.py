"""Lists that are kept in git: what was pushed, the keys by which that is done, and that somebody looked."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.web.apps.registers.models import Push, PushKey, Register
from ketju.web.apps.registers.pushing import pushes_of
from ketju.web.apps.registers.writes.pushing import add_key, look_at, revoke_key, set_source
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm
from ketju.web.sites.staff.acting import may, processor_of, words
from ketju.web.sites.staff.registers.frame import crumbs_to, found_register, shown, title_of

MOST = 50


class KeyForm(WordForm):
    """A key by which a register may be pushed."""

    name = forms.CharField(label="web.push.key.name", help_text="web.push.key.name.help", max_length=80)
    public_key = forms.CharField(
        label="web.push.key.public", help_text="web.push.key.public.help", max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip


@require_safe
def index(request: HttpRequest, register: str) -> HttpResponse:
    """What was pushed, and the keys."""
    return _page(request, found_register(request, register), KeyForm())


def _page(request: HttpRequest, one: Register, form: KeyForm, status: int = 200) -> HttpResponse:
    keys = list(one.push_keys.all()[:MOST])
    return shown(
        request, "pushes.html", status, register=one, title=title_of(one), is_file=one.source == "file", form=form,
        pushes=list(pushes_of(one)[:MOST]), keys=keys,
        may_manage=may(request, "tokens.manage"), crumbs=crumbs_to(request, one), command=_command(one, keys),
    )  # fmt: skip


def _command(one: Register, keys: Sequence[PushKey]) -> str:
    """The command that pushes a register with the newest key that holds, "" without one."""
    key = next((key.public_id for key in keys if key.revoked_at is None), "")
    path = reverse("api:push_register", kwargs={"register_id": one.public_id})
    to = f"{settings.PUBLIC_URL.rstrip('/')}{path}"
    return f"ketju push ketju.yaml --key ketju-push --key-id {key} \\\n  --to {to}" if key else ""


@require_POST
def add(request: HttpRequest, register: str) -> HttpResponse:
    """A key is added."""
    one, form = found_register(request, register), KeyForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            add_key(
                by=actor_of(request), at=timezone.now(), register=one, name=given["name"],
                public_key=given["public_key"],
            )  # fmt: skip
        except Problem as problem:
            add_problem(form, problem, "public_key")
        else:
            messages.success(request, words()("web.push.key.added"))
            return redirect("register-pushes", processor_of(request).slug, one.public_id)
    return _page(request, one, form, 422)


@require_POST
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody pushes by a key any longer."""
    rows = PushKey.objects.filter(
        register__processor=processor_of(request), public_id=key.replace("\x00", "")
    )
    found = rows.select_related("register__processor").first()
    if found is None:
        raise Http404
    revoke_key(by=actor_of(request), at=timezone.now(), key=found)
    messages.success(request, words()("web.push.key.revoked"))
    return redirect("register-pushes", processor_of(request).slug, found.register.public_id)


@require_POST
def switch(request: HttpRequest, register: str) -> HttpResponse:
    """Where the truth of a register is from now on: here, or in a file."""
    one = found_register(request, register)
    source = "file" if request.POST.get("source") == "file" else "web"
    set_source(by=actor_of(request), at=timezone.now(), register=one, source=source)
    messages.success(request, words()("web.push.switched"))
    return redirect("register-pushes", processor_of(request).slug, one.public_id)


@require_POST
def look(request: HttpRequest, push: str) -> HttpResponse:
    """Somebody looked at what a push changes."""
    rows = Push.objects.filter(processor=processor_of(request), public_id=push.replace("\x00", ""))
    found = rows.select_related("register", "draft", "processor").first()
    if found is None:
        raise Http404
    look_at(by=actor_of(request), at=timezone.now(), push=found)
    messages.success(request, words()("web.push.look.done"))
    of = processor_of(request).slug
    if found.draft is None:
        return redirect("register-pushes", of, found.register.public_id)
    return redirect("draft-publish", of, found.draft.public_id)
