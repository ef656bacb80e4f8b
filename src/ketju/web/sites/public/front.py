"""The first page: who publishes here, and where to sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ketju.web.apps.registers.published import ListLink, public_lists
from ketju.web.apps.retention.describing import publishing
from ketju.web.base.access.models import Processor


def show(request: HttpRequest) -> HttpResponse:
    """The processors of this installation."""
    lists: dict[int, list[ListLink]] = {}
    for one in public_lists(request.LANGUAGE_CODE):
        lists.setdefault(one.processor_id, []).append(one)
    processors = [(one, lists.get(one.pk, [])) for one in Processor.objects.all()]
    return render(request, "public/front.html", {"processors": processors, "publishing": publishing()})
