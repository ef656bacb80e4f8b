"""Who ended has to show that the data are erased or given back: it is asked, reminded, and somebody takes the proof.

Source: GDPR Art. 28(3)(g), 28(4); D-8, D-144, D-145, D-152.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from ketju.core.model.register import Entry
from ketju.text.render import phrasebook
from ketju.text.values import date_words
from ketju.web.apps.cases.covering import entry_of
from ketju.web.apps.cases.models import EndProof, Engagement
from ketju.web.apps.cases.problems import EvidenceWrong, ProofTaken, ReasonMissing
from ketju.web.apps.cases.recipients import language_for
from ketju.web.apps.cases.writes.engaging import ERASURE, record_evidence
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import MACHINE, Actor, audited
from ketju.web.base.inbox.addresses import tokened_address
from ketju.web.base.outbox.writes import AddressWrong, enqueue_message
from ketju.web.base.pages.uploads import Upload

WAYS = ("erasure", "return")
"""How a company ends its processing."""
PURPOSE = "end-proof"
"""The purpose of addresses that answers go to."""
SPOKEN = {"FI": "fi", "SE": "sv", "AX": "sv"}
"""What a contact reads where the company has its seat in a country, as long as nobody says otherwise."""
BEFORE, EVERY, MOST = timedelta(days=7), timedelta(days=14), 6
"""Reminders: so long before the last day, so long between two, so many at most. Then people do it otherwise."""


def ask_where_ended(at: datetime) -> int:
    """Have proof asked for of every engagement that ended and of which none was asked; how many there were."""
    asked = EndProof.objects.filter(engagement=OuterRef("pk"), ended_on=OuterRef("ended_on"))
    rows = Engagement.objects.filter(~Exists(asked), ended_on__isnull=False).select_related("processor")
    made = [
        EndProof(
            engagement=one, ended_on=one.ended_on, due_on=due_on(one.ended_on, one.proof_days), created_at=at
        )
        for one in rows
        if one.ended_on is not None
    ]
    EndProof.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    return len(made)


def due_on(ended: date, days: int | None) -> date:
    """The last day for proof: so many days after the end, as the contract says, else the day of the end itself."""
    return ended + timedelta(days=days or 0)


def ask_for_proof(*, by: Actor, at: datetime, proof: EndProof) -> bool:
    """Ask a company for proof, or remind it, by mail to its contact; False where the list names no address, so that
    somebody asks otherwise, which is noted as well. Raises ProofTaken.
    """
    with transaction.atomic():
        held = _open(proof)
        has_mail = _mail(held, by, at)
        if held.asked_at is None:
            held.asked_at = at
        else:
            held.reminded_at, held.reminders = at, held.reminders + 1
        held.save(update_fields=("asked_at", "reminded_at", "reminders"))
        engagement = held.engagement
        audited(
            by, "proofs.remind" if held.reminders else "proofs.ask", "engagement", at=at,
            processor=engagement.processor, subject=engagement.public_id,
        )  # fmt: skip
    return has_mail


def remind_of_proofs(at: datetime) -> int:
    """Remind the companies that were asked: a week before the last day, then every two weeks; how many."""
    found = 0
    rows = EndProof.objects.filter(asked_at__isnull=False, accepted_at=None, reminders__lt=MOST)
    for one in rows.select_related("engagement__processor").order_by("pk"):
        last = one.reminded_at or one.asked_at
        on = day_of(at, one.engagement.processor.zone)
        if last is not None and last <= at - EVERY and on >= one.due_on - BEFORE:
            found += ask_for_proof(by=MACHINE, at=at, proof=one)
    return found


def accept_proof(
    *,
    by: Actor,
    at: datetime,
    proof: EndProof,
    how: str,
    name: str,
    on: date,
    note: str = "",
    upload: Upload | None = None,
) -> EndProof:
    """Take a document as proof that the data are erased or given back; who takes it is kept. Raises ProofTaken,
    EvidenceWrong, ReasonMissing where nobody is named.
    """
    if by.user is None:
        raise ReasonMissing
    if how not in WAYS:
        raise EvidenceWrong(found=how, known=", ".join(WAYS))
    with transaction.atomic():
        held = _open(proof)
        held.evidence = record_evidence(
            by=by, at=at, engagement=held.engagement, kind=ERASURE, name=name, first=on, note=note, upload=upload
        )  # fmt: skip
        held.how, held.accepted_at, held.accepted_by = how, at, by.user
        held.save(update_fields=("how", "evidence", "accepted_at", "accepted_by"))
        audited(
            by, "proofs.accept", "engagement", at=at, processor=held.engagement.processor,
            subject=held.engagement.public_id, fields=(how,),
        )  # fmt: skip
    return held


def _open(proof: EndProof) -> EndProof:
    rows = EndProof.objects.select_for_update(of=("self",)).select_related("engagement__processor")
    held = rows.get(pk=proof.pk)
    if held.accepted_at is not None:
        raise ProofTaken
    return held


def _mail(proof: EndProof, by: Actor, at: datetime) -> bool:
    engagement = proof.engagement
    entry = entry_of(engagement)
    to = address_in(entry)
    if not to:
        return False
    said = phrasebook(contact_language(engagement, entry))
    words = {
        "processor": engagement.processor.name,
        "ended": date_words(proof.ended_on, said),
        "due": date_words(proof.due_on, said),
    }
    number = proof.reminders + 1 if proof.asked_at else 0
    try:
        with transaction.atomic():
            enqueue_message(
                by=by, at=at, processor=engagement.processor, key=f"{PURPOSE}:{proof.public_id}:{number}",
                kind=PURPOSE, to=to, language=said.language, subject=said("web.companies.proof.mail.subject", **words),
                text=said("web.companies.proof.mail.text", **words),
                reply_to=tokened_address(PURPOSE, proof.public_id, processor=engagement.processor),
            )  # fmt: skip
    except AddressWrong:
        return False
    return True


def addresses_in(entry: Entry | None) -> list[str]:
    """The mail addresses of a company's contact, as the list has them."""
    details = entry.contact.details if entry and entry.contact else ""
    return [one.strip("<>,;()") for one in details.split() if "@" in one]


def address_in(entry: Entry | None) -> str:
    """The mail address of a company's contact, "" where the list names none."""
    return next(iter(addresses_in(entry)), "")


def contact_language(engagement: Engagement, entry: Entry | None) -> str:
    """The language to write to a company's contact in: the one that somebody set, else that of the country in which
    the company has its seat, as the list has it; English where that says nothing.
    """
    seats = [one.code for one in entry.places if one.kind == "seat"] if entry else []
    return language_for(engagement.language, *(SPOKEN.get(one, "") for one in seats))
