"""Objections and authorisations of a customer, and gates that were opened for it."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.apps.cases.models import Authorisation, GateWaiver, Objection, ObjectionFile, ObjectionStep
from ketju.web.base.subjects.concerning import Concern, Subject


def _objections(subject: Subject) -> QuerySet[Objection] | None:
    return Objection.objects.filter(customer__public_id=subject.id) if subject.kind == "customer" else None


def _steps(subject: Subject) -> QuerySet[ObjectionStep] | None:
    found = ObjectionStep.objects.filter(objection__customer__public_id=subject.id)
    return found if subject.kind == "customer" else None


def _files(subject: Subject) -> QuerySet[ObjectionFile] | None:
    found = ObjectionFile.objects.filter(step__objection__customer__public_id=subject.id)
    return found if subject.kind == "customer" else None


def _authorisations(subject: Subject) -> QuerySet[Authorisation] | None:
    return (
        Authorisation.objects.filter(customer__public_id=subject.id) if subject.kind == "customer" else None
    )


def _waivers(subject: Subject) -> QuerySet[GateWaiver] | None:
    return GateWaiver.objects.filter(customer=subject.id) if subject.kind == "customer" else None


CONCERNS = (
    Concern("cases_objectionfile", _files),
    Concern("cases_objectionstep", _steps),
    Concern("cases_objection", _objections),
    Concern("cases_authorisation", _authorisations),
    Concern("cases_gatewaiver", _waivers),
)
