"""The first page: who publishes here, and where to sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ketju.web.apps.retention.describing import publishing
from ketju.web.base.access.models import Processor


def show(request: HttpRequest) -> HttpResponse:
    """The processors of this installation."""
    context = {"processors": Processor.objects.all(), "publishing": publishing()}
    return render(request, "public/front.html", context)
