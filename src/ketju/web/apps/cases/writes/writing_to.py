"""Mail to a customer about an objection of its own: the link to confirm it, and what staff said in the talk."""

from __future__ import annotations

from datetime import date, datetime

from ketju.text.render import Phrasebook, phrasebook
from ketju.text.values import date_words
from ketju.web.apps.cases.models import Objection, ObjectionStep, Touched
from ketju.web.apps.cases.recipients import recipients_of
from ketju.web.apps.notices.letters import link_for
from ketju.web.apps.parties.models import Contact
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor
from ketju.web.base.inbox.addresses import tokened_address
from ketju.web.base.outbox.writes import AddressWrong, enqueue_message

PURPOSE = "objection"
"""Answers to such mail belong to the objection; the subject is its public id."""


def people_of(objection: Objection, at: datetime) -> list[tuple[Contact, str]]:
    """Whom of the customer to write to, with the language of each: those who are told of changes, by mail; first of all
    whom its terms name.
    """
    on = day_of(at, objection.processor.zone)
    rows = Touched.objects.filter(change=objection.change_id, customer=objection.customer_id)
    place = rows.select_related("group", "change__processor").first()
    told = [one for one in (recipients_of(place, on) if place else ()) if one.has_email]
    spoken = {one.contact: one.language for one in [each for each in told if each.counts] or told}
    held = Contact.objects.filter(pk__in=spoken, erased_at=None).order_by("pk")
    return [(one, spoken[one.pk]) for one in held]


def mail_about(
    objection: Objection,
    by: Actor,
    at: datetime,
    what: str,
    key: str,
    *,
    files: int = 0,
    **values: str | date,
) -> int:
    """Put a mail into the outbox for each of these people; how many. ``what`` names its words, ``files`` is how many
    files stand on their page with it.
    """
    count = 0
    reply = tokened_address(
        PURPOSE, objection.public_id, processor=objection.processor, customer=objection.customer.public_id
    )
    for contact, language in people_of(objection, at):
        said = phrasebook(language)
        given = {
            "processor": objection.processor.name, "title": objection.change.title,
            "page": link_for(objection.change.public_id, objection.customer.public_id),
            **{name: date_words(one, said) if isinstance(one, date) else one for name, one in values.items()},
        }  # fmt: skip
        try:
            enqueue_message(
                by=by, at=at, processor=objection.processor, key=f"objection:{key}:{contact.public_id}",
                kind="objection", to=str(contact.email), language=language, customer=objection.customer.public_id,
                reply_to=reply, subject=said(f"web.objections.mail.subject.{what}", **given),
                text=_text(said, what, given, bool(reply), files),
            )  # fmt: skip
        except AddressWrong:
            continue
        count += 1
    return count


def _text(said: Phrasebook, what: str, given: dict[str, str], has_reply: bool, files: int) -> str:
    lines = [said(f"web.objections.mail.text.{what}", **given)]
    if files:
        lines.append(said("web.objection-files.mail", count=files, page=given["page"]))
    if what != "link":
        key = "web.objections.mail.answer" if has_reply else "web.objections.mail.page"
        lines.append(said(key, **given))
    return "\n\n".join(lines)


def mail_step(step: ObjectionStep, by: Actor, at: datetime) -> int:
    """Tell the customer what staff said, offered or decided; how many mails. Files stay on the customer's page."""
    held, what = step.objection, step.offer or step.state or "message"
    return mail_about(held, by, at, what, f"step{step.pk}", files=step.files.count(), said=step.text)
