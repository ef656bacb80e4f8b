"""A list is brought in by the browser, reviewed, checked, published, changed and published again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ketju.web.apps.registers.models import Draft, Register, Snapshot, Version
from ketju.web.base.audit.models import AuditEntry
from tests.web import here
from tests.web.registers.desk import LIST, Desk, desk, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Desk:
    return desk()


def test_the_first_page_says_what_to_do(officer: Desk) -> None:
    assert "Begin a new register" in officer.page()
    register = officer.begin()
    assert register.slug == "sub-processors"
    page = officer.page()
    assert "Sub-processors" in page and "nothing published" in page
    assert "Bring in the list as it is today" in officer.page(f"{register.public_id}/")


def test_a_register_in_a_language_has_a_title_in_it(officer: Desk) -> None:
    answer = officer.post("new/", {"title_en": "Sub-processors", "languages": ["en", "fi"]})
    assert answer.status_code == 422
    assert "so it needs a title" in text_of(answer)
    assert not Register.objects.exists()


def test_the_review_shows_source_and_fields_side_by_side(officer: Desk) -> None:
    draft = officer.draft()
    html = officer.get(f"drafts/{draft.public_id}/review/").content.decode()
    mark = html.index(">Cloudberry Hosting Oy</a>")
    link = html[html.rindex("<a ", 0, mark) : mark]
    assert 'href="#f-cloudberry-hosting-oy-name"' in link
    place = link.partition(' id="')[2].partition('"')[0]
    assert f'id="f-cloudberry-hosting-oy-name" data-place="{place}"' in html
    assert f'<a href="#{place}">Name' in html
    assert "0 of 3 reviewed" in text_of(officer.get(f"drafts/{draft.public_id}/review/"))


def test_accepting_with_and_without_script(officer: Desk) -> None:
    draft = officer.draft()
    path = f"drafts/{draft.public_id}/review/mark/"
    answer = officer.post(
        path, {"entry": "larch-mail-gmbh", "review": "accepted", "back": "//evil.example.com"}
    )
    assert answer["Location"] == officer.path(f"drafts/{draft.public_id}/review/#e-larch-mail-gmbh")
    part = officer.post(
        path, {"entry": "cloudberry-hosting-oy", "review": "accepted"}, **{"HX-Request": "true"}
    )
    html = part.content.decode()
    assert "<html" not in html and 'id="e-cloudberry-hosting-oy"' in html
    assert 'hx-swap-oob="true"' in html and "2 of 3 reviewed" in html
    officer.post(path, {"entry": "larch-mail-gmbh", "review": ""})
    assert "1 of 3 reviewed" in officer.page(f"drafts/{draft.public_id}/review/")
    assert officer.post(path, {"entry": "nobody", "review": "accepted"}).status_code == 400
    officer.post(f"drafts/{draft.public_id}/review/accept/")
    assert "3 of 3 reviewed" in officer.page(f"drafts/{draft.public_id}/review/")
    assert "Everything is reviewed" in officer.page(f"drafts/{draft.public_id}/review/", show="open")


def test_publishing_says_what_changes_and_why(officer: Desk) -> None:
    draft = officer.draft()
    assert "can be published" in officer.page(f"drafts/{draft.public_id}/check/")
    form = {"why": "The first list", "audience": "TLP:CLEAR", "when": "now"}
    answer = officer.post(f"drafts/{draft.public_id}/publish/", form)
    assert answer.status_code == 302, text_of(answer)
    version = Version.objects.get()
    assert (version.number, version.why, version.entries) == (1, "The first list", 3)
    register = version.register
    assert "The first list" in officer.page(f"{register.public_id}/versions/1/")
    officer.post(f"{register.public_id}/begin/")
    second = Draft.objects.latest("pk")
    officer.post(
        f"drafts/{second.public_id}/records/entries/new/",
        {"name": "Rowan Backup AB", "places-count": "1", "places-0-code": "SE", "places-0-kind": "backup",
         "purpose.en": "Backups", "role": "processor", "tier": "1", "access": "content"},
    )  # fmt: skip
    page = officer.page(f"drafts/{second.public_id}/publish/")
    assert "Rowan Backup AB" in page and "notice" in page.lower() and "Art. 28(2)" in page
    officer.post(f"drafts/{second.public_id}/publish/", {**form, "why": "Backups in Sweden"})
    assert Version.objects.get(number=2).owed == 1
    page = officer.page(f"{register.public_id}/compare/")
    assert "Rowan Backup AB" in page
    file = officer.get(f"{register.public_id}/versions/2/register.json")
    assert "rowan-backup-ab" in json.loads(file.content)["entries"]
    assert AuditEntry.objects.filter(action="versions.publish").count() == 2


def test_a_reason_is_needed(officer: Desk) -> None:
    draft = officer.draft()
    answer = officer.post(
        f"drafts/{draft.public_id}/publish/", {"why": "", "audience": "TLP:CLEAR", "when": "now"}
    )
    assert answer.status_code == 422
    assert not Version.objects.exists()


def test_scheduling_in_the_zone_of_the_processor(officer: Desk) -> None:
    draft = officer.draft()
    path, form = (
        f"drafts/{draft.public_id}/publish/",
        {"why": "Later", "audience": "TLP:CLEAR", "when": "later"},
    )
    for at, word in (
        ("2097-03-31T03:30", "go forward"),
        ("2020-01-01T00:00", "over"),
        ("", "day and the time"),
    ):
        answer = officer.post(path, {**form, "at": at})
        assert answer.status_code == 422 and word in text_of(answer), at
    assert officer.post(path, {**form, "at": "2097-07-01T08:00"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "scheduled" and draft.publish_at is not None
    assert draft.publish_at.isoformat() == "2097-07-01T05:00:00+00:00"  # Helsinki is at +03:00 in July
    assert "2097-07-01 08:00" in officer.page(path)


def test_errors_are_corrected_or_answered_for(officer: Desk) -> None:
    draft = officer.draft()
    path = f"drafts/{draft.public_id}/records/entries/cloudberry-hosting-oy/"
    form = officer.form(path) | {"since": "2026-02", "until": "2025-01"}
    assert officer.post(path, form).status_code == 302
    page = officer.page(f"drafts/{draft.public_id}/check/")
    assert "1 of them" in page or "One error keeps" in page
    form = {"why": "x", "audience": "TLP:CLEAR", "when": "now"}
    assert officer.post(f"drafts/{draft.public_id}/publish/", form).status_code == 422
    until = (here.today() + timedelta(days=30)).isoformat()
    answer = {"reason": "Being cleared up", "owner": "Aino Kallio", "until": until, "least": "error"}
    late = {**answer, "until": (here.today() + timedelta(days=500)).isoformat()}
    assert officer.post(f"drafts/{draft.public_id}/check/answer-all/", late).status_code == 422
    assert officer.post(f"drafts/{draft.public_id}/check/answer-all/", answer).status_code == 302
    page = officer.page(f"drafts/{draft.public_id}/check/")
    assert "No error keeps" in page and "Being cleared up" in page
    html = officer.get(f"drafts/{draft.public_id}/check/").content.decode()
    rule = html.partition('name="rule" value="')[2].partition('"')[0]
    end = f"drafts/{draft.public_id}/check/end/"
    assert officer.post(end, {"waiver": "7", "rule": rule}).status_code == 400
    assert officer.post(end, {"waiver": "0", "rule": rule}).status_code == 302
    assert "One error keeps" in officer.page(f"drafts/{draft.public_id}/check/")
    assert officer.post(f"drafts/{draft.public_id}/check/answer-all/", answer).status_code == 302
    assert officer.post(f"drafts/{draft.public_id}/publish/", form).status_code == 302
    assert "Waivers that run out" in officer.page()
    assert "1 waiver" in officer.client.get("/staff/kite/").content.decode() or "One waiver" in text_of(
        officer.client.get("/staff/kite/")  # type: ignore[arg-type]
    )


def test_one_finding_is_answered_for_at_its_place(officer: Desk) -> None:
    draft = officer.draft()
    path = f"drafts/{draft.public_id}/records/entries/cloudberry-hosting-oy/"
    officer.post(path, officer.form(path) | {"since": "2026-02", "until": "2025-01"})
    html = officer.get(f"drafts/{draft.public_id}/review/").content.decode()
    card = html.partition('id="e-cloudberry-hosting-oy"')[2].partition("</article>")[0]
    number = card.partition('name="finding" value="')[2].partition('"')[0]
    where = card.partition('name="path" value="')[2].partition('"')[0]
    assert number and where.startswith("entries/cloudberry-hosting-oy")
    until = (here.today() + timedelta(days=30)).isoformat()
    form = {"finding": number, "path": where, "reason": "Asked them", "owner": "Aino", "until": until}
    wrong = officer.post(f"drafts/{draft.public_id}/check/answer/", {**form, "path": "entries/other"})
    assert wrong.status_code == 400
    assert officer.post(f"drafts/{draft.public_id}/check/answer/", form | {"reason": ""}).status_code == 422
    assert officer.post(f"drafts/{draft.public_id}/check/answer/", form).status_code == 302
    draft.refresh_from_db()
    assert draft.errors == 0


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\x00\x01\x02\x03" * 50, "x.bin", "compared with every format"),
        (b"%PDF-1.4 broken", "x.pdf", "is kept as it came"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "logo.png", "is kept as it came"),
        (b"Our opening hours are from nine to five.", "hours.txt", "no list of sub-processors was found"),
    ],
)  # fmt: skip
def test_what_is_no_list_says_so_and_is_kept(officer: Desk, data: bytes, name: str, words: str) -> None:
    snapshot = officer.bring_in(officer.begin(), data, name)
    assert words in officer.page(f"documents/{snapshot.public_id}/")
    file = officer.get(f"documents/{snapshot.public_id}/file/")
    assert file.content == data and file["Content-Type"] == "application/octet-stream"
    assert officer.post(f"documents/{snapshot.public_id}/read/").status_code == 302
    assert officer.post(f"documents/{snapshot.public_id}/begin/", {"kind": "next"}).status_code == 400
    assert not Draft.objects.exists()


def test_a_file_that_is_too_large_or_empty_is_refused(officer: Desk) -> None:
    register = officer.begin()
    for data, words in ((b"a" * 50_000_001, "50"), (b"", "empty"), (None, "paste the list")):
        file = {} if data is None else {"file": SimpleUploadedFile("list.txt", data)}
        answer = officer.post(f"{register.public_id}/import/", file)
        assert answer.status_code == 422 and words in text_of(answer)
    assert not Snapshot.objects.exists()


def test_a_pasted_page_is_read(officer: Desk) -> None:
    register = officer.begin()
    html = "<table><tr><th>Company<th>Country<th>Purpose<tr><td>Alder Data Oy<td>Finland<td>Hosting</table>"
    form = {"pasted": html, "form": "html", "address": "https://kite.example.com/list"}
    assert officer.post(f"{register.public_id}/import/", form).status_code == 302
    snapshot = Snapshot.objects.get()
    assert (snapshot.entries, snapshot.form, snapshot.address) == (1, "html", "https://kite.example.com/list")


def test_markup_in_a_source_is_shown_as_text(officer: Desk) -> None:
    draft = officer.draft(LIST_WITH_SCRIPT)
    html = officer.get(f"drafts/{draft.public_id}/review/").content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html


LIST_WITH_SCRIPT = """| Company | Country | Purpose |
| --- | --- | --- |
| Larch &lt;img src=x onerror=alert(1)> Oy | Finland | `<script>alert(1)</script>` storage |
"""


def test_a_large_file_is_read_in_the_background(officer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from ketju.web.apps.registers import jobs

    monkeypatch.setattr(jobs, "AT_ONCE", 10)
    snapshot = officer.bring_in(officer.begin(), b"# List\n\nnothing here", "list.md")
    page = f"documents/{snapshot.public_id}/"
    assert snapshot.read_at is None and "is being read" in officer.page(page)
    part = officer.get(page, part="progress").content.decode()
    assert "hx-get" in part and "<html" not in part
    from ketju.web.apps.registers.writes.receiving import read_snapshot

    read_snapshot(snapshot, timezone.now())
    assert officer.get(page, part="progress")["HX-Redirect"] == officer.path(page)


def test_the_list_that_already_holds_is_taken_in(officer: Desk) -> None:
    snapshot = officer.bring_in(officer.begin(), LIST.encode(), "list.md")
    answer = officer.post(f"documents/{snapshot.public_id}/begin/", {"kind": "opening"})
    assert answer.status_code == 422 and "day from which this list held" in text_of(answer)
    past = officer.review(snapshot, kind="past", on="2024-01-01")
    form = {"why": "From the archive", "audience": "TLP:CLEAR", "when": "now"}
    assert "Taking it in tells nobody" in officer.page(f"drafts/{past.public_id}/publish/")
    assert officer.post(f"drafts/{past.public_id}/publish/", form).status_code == 302
    other = officer.bring_in(past.register, LIST.replace("Germany", "Ireland").encode(), "now.md")
    opening = officer.review(other, kind="opening", on="2025-05-01")
    assert officer.post(f"drafts/{opening.public_id}/publish/", form).status_code == 302
    versions = list(Version.objects.order_by("number").values_list("kind", "on"))
    assert [(kind, str(on)) for kind, on in versions] == [("past", "2024-01-01"), ("opening", "2025-05-01")]
    page = officer.page(f"{past.register.public_id}/")
    assert "not known" in page and "published elsewhere" in page


def test_a_register_in_a_file_is_read_only(officer: Desk) -> None:
    register = officer.begin(source="file")
    assert "kept in a file" in officer.page(f"{register.public_id}/")
    answer = officer.post(f"{register.public_id}/import/", {"pasted": LIST})
    assert answer.status_code == 400
    assert officer.post(f"{register.public_id}/begin/").status_code == 400


def test_what_comes_by_file_is_checked_and_published_but_not_edited(officer: Desk) -> None:
    register = officer.begin()
    draft = officer.review(officer.bring_in(register, LIST.encode(), "list.md"))
    Register.objects.update(source="file")
    page = f"drafts/{draft.public_id}/records/entries/larch-mail-gmbh/"
    form = officer.form(page) | {"retention": "30 days"}
    assert "kept in a file" in officer.page(page)
    answer = officer.post(page, form)
    assert answer.status_code == 422 and "kept in a file" in text_of(answer)
    assert not draft.changes.exists()
    form = {"why": "Pushed", "audience": "TLP:CLEAR", "when": "now"}
    assert officer.post(f"drafts/{draft.public_id}/publish/", form).status_code == 302
    assert Version.objects.get().why == "Pushed"


def test_bringing_in_ones_own_page_keeps_what_it_cannot_say(officer: Desk) -> None:
    draft = officer.draft()
    page = f"drafts/{draft.public_id}/records/entries/larch-mail-gmbh/"
    officer.post(page, officer.form(page) | {"contact-name": "Pihla Koivu"})
    form = {"why": "First", "audience": "TLP:CLEAR", "when": "now"}
    assert officer.post(f"drafts/{draft.public_id}/publish/", form).status_code == 302
    again = officer.review(
        officer.bring_in(draft.register, LIST.replace("Germany", "Ireland").encode(), "list.md")
    )
    page = officer.page(f"drafts/{again.public_id}/publish/")
    assert "new place: Ireland" in page and "contact" not in page and "TLP label" not in page
    assert "Pihla Koivu" in officer.page(f"drafts/{again.public_id}/review/")


def test_what_was_not_read_comes_first_and_can_become_an_entry(officer: Desk) -> None:
    snapshot = officer.bring_in(officer.begin(), f"{LIST}\n\nPine Oy, Finland\n".encode(), "list.md")
    assert "One part could not be made sense of" in officer.page(f"documents/{snapshot.public_id}/")
    draft = officer.review(snapshot)
    page = officer.get(f"drafts/{draft.public_id}/review/").content.decode()
    assert page.index('id="unread"') < page.index('class="entry')
    assert '<mark class="unread"' in page
    link = f"drafts/{draft.public_id}/records/entries/new/?back=review&amp;name=Pine%20Oy%2C%20Finland"
    assert link in page
    form = officer.form(f"drafts/{draft.public_id}/records/entries/new/", back="review", name="Pine Oy")
    assert form["name"] == "Pine Oy"
    answer = officer.post(f"drafts/{draft.public_id}/records/entries/new/", form)
    assert answer["Location"].endswith("/review/?at=pine-oy#e-pine-oy")


def test_the_settings(officer: Desk) -> None:
    register = officer.begin()
    form = {"title_en": "Companies", "title_sv": "Företag", "languages": ["en", "sv"], "old_paths": "privacy"}
    path = f"{register.public_id}/settings/"
    assert officer.post(path, form).status_code == 422
    assert officer.post(path, form | {"old_paths": "/privacy/list\n/old"}).status_code == 302
    register.refresh_from_db()
    assert register.titles == {"en": "Companies", "sv": "Företag"}
    assert (register.languages, register.old_paths, register.is_public) == (
        ["en", "sv"],
        ["/privacy/list", "/old"],
        False,
    )


def test_readers_look_and_touch_nothing(officer: Desk) -> None:
    draft = officer.draft()
    reader = desk("reader")
    html = reader.get(f"drafts/{draft.public_id}/review/").content.decode()
    assert "review/mark/" not in html and "0 of 3 reviewed" in html
    assert reader.get(f"drafts/{draft.public_id}/publish/").status_code == 404
    assert (
        "<form" not in reader.get(f"drafts/{draft.public_id}/check/").content.decode().partition("<main")[2]
    )
