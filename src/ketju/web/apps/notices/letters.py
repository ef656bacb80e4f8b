"""The mail of each recipient: the prepared mail of the text, with the recipient's own parts put in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import cache

from django.conf import settings

from ketju.web.apps.notices.claiming import Claimed
from ketju.web.apps.notices.mime import Prepared, Recipient, mail_for, prepared, wire
from ketju.web.apps.notices.models import Delivery, Notice, NoticeText
from ketju.web.apps.notices.wire import Envelope
from ketju.web.apps.parties.models import Customer
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.outbox.marks import marks_of

MOST = 64
"""So many prepared mails are kept in memory beside those that a batch needs."""
Ready = tuple[Envelope, bytes]
"""A message that can be sent: its envelope and its content."""


class Letters:
    """Makes the mails of one sender."""

    def __init__(self) -> None:
        self._prepared: dict[int, Prepared] = {}
        self._customers: dict[int, tuple[str, str]] = {}
        self._second, self._date = 0, ""
        field = Delivery._meta.get_field("address")
        assert isinstance(field, EncryptedText)
        self._address = field

    def look_up(self, notice: Notice, claimed: Sequence[Claimed]) -> None:
        """Read what a batch needs: names of customers, texts that are not prepared yet."""
        numbers = {one.customer for one in claimed}
        rows = Customer.objects.filter(pk__in=numbers).values_list("pk", "public_id", "name").order_by()
        self._customers = {pk: (public_id, str(name)) for pk, public_id, name in rows}
        needed = {one.text for one in claimed}
        for number in [one for one in self._prepared if one not in needed][
            : max(0, len(self._prepared) - MOST)
        ]:
            del self._prepared[number]
        for text in NoticeText.objects.filter(pk__in=needed - self._prepared.keys()):
            self._prepared[text.pk] = prepared_mail(notice, text)

    def of(self, notice: Notice, one: Claimed, at: datetime) -> Ready:
        """The envelope and the content. Raises AddressWrong, ValueMissing."""
        mail = self._prepared[one.text]
        address = self._address.opened(one.address)
        public_id, name = self._customers[one.customer]
        reply = reply_address(one.public_id)
        who = Recipient(
            address,
            f"{one.public_id}@{home()}",
            self._day(at),
            name,
            link_for(notice.about, public_id),
            reply,
            tuple(marks_of(one.public_id).items()),
        )
        return (reply, wire(address)), mail_for(mail, who)

    def _day(self, at: datetime) -> str:
        second = int(at.timestamp())
        if second != self._second:
            self._second, self._date = second, format_datetime(at.replace(microsecond=0))
        return self._date


def prepared_mail(notice: Notice, text: NoticeText) -> Prepared:
    """The mail of a text, from the processor. Raises ValueMissing."""
    sender = notice.processor.name, sender_address()
    mark = f"=_{notice.public_id}"
    return prepared(text.subject, text.text, text.html, sender=sender, language=text.language, mark=mark)


def sender_address() -> str:
    """The address that mail comes from."""
    return _address_in(settings.DEFAULT_FROM_EMAIL)


def home() -> str:
    """The domain of message ids."""
    return sender_address().rpartition("@")[2].lower() or "localhost"


@cache
def _address_in(sender: str) -> str:
    return parseaddr(sender)[1]


def _inbox() -> tuple[str, str]:
    name, _, domain = getattr(settings, "INBOX_ADDRESS", "").rpartition("@")
    return name, domain


def reply_address(public_id: str) -> str:
    """Where answers to a message go: an address that names it, which nobody can guess; without an inbox the sender."""
    name, domain = _inbox()
    return f"{name}+{public_id}@{domain}" if name else sender_address()


def link_for(about: str, customer: str) -> str:
    """The page of a change in the portal of a customer."""
    return f"{settings.PUBLIC_URL}/portal/{customer}/changes/{about}/"
