"""The first page: who publishes here, and where to sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ketju.web.base.access.models import Processor


def show(request: HttpRequest) -> HttpResponse:
    """The processors of this installation."""
    return render(request, "public/front.html", {"processors": Processor.objects.all()})
