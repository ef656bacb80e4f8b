"""An entry shows four days: on the public list by general terms, to a customer its own; what is planned is no addition.

Told on Thursday 26 November 2026: 30 days end on Saturday 26 December, so the last day is Monday the 28th.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ketju.core.model.publication import EntryDates
from ketju.core.model.register import ObjectionTerms
from ketju.formats.registerfile.register_json import read_json
from ketju.text.render import phrasebook
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.cases.entry_dates import dates_of, general_dates
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.again import withdraw_change
from ketju.web.apps.registers.customer_pages import news_of
from ketju.web.apps.registers.models import Version
from ketju.web.apps.registers.published import publication_of
from ketju.web.apps.registers.reads_changes import happened_to
from ketju.web.apps.registers.reads_customers import view_of
from ketju.web.apps.registers.writes.filing import make_files
from ketju.web.apps.registers.writes.following import _lines, _step_of
from tests.web.cases.desk import AT, Desk
from tests.web.cases.test_beginning import at, out, told
from tests.web.registers.lists import LIST, published

pytestmark = pytest.mark.django_db
TOLD, LAST, FIRST = date(2026, 11, 26), date(2026, 12, 28), date(2026, 12, 29)


def shown(desk: Desk) -> tuple[CaseChange, Version]:
    """A change that was announced and is published as planned, by a processor with one agreement."""
    AgreementVersion.objects.exclude(slug="thirty").delete()
    draft = desk.draft()
    change = told(desk, desk.propose(draft))
    return change, out(desk, draft)


def files(version: Version, on: date) -> dict[str, str]:
    made = make_files(version, on, at(on))
    rows = made.files.all()
    return {
        row.path: (gzip.decompress(bytes(row.data)) if row.is_packed else bytes(row.data)).decode()
        for row in rows
        if not row.path.endswith(("xlsx", "pdf"))
    }


def test_the_public_list_shows_the_four_days_by_general_terms(desk: Desk) -> None:
    alder, _ = desk.customer("Alder"), desk.customer("Birch", signed_up_on=None)
    change, version = shown(desk)
    desk.place(change, alder)
    found = general_dates(version, TOLD)
    assert found == {"spruce": EntryDates(TOLD, LAST, FIRST)}
    before = files(version, TOLD)
    page = next(text for path, text in before.items() if path.startswith("en/companies/spruce"))
    for words in ("Announced", "26 November 2026", "Last day to object", "28 December 2026", "Effective from",
                  "29 December 2026", "In use since", "not in use yet"):  # fmt: skip
        assert words in page, words
    after = files(version, FIRST)
    page = next(text for path, text in after.items() if path.startswith("en/companies/spruce"))
    assert "not in use yet" not in page and page.count("29 December 2026") >= 2
    held = json.loads(next(text for path, text in after.items() if path.endswith("sub-processors.json")))
    assert held["dates"] == {
        "spruce": {"announced": "2026-11-26", "closes": "2026-12-28", "effective": "2026-12-29", "since": "2026-12-29"}
    }  # fmt: skip
    register, problems = read_json(json.dumps(held))
    assert register is not None and not problems, "the days stand outside of what is hashed"


def test_the_feed_says_planned_while_it_is_and_in_use_when_it_is(desk: Desk) -> None:
    desk.customer("Alder")
    _, version = shown(desk)
    before = files(version, TOLD)["sub-processors.en.atom"]
    name = "Spruce Deliverability SAS"
    assert f"Announced on 26 November 2026, planned from 29 December 2026: {name}" in before
    assert f"Added: {name}" not in before
    after = files(version, FIRST)["sub-processors.en.atom"]
    assert f"In use since 29 December 2026: {name}" in after and "planned from" not in after
    assert after.count("<updated>2026-12-29T00:00:00Z</updated>") == 3  # the feed, the version, the company
    history = files(version, TOLD)["en/history.html"]
    assert "1 announced" in history and "planned from 29 December 2026" in history
    assert "1 added" not in history


def test_the_list_s_own_terms_come_first_and_tell_nothing_of_a_customer(desk: Desk) -> None:
    """14 days from Thursday 26 November: the last day is Thursday 10 December."""
    content = replace(LIST, objection=ObjectionTerms("14 days", 14, "days"))
    desk.base = published(desk.kite, content, on=date(2026, 3, 3))
    alder = desk.customer("Alder")
    change, version = shown(desk)
    assert general_dates(version, TOLD)["spruce"].closes == date(2026, 12, 10)
    project(change, AT + timedelta(days=1))
    own = dates_of(version.register, "spruce", alder)
    assert own.closes == at(FIRST, 0), "the customer's own window is its own"


def test_where_several_agreements_are_in_force_none_closes_the_window(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft()
    told(desk, desk.propose(draft))
    version = out(desk, draft)
    assert general_dates(version, TOLD)["spruce"].closes is None
    page = next(text for path, text in files(version, TOLD).items() if path.startswith("en/companies/spruce"))
    assert "no day fixed" in page


def test_days_of_what_was_not_published_or_was_withdrawn_are_not_shown(desk: Desk) -> None:
    desk.customer("Alder")
    AgreementVersion.objects.exclude(slug="thirty").delete()
    change = told(desk, desk.propose())
    assert not general_dates(desk.base, TOLD) and not publication_of(desk.base, TOLD).dates
    withdraw_change(by=desk.owner, at=AT, change=change, reason="no")
    assert dates_of(desk.base.register, "spruce").announced is None


@pytest.mark.parametrize(
    ("language", "planned", "begun"),
    [
        ("en", "new sub-processor, planned from 29 December 2026", "in use since 29 December 2026"),
        ("fi", "uusi alikäsittelijä, suunniteltu käyttöön, alkaen 29.12.2026", "käytössä, alkaen"),
        ("sv", "nytt underbiträde, planerad från 29 december 2026", "i bruk sedan 29 december 2026"),
    ],
)
def test_what_customers_and_followers_read_says_planned_as_well(
    desk: Desk, language: str, planned: str, begun: str
) -> None:
    alder, phrases = desk.customer("Alder"), phrasebook(language)
    change, version = shown(desk)
    (news,) = [one for one in news_of(happened_to(view_of(alder, TOLD, AT)), phrases) if one.number == 2]
    assert news.what == planned
    project(change, at(FIRST))
    later = news_of(happened_to(view_of(alder, FIRST, at(FIRST))), phrases)
    assert any(begun in one.what for one in later)

    class Everything:
        services: tuple[str, ...] = ()
        regions: tuple[str, ...] = ()

    (line,) = _lines(_step_of(version), Everything(), version.on, phrases)  # type: ignore[arg-type]
    assert line.endswith(planned)
