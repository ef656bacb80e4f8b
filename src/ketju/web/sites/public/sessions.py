"""Where a person is signed in: shown, and ended, after the person confirmed who they are."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ketju.web.apps.people.sessions import end_others, end_session, sessions_of
from ketju.web.base.accounts.models import User
from ketju.web.base.pages.templatetags.words import words


@require_http_methods(["GET", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def sessions(request: HttpRequest) -> HttpResponse:
    """The list; a press ends one of the others, or all of them."""
    user, key = request.user, request.session.session_key or ""
    assert isinstance(user, User)
    if request.method != "POST":
        return render(request, "public/sessions.html", {"sessions": sessions_of(user, key)})
    wanted = request.POST.get("session", "")
    if not wanted:
        end_others(user, key)
    elif not (wanted.isdecimal() and end_session(user, int(wanted[:18]), key)):
        raise Http404
    messages.success(request, words()("web.said.sessions-ended"))
    return redirect("usersessions_list")
