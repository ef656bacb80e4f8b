"""The first page: who publishes here, and where to sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

<<<<<<< HEAD
from ketju.web.apps.retention.describing import publishing
=======
from ketju.web.apps.registers.published import ListLink, public_lists
>>>>>>> 674416f (Lists for the public: feeds of services, pictures, the demo publishes its lists)
from ketju.web.base.access.models import Processor


def show(request: HttpRequest) -> HttpResponse:
    """The processors of this installation."""
<<<<<<< HEAD
    context = {"processors": Processor.objects.all(), "publishing": publishing()}
    return render(request, "public/front.html", context)
=======
    lists: dict[int, list[ListLink]] = {}
    for one in public_lists(request.LANGUAGE_CODE):
        lists.setdefault(one.processor_id, []).append(one)
    processors = [(one, lists.get(one.pk, [])) for one in Processor.objects.all()]
    return render(request, "public/front.html", {"processors": processors})
>>>>>>> 674416f (Lists for the public: feeds of services, pictures, the demo publishes its lists)
