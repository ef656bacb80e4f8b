"""The messages of a notice: one for each recipient and channel, a letter where nobody can be reached.

A customer's program gets one as well, where the customer gave its address. It is no notice to the customer: no window
runs from it, and nothing waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.recipients import Recipient, dead_contacts, is_reachable, recipients
from ketju.web.apps.notices.models import Endpoint, Notice
from ketju.web.apps.notices.reasons import reason_text
from ketju.web.apps.notices.writes.rows import Row, forget_unsent, write_deliveries
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.access.zones import day_of

CHUNK = 5000
PROGRAM, LETTER, NOBODY = map(reason_text, ("program", "letter", "nobody"))


def write_messages(
    change: CaseChange, notice: Notice, at: datetime, customers: list[int] | None = None
) -> None:
    """Write the messages of a notice to the customers of a case, or to some of them (their numbers).

    What somebody wrote who was interrupted is written anew, as recipients are now.
    """
    forget_unsent(notice)
    counted = _Counted(_rows(change, notice, at, customers))
    write_deliveries(notice, counted, at=at)
    Notice.objects.filter(pk=notice.pk).update(total=counted.count)
    notice.refresh_from_db()


class _Counted:
    """Counts what goes by."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for one in self._rows:
            self.count += 1
            yield one


def _rows(change: CaseChange, notice: Notice, at: datetime, customers: list[int] | None) -> Iterator[Row]:
    """A message for each recipient and channel; a letter where nobody can be reached."""
    texts = {(key, lang): pk for key, lang, pk in notice.texts.values_list("key", "language", "pk")}
    owed = {one.pk: (one.key, owed_in(one.owed)) for one in change.groups.all()}
    channels = {pk: (key, one.channels or ("e-mail",)) for pk, (key, one) in owed.items()}
    on, dead, after = day_of(at, change.processor.zone), dead_contacts(change.processor), 0
    rows = Touched.objects.filter(change=change, joined_at=None).exclude(customer__ended_on__lte=on)
    if customers is not None:
        rows = rows.filter(customer__in=customers)
    fields = ("pk", "customer_id", "group_id", "language")
    while some := list(rows.filter(pk__gt=after).order_by("pk").values_list(*fields)[:CHUNK]):
        after = some[-1][0]
        numbers = [one[1] for one in some]
        named = {one[1]: owed[one[2]][1].recipients for one in some}
        told = dict(recipients(change.processor, on, named.__getitem__, numbers, dead))
        held = Contact.objects.filter(customer__in=[one for one in numbers if one in told], erased_at=None)
        emails = {pk: str(one) for pk, one in held.values_list("pk", "email")}
        post = dict(
            Customer.objects.filter(pk__in=_by_post(some, told, channels)).values_list("pk", "postal_address")
        )
        programs = Endpoint.objects.filter(customer__in=numbers, ended_at=None)
        urls = {one: str(url) for one, url in programs.values_list("customer_id", "url")}
        for _, customer, group, language in some:
            key, ways = channels[group]
            if (key, language) in texts:
                if customer in urls:
                    yield Row(
                        customer, None, texts[key, language], "webhook", urls[customer], False, (), PROGRAM
                    )
                found = list(_messages(customer, told.get(customer, ()), ways, texts, key, language, emails))
                yield from found
                if not any(one.is_main_user for one in found) or "letter" in ways:
                    why, address = LETTER if "letter" in ways else NOBODY, str(post.get(customer, ""))
                    yield Row(customer, None, texts[key, language], "letter", address, True, (), why)


def _by_post(
    some: Iterable[tuple[int, int, int, str]], told: Mapping[int, tuple[Recipient, ...]],
    channels: Mapping[int, tuple[str, tuple[str, ...]]],
) -> list[int]:  # fmt: skip
    """Customers that are written to by letter, as their terms say or as nobody can be reached."""
    return [
        customer
        for _, customer, group, _ in some
        if "letter" in channels[group][1] or not is_reachable(told.get(customer, ()))
    ]  # fmt: skip


def _messages(
    customer: int, told: tuple[Recipient, ...], ways: tuple[str, ...], texts: dict[tuple[str, str], int],
    key: str, language: str, emails: dict[int, str],
) -> Iterator[Row]:  # fmt: skip
    """Mail and messages in the application: by the channels of the terms, in the application where mail cannot go."""
    has_mail = "e-mail" in ways or not {"letter", "in-app"} & set(ways)
    then = ("letter",) if "in-app" in ways else ("in-app", "letter")
    for one in told:
        text = texts.get((key, one.language), texts[key, language])
        if one.has_email and has_mail:
            yield Row(customer, one.contact, text, "e-mail", emails[one.contact], one.counts, then, one.why)
        if one.user is not None and ("in-app" in ways or not one.has_email):
            yield Row(customer, one.contact, text, "in-app", "", one.counts, why=one.why)
