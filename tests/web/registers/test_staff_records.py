"""Records in forms: what a form shows is what it saves; two people at one record; undo; what is added and removed."""

from __future__ import annotations

from typing import Any

import pytest

from ketju.web.apps.registers.content import record_from
from ketju.web.apps.registers.models import Draft
from tests.web.registers.desk import Desk, desk, text_of

pytestmark = pytest.mark.django_db
LARCH = "larch-mail-gmbh"


@pytest.fixture
def officer() -> Desk:
    return desk()


@pytest.fixture
def draft(officer: Desk) -> Draft:
    return officer.draft()


def path(draft: Draft, slug: str = LARCH, kind: str = "entries") -> str:
    return f"drafts/{draft.public_id}/records/{kind}/{slug}/"


def data(draft: Draft, slug: str = LARCH, kind: str = "entries") -> dict[str, Any]:
    return record_from(draft.records.get(kind=kind, slug=slug)).data


def save(officer: Desk, draft: Draft, slug: str = LARCH, **values: object) -> None:
    form = officer.form(path(draft, slug)) | {
        name.replace("__", "-"): value for name, value in values.items()
    }
    answer = officer.post(path(draft, slug), form)
    assert answer.status_code == 302, text_of(answer)


def test_saving_a_form_as_it_is_changes_nothing(officer: Desk, draft: Draft) -> None:
    for row in draft.records.exclude(kind="facts"):
        answer = officer.post(path(draft, row.slug, row.kind), officer.form(path(draft, row.slug, row.kind)))
        assert answer.status_code == 302, text_of(answer)
    answer = officer.post(
        f"drafts/{draft.public_id}/facts/", officer.form(f"drafts/{draft.public_id}/facts/")
    )
    assert answer.status_code == 302
    assert not draft.changes.exists()


