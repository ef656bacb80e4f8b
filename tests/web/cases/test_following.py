"""What publishing asks of cases (Art. 28(2), D-135), and what a published version does to the engagements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ketju.core.model.register import Place
from ketju.core.model.register import Register as Content
from ketju.web.apps.cases.following import follow, needs_case, owed_count, rests_on
from ketju.web.apps.cases.models import CaseChange, EndProof, Engagement
from ketju.web.apps.cases.problems import DraftChanged, GatesShut, NoticeNeeded
from ketju.web.apps.registers.models import Draft, Version
from tests.web.cases.answering import out
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.cases.test_own_terms import agree
from tests.web.registers.lists import LIST, changed, published, without

FIR = replace(SPRUCE, id="fir", name="Fir Filters SAS")
USED = {
    "cloudberry", "larch", "sieve", "sequoia", "juniper", "mango", "post", "scribe", "perhaps", "variable", "future",
}  # fmt: skip
"""Sub-processors of the list in use or planned on 2 March 2026, counted by hand: one ended in 2025, the bank is none."""


def engaged(desk: Desk, **more: object) -> set[str]:
    rows = Engagement.objects.filter(register=desk.base.register, **more)  # type: ignore[misc]
    return set(rows.values_list("entry", flat=True))


def test_engagements_begin_and_end_with_what_is_published(desk: Desk) -> None:
    follow(desk.base, AT)
    assert engaged(desk) == USED == engaged(desk, is_opening=True, ended_on=None, created_at=AT)
    later = AT + timedelta(days=1)
    content = without(LIST, "larch")
    second = published(desk.kite, replace(content, entries=(*content.entries, SPRUCE)), on=date(2026, 11, 20))
    follow(second, later)
    assert engaged(desk, ended_on=date(2026, 11, 20)) == {"larch"}
    assert engaged(desk, is_opening=False) == {"spruce"} == engaged(desk, created_at=later)
    (proof,) = EndProof.objects.all()
    assert (proof.engagement.entry, proof.ended_on, proof.created_at) == ("larch", date(2026, 11, 20), later)
    follow(published(desk.kite, LIST, on=date(2026, 12, 1)), later)
    assert engaged(desk, ended_on=None) == USED, "it is used again, and the other is not"
    assert engaged(desk, ended_on=date(2026, 12, 1)) == {"spruce"}


def test_a_company_of_the_controllers_side_is_engaged_no_longer(desk: Desk) -> None:
    follow(desk.base, AT)
    follow(published(desk.kite, changed(LIST, "sequoia", role="controller"), on=date(2026, 11, 20)), AT)
    assert engaged(desk, ended_on=date(2026, 11, 20)) == {"sequoia"}


def test_a_list_of_another_publisher_or_register_is_left_alone(desk: Desk) -> None:
    follow(desk.base, AT)
    other = published(desk.kite, without(LIST, "larch"), slug="other", on=date(2026, 11, 20))
    follow(other, AT)
    assert engaged(desk, ended_on=None) == USED
    assert set(Engagement.objects.filter(register=other.register).values_list("entry", flat=True)) == (
        USED - {"larch"}
    )


def version_with(desk: Desk, content: Content) -> Version:
    return published(desk.kite, content, on=date(2026, 11, 26))


def with_entries(*more: object) -> Content:
    return replace(LIST, entries=(*LIST.entries, *more))  # type: ignore[arg-type]


def test_what_nobody_is_owed_notice_of_needs_no_case(desk: Desk, settings: Any) -> None:
    draft = desk.draft()
    same = version_with(desk, changed(LIST, "larch", notes=("Green power",)))
    needs_case(draft, same, AT)
    assert owed_count(draft, same, AT) == 0
    two = version_with(desk, with_entries(SPRUCE, FIR))
    with pytest.raises(NoticeNeeded) as caught:
        needs_case(draft, two, AT)
    assert caught.value.params["count"] == "2"
    for kind in ("opening", "past"):  # published elsewhere, before: nothing is to come
        needs_case(Draft(kind=kind, processor=desk.kite), two, AT)
    settings.NOTICE_BEFORE_PUBLISHING = False
    needs_case(draft, two, AT)


def test_what_terms_name_is_counted_where_some_terms_name_it(desk: Desk) -> None:
    """Of another place notice is owed only where an agreement, or a customer's own, says "alteration"; of a company that
    is taken out, "removal". An addition counts always (D-134).
    """
    draft, birch = desk.draft(), desk.customer("Birch")
    larch = next(one for one in LIST.entries if one.id == "larch")
    places = version_with(desk, changed(LIST, "larch", places=(*larch.places, Place("FR"))))
    counts = [owed_count(draft, places, AT)]
    agree(desk, birch, "notice.changes", "addition, replacement, alteration")
    counts.append(owed_count(draft, places, AT))
    gone = version_with(desk, without(with_entries(SPRUCE), "sieve"))
    counts.append(owed_count(draft, gone, AT))
    agreement = desk.agreements["long"]
    agreement.terms += "  notice.changes: {value: [addition, replacement, removal]}\n"
    agreement.save()
    counts.append(owed_count(draft, gone, AT))
    assert counts == [0, 1, 1, 2], "that a place is left again is no change of which notice is owed"


def test_a_case_that_was_given_up_is_none(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft()
    assert not rests_on(draft)
    change = desk.propose(draft)
    desk.look_at()
    desk.told(change)
    assert rests_on(draft)
    CaseChange.objects.update(withdrawn_at=AT)
    assert not rests_on(draft)
    with pytest.raises(NoticeNeeded) as caught:
        out(desk, draft)
    assert caught.value.params["count"] == "1"


def test_the_case_of_another_draft_is_none_of_this_one(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose(desk.draft())
    desk.look_at()
    desk.told(change)
    with pytest.raises(NoticeNeeded) as caught:
        out(desk, desk.draft(FIR))
    assert caught.value.params["count"] == "1"


def test_what_customers_were_told_of_is_what_is_published(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft(SPRUCE, FIR)
    change = desk.propose(draft)
    desk.told(change)
    with pytest.raises(GatesShut) as caught:
        out(desk, draft)
    assert caught.value.params["gates"] == "due-diligence, contract", "each once, though two companies wait"
    desk.look_at("spruce"), desk.look_at("fir")
    desk.put(draft, replace(SPRUCE, address="2 rue des Pins, Lyon"))
    with pytest.raises(DraftChanged):
        out(desk, draft)
    assert not Version.objects.filter(number=2).exists()
