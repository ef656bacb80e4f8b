"""Who acts on a page, and answers of pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from ketju.core.problems import Problem
from ketju.text.render import Phrasebook, phrasebook
from ketju.web.base.access.models import Processor
from ketju.web.base.access.permission import Standing
from ketju.web.base.audit.writing import Actor
from ketju.web.base.pages.templatetags.words import problem_sentences


def words() -> Phrasebook:
    """The phrasebook of the reader's language."""
    return phrasebook(translation.get_language() or "en")


def standing_of(request: HttpRequest) -> Standing:
    """What the person is, as the policy of the address found it."""
    return request.standing  # type: ignore[attr-defined, no-any-return]


def processor_of(request: HttpRequest) -> Processor:
    """The processor in the address."""
    return request.processor  # type: ignore[attr-defined, no-any-return]


def actor(request: HttpRequest, reason: str = "") -> Actor:
    """The person as the audit trail names it."""
    standing = standing_of(request)
    role = next(iter(sorted(standing.staff_roles)), "")
    return Actor(user=standing.user, role=role, reason=reason, request_id=getattr(request, "request_id", ""))


def may(request: HttpRequest, action: str) -> bool:
    """Whether the person may also do something else, for buttons."""
    return standing_of(request).may(action)


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page."""
    return render(request, f"staff/{template}", context, status=status)


def sentences(problem: Problem) -> list[str]:
    """What a problem says, and its advice."""
    return problem_sentences(problem)