def test_every_field_of_an_entry_can_be_written_and_is_shown_again(officer: Desk, draft: Draft) -> None:
    given = {
        "name": "Larch Mail", "legal_entity": "Larch Mail GmbH", "brand": "Larch", "service": "Post",
        "identifiers-count": "1", "identifiers-0-printed": "DE 136695976", "identifiers-0-scheme": "",
        "address": "Lärchenweg 1\nBerlin", "contact-name": "Pihla Koivu", "contact-position": "DPO",
        "contact-details": "pihla@example.com", "role": "processor", "tier": "2",
        "engaged_by": "cloudberry-hosting-oy", "access": "content", "function.en": "Mail", "purpose.en": "Mail",
        "purpose.fi": "Posti", "purpose.sv": "Post", "purpose_read": ["Marketing"], "data-count": "1",
        "data-0-printed": "e-mail address", "data_subjects": "customers\nvisitors", "retention": "30 days",
        "places_printed": "Frankfurt", "places-count": "2", "places-0-code": "DE", "places-0-kind": "processing",
        "places-0-city": "Frankfurt", "places-1-code": "FI", "places-1-kind": "backup", "outside_eea": "no",
        "transfer-printed": "SCC", "transfer-tools": ["SCC"], "condition-printed.en": "with support",
        "condition-kind": "contract", "varies_by_customer": "yes", "since": "1.5.2024", "until": "2030",
        "notified": "2024-03", "status": "live", "replaces": "old-mail", "notes": "one\ntwo", "mentions": "Pine Oy",
        "links": "https://larch.example.com/dpa", "placeholders": "", "applies_to-sections": "Mail",
    }  # fmt: skip
    form = {name: value for name, value in officer.form(path(draft)).items() if name in ("revision", "back")}
    answer = officer.post(path(draft), {**form, **given})
    assert answer.status_code == 302, text_of(answer)
    saved = data(draft)
    assert saved["identifiers"] == [
        {"country": "DE", "printed": "DE 136695976", "scheme": "eu-vat-de", "value": "DE136695976"}
    ]
    assert saved["since"] == "2024-05-01"
    assert saved["data"] == [{"printed": "e-mail address", "terms": ["EmailAddress"]}]
    assert saved["transfer"]["articles"] == ["46(2)(c)"]
    assert saved["outside_eea"] is False and saved["varies_by_customer"] is True
    assert saved["purpose"] == {"en": "Mail", "fi": "Posti", "source": "en", "sv": "Post"}
    assert [one["code"] for one in saved["places"]] == ["DE", "FI"]
    again = officer.form(path(draft))
    assert officer.post(path(draft), again).status_code == 302
    assert data(draft) == saved
    assert draft.changes.count() == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("since", "2026-02-30", "since"), ("name", "", "Name"), ("tier", "many", "Tier")],
)
def test_what_is_wrong_is_told_beside_its_field(
    officer: Desk, draft: Draft, name: str, value: str, words: str
) -> None:
    before = data(draft)
    answer = officer.post(
        path(draft), officer.form(path(draft)) | {name: value, "retention": "kept for the next try"}
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'id="f-{name}-error"' in html or f"f-{name}" in html
    assert words.lower() in text_of(answer).lower() and "kept for the next try" in html
    assert data(draft) == before


def test_a_number_that_does_not_check_out_is_told(officer: Desk, draft: Draft) -> None:
    save(officer, draft, identifiers__0__printed="2431560-4", identifiers__0__scheme="fi-ytunnus")
    assert data(draft)["identifiers"][0]["value"] == "2431560-4"
    assert "the check digit is not right" in officer.page(f"drafts/{draft.public_id}/review/")


def test_one_more_row_saves_nothing_yet(officer: Desk, draft: Draft) -> None:
    form = officer.form(path(draft)) | {"more": "places", "retention": "90 days"}
    answer = officer.post(path(draft), form)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'name="places-2-code"' in html and "90 days" in html
    assert not draft.changes.exists()


def test_two_people_change_one_field(officer: Desk, draft: Draft) -> None:
    mine, theirs = officer.form(path(draft)), desk("owner")
    save(theirs, draft, retention="60 days", address="Berlin")
    answer = officer.post(path(draft), mine | {"retention": "90 days", "service": "Post"})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "You both changed the same" in page and "60 days" in page and "90 days" in page and "Owner" in page
    assert data(draft)["retention"] == "60 days"
    html = answer.content.decode()
    seen = _form(html)
    assert seen["theirs"] == "1"
    answer = officer.post(path(draft), seen | {"choose-retention": "theirs"})
    assert answer.status_code == 302, text_of(answer)
    assert {name: data(draft)[name] for name in ("retention", "address", "service")} == {
        "retention": "60 days", "address": "Berlin", "service": "Post",
    }  # fmt: skip


def test_mine_is_chosen_and_nothing_of_theirs_is_lost(officer: Desk, draft: Draft) -> None:
    mine, theirs = officer.form(path(draft)), desk("owner")
    save(theirs, draft, retention="60 days", address="Berlin")
    seen = _form(officer.post(path(draft), mine | {"retention": "90 days"}).content.decode())
    assert officer.post(path(draft), seen | {"choose-retention": "mine"}).status_code == 302
    assert (data(draft)["retention"], data(draft)["address"]) == ("90 days", "Berlin")


def test_changes_of_different_fields_are_both_kept(officer: Desk, draft: Draft) -> None:
    mine = officer.form(path(draft))
    save(desk("owner"), draft, retention="60 days")
    assert officer.post(path(draft), mine | {"address": "Berlin"}).status_code == 302
    assert (data(draft)["retention"], data(draft)["address"]) == ("60 days", "Berlin")


def test_what_somebody_removed_can_be_put_back(officer: Desk, draft: Draft) -> None:
    mine, theirs = officer.form(path(draft)), desk("owner")
    page = f"{path(draft)}remove/"
    assert theirs.post(page, {"revision": "0"}).status_code == 302
    answer = officer.post(path(draft), mine | {"retention": "90 days", "theirs": "0"})
    assert answer.status_code == 409 and "Somebody removed this" in text_of(answer)
    answer = officer.post(path(draft), _form(answer.content.decode()))
    assert answer.status_code == 302, text_of(answer)
    assert data(draft)["retention"] == "90 days"


def test_adding_duplicating_removing_undoing(officer: Desk, draft: Draft) -> None:
    add = f"drafts/{draft.public_id}/records/entries/new/"
    form = officer.form(add, like=LARCH)
    assert form["name"] == "Larch Mail GmbH"
    assert officer.post(add, form).status_code == 302
    assert draft.records.filter(slug=f"{LARCH}-2").exists()
    assert officer.post(add, form | {"id": "No Slug"}).status_code == 422
    assert "is used already" in text_of(officer.post(add, form | {"id": LARCH}))
    draft.refresh_from_db()
    assert officer.post(f"{path(draft)}remove/", {"revision": str(draft.revision)}).status_code == 302
    history = officer.page(f"drafts/{draft.public_id}/history/")
    assert "Removed: Larch Mail GmbH" in history and "Undo the last change" in history
    assert officer.post(f"drafts/{draft.public_id}/undo/", {"revision": "1"}).status_code == 302
    assert not draft.records.filter(slug=LARCH).exists(), "the page showed another change"
    officer.post(f"drafts/{draft.public_id}/undo/", {"revision": "2"})
    assert draft.records.filter(slug=LARCH).exists()
    assert "taken back" in officer.page(f"drafts/{draft.public_id}/history/")


def test_products_regions_and_what_refers_to_them(officer: Desk, draft: Draft) -> None:
    base = f"drafts/{draft.public_id}/records"
    assert (
        officer.post(f"{base}/regions/new/", {"name.en": "Europe", "places": "Finland\nDE"}).status_code
        == 302
    )
    assert data(draft, "europe", "regions")["places"] == ["FI", "DE"], "as they were written"
    assert (
        officer.post(f"{base}/services/new/", {"name.en": "Mail", "regions": ["europe"]}).status_code == 302
    )
    assert (
        officer.post(f"{base}/groups/new/", {"name.en": "Shared", "all_services": "yes"}).status_code == 302
    )
    assert (
        officer.post(f"{base}/options/new/", {"name.en": "Text messages", "kind": "option"}).status_code
        == 302
    )
    assert officer.post(f"{base}/sites/new/", {"id": "fi-hel", "country": "FI"}).status_code == 302
    save(officer, draft, applies_to__services=["mail"], applies_to__groups=["shared"])
    assert data(draft)["applies_to"] == {"groups": ["shared"], "services": ["mail"]}
    draft.refresh_from_db()
    answer = officer.post(f"{base}/services/mail/remove/", {"revision": str(draft.revision)})
    assert answer.status_code == 409 and "Larch Mail GmbH" in text_of(answer)
    assert "Mail" in officer.page(f"drafts/{draft.public_id}/", kind="services")


def test_the_facts_of_the_list(officer: Desk, draft: Draft) -> None:
    page = f"drafts/{draft.public_id}/facts/"
    form = officer.form(page) | {
        "publisher": "Kite Hosting Oy", "title.fi": "Alikäsittelijät", "notice-days": "30", "notice-unit": "days",
        "notice-recipients": "privacy contacts", "notice-channels": "e-mail", "objection-days": "14",
        "objection-unit": "days", "parent-agreement": "DPA", "parent-appendix": "B", "translations-0-language": "fi",
        "translations-0-version": "1", "translations-0-version_on": "2026-01-01",
    }  # fmt: skip
    answer = officer.post(page, form)
    assert answer.status_code == 302, text_of(answer)
    saved = data(draft, "", "facts")
    assert saved["notice"] == {
        "channels": ["e-mail"], "days": 30, "recipients": "privacy contacts", "unit": "days",
    }  # fmt: skip
    assert saved["translations"] == [{"language": "fi", "version": "1", "version_on": "2026-01-01"}]
    assert saved["title"]["fi"] == "Alikäsittelijät"


def test_the_pages_ask_few_questions(officer: Desk, draft: Draft, django_assert_max_num_queries: Any) -> None:
    pages = ("review/", "", "facts/", "check/", "publish/", "history/", f"records/entries/{LARCH}/")
    for page in pages:
        officer.get(f"drafts/{draft.public_id}/{page}")
        with django_assert_max_num_queries(12 + 9):  # session, user, standing: asked before every page
            officer.get(f"drafts/{draft.public_id}/{page}")


def _form(html: str) -> dict[str, object]:
    from tests.web.registers.desk import fields_of

    return fields_of(html)
