"""What was looked at before publishing, the same list again, how far the files are; each counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from ketju.core.vocabulary.fold import folded
from ketju.web.apps.registers.content import record_from
from ketju.web.apps.registers.models import Draft, Publishing, Version
from ketju.web.apps.registers.reads.making import making_of
from ketju.web.apps.registers.reads.reviewing import account_of
from ketju.web.apps.registers.writes.filing import make_files
from ketju.web.apps.registers.writes.making import make_again
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.jobs.models import Job
from tests.web.registers.desk import Desk, desk, text_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
LIST = """| Company | Country | Purpose | Data |
| --- | --- | --- | --- |
| Alder Data Oy | Finland | Hosting | names, e-mail addresses, addresses |
| Birch Mail AB | Sweden | E-mail | e-mail addresses |
| Cedar Desk Inc. | United States | Support (only if support is ordered) | names |
"""
"""Thirteen texts are read of three entries, and the last entry's condition is a guess."""


@pytest.fixture
def officer() -> Desk:
    return desk()


def published(officer: Desk, draft: Draft) -> Version:
    base = f"drafts/{draft.public_id}"
    if Draft.objects.get(pk=draft.pk).errors:
        answer = {"least": "error", "reason": "Old list", "owner": "Aino", "until": "2027-03-01"}
        assert officer.post(f"{base}/check/answer-all/", answer).status_code == 302
    answered = officer.post(f"{base}/publish/", {"why": "First", "audience": "TLP:CLEAR", "when": "now"})
    assert answered.status_code == 302, text_of(answered)
    return Version.objects.get(draft=draft)


def test_the_account_counts_what_was_looked_at(officer: Desk) -> None:
    draft = officer.draft(LIST)
    fresh = account_of(draft)
    assert (fresh.entries, fresh.done, fresh.unseen, fresh.changed) == (3, 0, 3, 0)
    assert fresh.guessed == fresh.guessed_left > 0
    review = f"drafts/{draft.public_id}/review/mark/"
    officer.post(review, {"entry": "cedar-desk-inc", "review": "accepted"})
    path = f"drafts/{draft.public_id}/records/entries/birch-mail-ab/"
    assert officer.post(path, officer.form(path) | {"retention": "30 days"}).status_code == 302
    seen = account_of(Draft.objects.get(pk=draft.pk))
    assert (seen.accepted, seen.corrected, seen.unseen, seen.changed) == (1, 1, 1, 1)
    assert 0 < seen.seen < seen.fields
    assert seen.guessed_left == 0, "the only guess stands in an entry that was looked at"
    page = officer.page(f"drafts/{draft.public_id}/publish/")
    assert "2 of 3: 1 accepted, 1 corrected" in page
    assert "Nobody has looked at one entry." in page


def test_what_is_still_open_is_told_by_level(officer: Desk) -> None:
    draft = officer.draft(LIST)
    account = account_of(Draft.objects.get(pk=draft.pk))
    page = officer.page(f"drafts/{draft.public_id}/publish/")
    for level, count in account.open_findings:
        assert f"{count} {'note' if level == 'info' else level}" in page


def test_the_same_list_again_is_told_before_a_draft_is_made(officer: Desk) -> None:
    draft = officer.draft(LIST)
    published(officer, draft)
    same = officer.bring_in(draft.register, LIST.encode(), "list.md")
    page = officer.page(f"documents/{same.public_id}/")
    assert "very same document was brought in before" in page
    assert "It says the same as version 1: nothing changed" in page
    again = officer.review(same)
    assert "says the same as version 1" in officer.page(f"drafts/{again.public_id}/review/")
    published_page = officer.page(f"drafts/{again.public_id}/publish/")
    assert "Propose it as a change" not in published_page, "there is nothing to tell customers"
    officer.post(f"drafts/{again.public_id}/discard/")
    assert Draft.objects.get(pk=again.pk).state == "discarded"


def test_another_list_tells_how_much_is_different(officer: Desk) -> None:
    draft = officer.draft(LIST)
    published(officer, draft)
    other = officer.bring_in(draft.register, LIST.replace("Sweden", "Norway").encode(), "list.md")
    page = officer.page(f"documents/{other.public_id}/")
    assert "2 changes from version 1" in page, "a place comes, another one goes"
    assert "Norway" in page
    assert "brought in before" not in page


def test_data_stay_in_the_order_in_which_they_are_printed(officer: Desk) -> None:
    text = LIST.replace("names, e-mail addresses, addresses", "telephone numbers, names, addresses")
    draft = officer.draft(text)
    row = draft.records.get(kind="entries", slug="alder-data-oy")
    printed = [one["printed"] for one in record_from(row).data["data"]]
    assert [folded(one) for one in printed] == ["telephone numbers", "names", "addresses"]
    path = f"drafts/{draft.public_id}/records/entries/alder-data-oy/"
    assert officer.post(path, officer.form(path) | {"retention": "30 days"}).status_code == 302
    row.refresh_from_db()
    again = [one["printed"] for one in record_from(row).data["data"]]
    assert again == printed, "a form keeps the order too"
    version = published(officer, draft)
    make_files(version, version.on, AT)
    html = Client().get(f"/lists/kite/{version.register.slug}/en/index.html").content.decode()
    assert html.index("telephone numbers") < html.index("names") < html.index(">addresses")


def test_the_page_of_a_version_follows_its_files(officer: Desk) -> None:
    version = published(officer, officer.draft(LIST))
    Publishing.objects.all().delete()
    path = f"{version.register.public_id}/versions/1/"
    assert making_of(version).state == "waiting"
    assert "about to be made" in officer.page(path)
    made = Publishing.objects.create(register=version.register, version=version, on=version.on, begun_at=AT)
    Publishing.objects.filter(pk=made.pk).update(parts=["a", "b", "c", "d.pdf"], done=["a"], later=["d.pdf"])
    assert "1 of 4 parts are made" in officer.page(path)
    assert "1 of 4" in officer.get(path, part="progress").content.decode()
    Publishing.objects.filter(pk=made.pk).update(done=["a", "b", "c"], ended_at=AT, live_at=AT)
    assert making_of(version).state == "following"
    assert "d.pdf" in officer.page(path)
    Publishing.objects.filter(pk=made.pk).update(done=["a", "b", "c", "d.pdf"], later=[])
    assert "All 4 parts are made, and the public has them." in officer.page(path)
    assert officer.get(path, part="progress").headers["HX-Redirect"].endswith(path)


def test_files_that_could_not_be_made_are_asked_for_again(officer: Desk) -> None:
    version = published(officer, officer.draft(LIST))
    Publishing.objects.all().delete()
    Job.objects.filter(name="registers.write-files").delete()
    job = Job.objects.create(
        name="registers.write-files", key=version.public_id, queue="default", arguments={}, enqueued_at=AT,
        not_before=AT, failed_at=AT, attempts=8, failure="OSError",
    )  # fmt: skip
    path = f"{version.register.public_id}/versions/1/"
    assert "could not be made" in officer.page(path)
    assert officer.post(f"{path}again/").status_code == 302
    job.refresh_from_db()
    assert job.failed_at is None and job.attempts == 0
    assert not make_again(by=MACHINE, at=AT, version=version), "there is nothing to try again"
    reader = desk("reader")
    assert reader.post(f"{path}again/").status_code == 404
