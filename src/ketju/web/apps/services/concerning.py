"""Services, consents and agreed values of a customer."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from ketju.web.apps.services.models import Consent, EntryValue, Service
from ketju.web.base.subjects.concerning import Concern, Subject


def _of_customer(model: type[Model]) -> Any:
    def rows(subject: Subject) -> QuerySet[Any] | None:
        found = model._default_manager.filter(customer__public_id=subject.id)
        return found if subject.kind == "customer" else None

    return rows


CONCERNS = (
    Concern("services_entryvalue", _of_customer(EntryValue)),
    Concern("services_consent", _of_customer(Consent)),
    Concern("services_service", _of_customer(Service)),
)
