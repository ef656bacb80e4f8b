"""Every write to agreements: versions, and who accepted which."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction

from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion
from ketju.web.apps.agreements.reading import terms_faults
from ketju.web.apps.parties.checking import Fault, Reader, Refused, day, line, line_of, read_fields
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.services.checking import slug
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited

VERSION: dict[str, Reader] = {
    "slug": slug,
    "version": line,
    "name": line,
    "terms": str,
    "valid_from": day,
    "valid_to": day,
}
"""How each field of a version of an agreement is read."""
WAYS = ("recorded", "portal", "signed", "order", "sign-up")
"""How an agreement is accepted."""


LONGEST_TEXT = 500_000
"""So many characters may the text of an agreement have."""


def text_hash(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as it is shown and kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_version(given: Mapping[str, str], texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns of a version and its texts by language, those that are not empty. Raises Refused."""
    faults: list[Fault] = []
    values: dict[str, Any] = read_fields(given, VERSION, faults)
    needed = ("slug", "version", "name", "valid_from")
    faults += [Fault(name, "web.wrong.missing") for name in needed if not values.get(name, given.get(name))]
    faults += terms_faults(str(values.get("terms") or ""), "agreement")
    first, last = values.get("valid_from"), values.get("valid_to")
    if first and last and last < first:
        faults.append(Fault("valid_to", "web.wrong.order"))
    whole = {code: text.strip().replace("\r\n", "\n") for code, text in texts.items() if text.strip()}
    faults += [
        Fault(f"text_{code}", "web.wrong.long", {"most": f"{LONGEST_TEXT:,}"})
        for code, text in whole.items()
        if len(text) > LONGEST_TEXT
    ]
    if faults:
        raise Refused(faults)
    return values, whole


def add_version(
    *,
    by: Actor,
    at: datetime,
    processor: Processor,
    given: Mapping[str, str],
    texts: Mapping[str, str] = MappingProxyType({}),
) -> AgreementVersion:
    """A new version of an agreement with its texts by language. It is never changed afterwards. Raises Refused."""
    values, whole = read_version(given, texts)
    digest = text_hash(values["terms"]) if values.get("terms") else ""
    try:
        with transaction.atomic():
            made = AgreementVersion.objects.create(processor=processor, sha256=digest, **values)
            AgreementText.objects.bulk_create(
                AgreementText(agreement=made, language=code, text=text, sha256=text_hash(text))
                for code, text in whole.items()
            )
            audited(
                by, "agreements.create", "agreement", at=at, processor=processor, subject=made.public_id,
                fields=[f"text_{code}" for code in whole],
            )  # fmt: skip
    except IntegrityError:
        raise Refused([Fault("version", "web.wrong.taken")]) from None
    return made


def record_acceptance(
    *,
    by: Actor,
    at: datetime,
    customer: Customer,
    agreement: AgreementVersion,
    accepted_at: datetime,
    who: str = "",
    how: str = "recorded",
) -> Acceptance:
    """Note that a customer accepted a version (D-16): who, when, which. Raises Refused."""
    faults = []
    if agreement.processor_id != customer.processor_id:
        faults.append(Fault("agreement", "web.wrong.choice", {"found": "", "known": ""}))
    if accepted_at > at:
        faults.append(Fault("accepted_at", "web.wrong.future"))
    if how not in WAYS:
        faults.append(Fault("how", "web.wrong.choice", {"found": how, "known": ", ".join(WAYS)}))
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        made = Acceptance.objects.create(
            processor=customer.processor,
            customer=customer,
            agreement=agreement,
            by=line_of(who, "who"),
            how=how,
            accepted_at=accepted_at,
        )
        audited(
            by,
            "acceptances.create",
            "acceptance",
            at=at,
            processor=customer.processor,
            customer=customer.public_id,
            subject=made.public_id,
        )
    return made
