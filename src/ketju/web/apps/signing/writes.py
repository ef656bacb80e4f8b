"""Accept in the portal and get the countersigned copy at once; make a copy that is missing; hand a copy out."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.conf import settings
from django.db import transaction

from ketju.core.problems.publishing import WriterMissing
from ketju.formats.sealed import digest_of, json_of
from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import main_user_of
from ketju.web.apps.registers.reads_customers import view_of
from ketju.web.apps.retention.models import RoleHolder
from ketju.web.apps.selfservice.agreements import Signature, accept_agreement
from ketju.web.apps.signing.evidence import evidence_of, pdf_of_copy
from ketju.web.apps.signing.models import SignedCopy
from ketju.web.apps.signing.problems import CopyDamaged, SignatoryMissing
from ketju.web.apps.signing.reads import signatory_on
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import MACHINE, Actor, audited
from ketju.web.base.outbox.writes import AddressWrong, enqueue_message

FORMS = {"pdf": "application/pdf", "json": "application/json"}
"""Forms of a copy, with their media types."""


def sign_agreement(
    *, by: Actor, at: datetime, customer: Customer, version: str, signature: Signature
) -> SignedCopy | None:
    """A signatory accepts a version; the countersigned copy is made in the same transaction.

    None where nobody is named who signs for the processor: the acceptance holds, and the copy is work for staff. Done
    twice, the first acceptance and its copy stand. Raises NotThere.
    """
    with transaction.atomic():
        on = day_of(at, customer.processor.zone)
        acceptance = accept_agreement(
            by=by, at=at, on=on, customer=customer.public_id, version=version, signature=signature
        )
        done = SignedCopy.objects.filter(acceptance=acceptance).first()
        if done is not None:
            return done
        try:
            return make_copy(by=MACHINE, at=at, acceptance=acceptance, to=by.user.email if by.user else "")
        except SignatoryMissing:
            return None


def make_copy(*, by: Actor, at: datetime, acceptance: Acceptance, to: str = "") -> SignedCopy:
    """Countersign an acceptance and make its copy, with the annex as of the moment of the acceptance; tell by mail.

    ``to`` is the address of the mail, "" for that of the customer's main user. A copy that is there already stands.
    Raises SignatoryMissing.
    """
    with transaction.atomic():
        rows = Acceptance.objects.select_for_update(of=("self",))
        held = rows.select_related("processor", "customer__processor", "agreement", "text").get(
            pk=acceptance.pk
        )
        done = SignedCopy.objects.filter(acceptance=held).first()
        if done is not None:
            return done
        holder = signatory_on(held.processor, day_of(at, held.processor.zone))
        if holder is None:
            raise SignatoryMissing
        made = _made(held, holder, at)
        audited(
            by, "copies.create", "copy", at=at, processor=held.processor, customer=held.customer.public_id,
            subject=made.public_id,
        )  # fmt: skip
        _tell(made, to, at)
    return made


def _made(held: Acceptance, holder: RoleHolder, at: datetime) -> SignedCopy:
    """The copy in the language of the text that was accepted; without a PDF where the installation makes none."""
    read = held.text.language if held.text else held.customer.language
    phrases = phrasebook(read if read in LANGUAGES else "en")
    view = view_of(held.customer, day_of(held.accepted_at, held.processor.zone), held.accepted_at)
    evidence = evidence_of(held, holder, view, at, phrases)
    try:
        pdf = pdf_of_copy(evidence, held, view, phrases)
    except WriterMissing:
        pdf = b""
    return SignedCopy.objects.create(
        processor=held.processor, customer=held.customer, acceptance=held, holder=holder.public_id,
        language=phrases.language, evidence=json_of(evidence).decode(), sha256=evidence["sha256"], pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest() if pdf else "", made_at=at,
    )  # fmt: skip


def _tell(made: SignedCopy, to: str, at: datetime) -> None:
    """Tell of the copy; whoever has no address finds it in the portal."""
    main = None if to else main_user_of(made.customer)
    address = to or (main.email if main else "")
    if not address:
        return
    phrases, customer = phrasebook(made.language), made.customer
    page = f"{settings.PUBLIC_URL}/portal/{customer.public_id}/agreements/"
    agreement = made.acceptance.agreement
    words = {
        "processor": made.processor.name, "agreement": f"{agreement.name} {agreement.version}", "address": page,
        "hash": made.sha256,
    }  # fmt: skip
    try:
        with transaction.atomic():
            enqueue_message(
                by=MACHINE, at=at, processor=made.processor, key=f"copy/{made.public_id}", kind="copy",
                to=address, subject=phrases("web.copy.mail.subject", **words),
                text=phrases("web.copy.mail.text", **words), language=made.language, customer=customer.public_id,
            )  # fmt: skip
    except AddressWrong:
        return


def copy_file(*, by: Actor, at: datetime, copy: SignedCopy, form: str) -> bytes:
    """A copy as a file, as it was made, and the entry of the audit trail that it was taken out.

    Empty where there is no PDF. Raises CopyDamaged.
    """
    with transaction.atomic():
        audited(
            by, "copies.export", "copy", at=at, processor=copy.processor, customer=copy.customer.public_id,
            subject=copy.public_id, fields=(form,),
        )  # fmt: skip
    if form == "json":
        data = str(copy.evidence).encode()
        is_whole = digest_of(json.loads(data)) == copy.sha256
    else:
        data = bytes(copy.pdf)
        is_whole = not copy.pdf_sha256 or hashlib.sha256(data).hexdigest() == copy.pdf_sha256
    if not is_whole:
        raise CopyDamaged(copy=copy.public_id)
    return data
