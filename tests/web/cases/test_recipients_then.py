"""Who a customer's sub-processors were: since when, under which agreement, with which authorisation (Art. 15(1)(c))."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.recipients_then import SubProcessor, then, who_were
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.notices.models import Notice
from ketju.web.apps.parties.models import Customer
from tests.web.cases.answering import out
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.registers.lists import LIST, published, without

HELSINKI = ZoneInfo("Europe/Helsinki")
LISTED = date(2026, 3, 2)
"""The day of the first version."""


def were(customer: Customer, at: datetime = AT) -> dict[str, SubProcessor]:
    return {one.entry: one for one in who_were(customer, at)}


def accepts(desk: Desk, customer: Customer, at: datetime, name: str = "thirty") -> None:
    Acceptance.objects.create(
        processor=desk.kite, customer=customer, agreement=desk.agreements[name], accepted_at=at
    )


def test_what_stands_in_the_list_is_authorised_by_the_agreement_where_there_is_one(desk: Desk) -> None:
    """D-136: accepting the agreement is consent to the sub-processors as its annex has them. Since when one had the data
    is the later of the day of the list and that of the acceptance, as far as either is known.
    """
    old, new, none = desk.customer("Alder"), desk.customer("Birch", ""), desk.customer("Cedar", "")
    accepts(desk, new, datetime(2026, 5, 4, 9, tzinfo=UTC), "long")
    found = {one: were(one)["cloudberry"] for one in (old, new, none)}
    told = {one: (held.authorisation, held.agreement, held.since) for one, held in found.items()}
    assert told == {
        old: ("agreement", "DPA thirty 1", LISTED), new: ("agreement", "DPA long 1", date(2026, 5, 4)),
        none: ("unknown", "", LISTED),
    }  # fmt: skip
    held = found[old]
    assert (held.register, held.name, held.services, held.places) == (
        "main", "Cloudberry Hosting Oy", ("mail",), ("FI",),
    )  # fmt: skip
    assert (held.change, held.notice, held.announced_at, held.delivered_at, held.kept) == (
        "",
        "",
        None,
        None,
        (),
    )


def test_what_is_not_decided_is_told_as_in_doubt(desk: Desk) -> None:
    """Perhaps helps only where a ticket is escalated, which the list cannot know; Variable varies by customer."""
    found = were(desk.customer("Alder"))
    assert found["perhaps"].is_in_doubt and not found["cloudberry"].is_in_doubt
    assert not {"mango", "scribe", "post", "juniper", "bank", "past", "future"} & found.keys()


def test_one_that_came_later_is_one_since_then_and_a_break_begins_anew(desk: Desk) -> None:
    alder = desk.customer("Alder")
    published(desk.kite, without(LIST, "larch"), on=date(2026, 5, 1))
    published(desk.kite, LIST, on=date(2026, 9, 1))
    later, summer = datetime(2026, 10, 1, 9, tzinfo=HELSINKI), datetime(2026, 6, 1, 9, tzinfo=HELSINKI)
    assert (were(alder, later)["larch"].since, were(alder, later)["cloudberry"].since) == (
        date(2026, 9, 1), LISTED,
    )  # fmt: skip
    assert "larch" not in were(alder, summer) and "cloudberry" in were(alder, summer)
    assert were(alder, datetime(2026, 3, 1, 9, tzinfo=HELSINKI)) == {}, "nothing was published yet"


def test_a_version_that_came_into_force_before_the_agreement_was_accepted_with_it(desk: Desk) -> None:
    alder = desk.customer("Alder", "")
    accepts(desk, alder, datetime(2026, 3, 2, 9, tzinfo=UTC))
    published(
        desk.kite, replace(LIST, entries=(*LIST.entries, replace(SPRUCE, id="fir"))), on=date(2026, 4, 1)
    )
    found = were(alder)
    assert {name: found[name].since for name in ("cloudberry", "fir")} == {
        "cloudberry": LISTED, "fir": date(2026, 4, 1),
    }  # fmt: skip


def test_one_of_whom_customers_were_told_is_named_with_the_notice_and_the_way_it_was_authorised(
    desk: Desk,
) -> None:
    """Nobody objected in time, somebody consented, somebody joined: Spruce is in use from 29 December 2026 on."""
    silent, consents = desk.customer("Alder"), desk.customer("Birch", "consent")
    draft = desk.draft()
    change = desk.propose(draft)
    desk.look_at()
    notice = desk.told(change)
    desk.arrives(change)
    out(desk, draft)
    said = AT + timedelta(days=3)
    record_authorisation(
        by=desk.officer, at=said, change=change, customer=consents, said_at=said, channel="letter",
        document="Letter",
    )  # fmt: skip
    use = datetime(2026, 12, 29, tzinfo=HELSINKI)
    project(CaseChange.objects.get(), use)
    assert all("spruce" not in were(one, use - timedelta(seconds=1)) for one in (silent, consents))
    found = [were(one, use)["spruce"] for one in (silent, consents)]
    assert [(one.authorisation, one.agreement, one.since) for one in found] == [
        ("general", "DPA thirty 1", use), ("consent", "DPA consent 1", use),
    ]  # fmt: skip
    for one in found:
        assert (one.change, one.notice) == (change.public_id, Notice.objects.get().public_id)
        assert (one.announced_at, one.delivered_at) == (AT, AT + timedelta(seconds=2))
        assert (one.name, one.services, one.places) == (SPRUCE.name, ("mail",), ("FR",))
    assert notice.public_id == found[0].notice
    change.touched.filter(customer=silent).update(joined_at=said)
    assert were(silent, use)["spruce"].authorisation == "joined"


def test_the_services_that_ran_are_told_by_name(desk: Desk) -> None:
    alder = desk.customer("Alder")
    desk.uses(alder, "SE", "hosting")
    found = then(alder, AT)
    assert found.services == {"hosting": {"en": "Hosting"}, "mail": {"en": "Mail"}}
    assert found.sub_processors == who_were(alder, AT)
    assert {one.entry: one.services for one in found.sub_processors}["cloudberry"] == ("hosting", "mail")
