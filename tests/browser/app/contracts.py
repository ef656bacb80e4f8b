"""Agreements to look at: two versions with texts and terms, a side letter, a house policy, who signs, a signed copy."""

from __future__ import annotations

from datetime import date, datetime

from ketju.formats.sealed import digest_of
from ketju.web.apps.agreements.models import (
    Acceptance,
    AgreementText,
    AgreementVersion,
    Deviation,
    HousePolicy,
)
from ketju.web.apps.agreements.writes import text_hash
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.retention.models import RoleHolder
from ketju.web.apps.signing.models import SignedCopy

_HEAD = "ketju-terms: 1\nkind: agreement\nid: dpa\nversion: {}\nterms:\n"
TERMS = {
    "2024-1": "  notice.length: {value: 30 days, clause: § 3}\n  objection.window: {value: open, clause: § 3}\n"
    "  breach.notice: {value: 72 hours, clause: § 4}\n  logs.kept: {value: 12 months, clause: § 5}\n",
    "2026-1": "  notice.length: {value: 14 days, clause: § 3}\n  objection.window: {value: 14 days, clause: § 3}\n"
    "  breach.notice: {value: without undue delay, clause: § 4}\n  logs.kept: {value: 6 months, clause: § 5}\n",
}
TEXTS = {
    "2024-1": "1. Käsittelemme tietoja vain ohjeestanne.\n\n2. Henkilöstömme pitää ne salassa.\n\n"
    "3. Kerromme uusista alikäsittelijöistä 30 päivää ennen kuin ne aloittavat.\n\n"
    "4. Kerromme tietoturvaloukkauksesta 72 tunnin kuluessa.\n\n5. Säilytämme lokeja 12 kuukautta.",
    "2026-1": "1. Käsittelemme tietoja vain ohjeestanne.\n\n2. Henkilöstömme pitää ne salassa.\n\n"
    "3. Kerromme uusista alikäsittelijöistä 14 päivää ennen kuin ne aloittavat, ja voitte vastustaa.\n\n"
    "4. Kerromme tietoturvaloukkauksesta ilman aiheetonta viivytystä.\n\n5. Säilytämme lokeja 6 kuukautta.\n\n"
    "6. Voitte tarkastaa toimintamme kerran vuodessa.",
}


def terms_of(version: str) -> str:
    """The terms of a version as a file."""
    return _HEAD.format(version) + TERMS[version]


def fill_contracts(harbour: Customer, versions: tuple[AgreementVersion, ...], at: datetime) -> str:
    """Fill them in; the public id of the side letter."""
    kite = harbour.processor
    for one in versions:
        text = TEXTS[one.version]
        AgreementText.objects.create(agreement=one, language="fi", text=text, sha256=text_hash(text))
    policy = (
        "ketju-terms: 1\nkind: policy\nid: house\nterms:\n"
        "  objection.window: {value: 21 days, clause: decision 2026-4}\n"
    )
    HousePolicy.objects.create(
        processor=kite, version="1", terms=policy, sha256=text_hash(policy), valid_from=date(2026, 1, 1)
    )
    RoleHolder.objects.create(
        processor=kite, role="signatory", name="Aino Kallio", email="contracts@kite.example.com",
        first=date(2025, 1, 1),
    )  # fmt: skip
    acceptance = Acceptance.objects.get(customer=harbour)
    SignedCopy.objects.create(
        processor=kite, customer=harbour, acceptance=acceptance, holder="hol_x", language="fi", evidence="{}",
        sha256=digest_of({}), pdf=b"%PDF-1.7", pdf_sha256="0" * 64, made_at=at,
    )  # fmt: skip
    made = Deviation.objects.create(
        processor=kite, customer=harbour, parameter="notice.length", value="45 days", basis="sivukirje, § 3",
        document="sivukirje-2026-02.pdf", signed_on=date(2026, 2, 20), first=date(2026, 3, 1), recorded_at=at,
    )  # fmt: skip
    return made.public_id
