"""The API of registers: a list is brought in, reviewed, checked, answered for, edited, published, seen, compared."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ketju.web.apps.registers.models import Draft, Register, Version
from ketju.web.apps.registers.writes.filing import make_files
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.jobs.models import Job
from tests.web.program import Program, token
from tests.web.registers.desk import LIST

pytestmark = pytest.mark.django_db
NOBODY = "_" + "0" * 26


@pytest.fixture
def kite(db: None) -> Processor:
    return Processor.objects.create(slug="kite", name="Kite Hosting Oy")


@pytest.fixture
def program(kite: Processor) -> Program:
    return Program(token(kite))


def begun(program: Program, slug: str = "main") -> str:
    made = program.post(
        "/registers", {"slug": slug, "titles": {"en": "Sub-processors"}, "languages": ["en"]}, 201
    )
    return str(made["id"])


def brought_in(program: Program, text: str = LIST, register: str = "") -> dict[str, Any]:
    of = register or begun(program)
    document = program.post(f"/registers/{of}/documents", {"name": "list.md", "text": text}, 201)
    return dict(program.post(f"/documents/{document['id']}/drafts", {"kind": "next"}, 201))


def published(program: Program, draft: str, why: str = "First") -> dict[str, Any]:
    return dict(program.post(f"/drafts/{draft}/publish", {"why": why, "audience": "TLP:CLEAR"}, 201))


def test_a_list_is_brought_in_reviewed_and_published(program: Program, kite: Processor) -> None:
    register = begun(program)
    document = program.post(f"/registers/{register}/documents", {"name": "list.md", "text": LIST}, 201)
    assert (document["entries"], document["format"], document["problem"]) == (3, "markdown", "")
    assert document["read_at"] and program.get(f"/registers/{register}/documents")["items"][0]["entries"] == 3
    file = program("GET", f"/documents/{document['id']}/file")
    assert file.content.decode() == LIST and file["Content-Type"] == "application/octet-stream"
    draft = program.post(f"/documents/{document['id']}/drafts", {"kind": "next"}, 201)
    assert (draft["records"]["entries"], draft["state"], draft["reviewed"]) == (3, "checked", 0)
    page = program.get(f"/drafts/{draft['id']}/records?size=2")
    larch = page["items"][1]
    assert [one["id"] for one in page["items"]] == ["cloudberry-hosting-oy", "larch-mail-gmbh"]
    (place,) = [one for one in larch["places"] if one["field"] == "name"]
    assert (place["place"]["line"], place["confidence"]) == (
        6,
        1.0,
    )  # the sixth line of the list, as people count
    rest = program.get(f"/drafts/{draft['id']}/records?after={page['next']}")
    assert [one["name"] for one in rest["items"]] == ["Sequoia Support Inc."] and rest["next"] is None
    review = f"/drafts/{draft['id']}/records/entries/larch-mail-gmbh/review"
    assert program.post(review, {"review": "accepted"})["review"] == "accepted"
    assert program.get(f"/drafts/{draft['id']}")["reviewed"] == 1
    assert program.post(f"/drafts/{draft['id']}/accept-sure")["count"] <= 2
    version = published(program, draft["id"])
    assert (version["number"], version["entries"], version["why"]) == (1, 3, "First")
    assert program.get(f"/registers/{register}")["version"] == version
    assert AuditEntry.objects.filter(actor_kind="token", action="versions.publish").count() == 1


def test_what_the_rules_find_is_told_and_answered_for(program: Program) -> None:
    bad = LIST.replace("Germany", "").replace("| Servers and storage |", "| |")
    draft = brought_in(program, bad)["id"]
    found = program.get(f"/drafts/{draft}/findings?size=200")
    assert found["items"] and not found["is_outdated"] and found["counts"]["error"] >= 1
    first = next(one for one in found["items"] if one["level"] == "error")
    assert first["title"] and first["fix"] and first["path"].startswith("entries/")
    program.post(f"/drafts/{draft}/publish", {"why": "x", "audience": "TLP:CLEAR"}, 409)
    until = str((timezone.now() + timedelta(days=90)).date())
    one = {
        "finding": first["number"],
        "path": first["path"],
        "reason": "Asked",
        "owner": "Pihla",
        "until": until,
    }
    assert (
        program.post(f"/drafts/{draft}/waivers", {**one, "until": "2099-01-01"}, 422)["errors"][0]["field"]
        == "until"
    )
    assert program.post(f"/drafts/{draft}/waivers", {**one, "path": "entries/other"}, 409)
    assert program.post(f"/drafts/{draft}/waivers", one, 201) == {"count": 1}
    every = {"least": "error", "reason": "Old list", "owner": "Pihla", "until": until}
    program.post(f"/drafts/{draft}/waivers-for-all", every, 201)
    after = program.get(f"/drafts/{draft}/findings?waived=false&level=error")
    assert after["items"] == [] and after["counts"]["error"] == 0
    (waiver, *_) = program.get(f"/drafts/{draft}/waivers")["items"]
    assert (waiver["owner"], waiver["until"], waiver["is_in_force"]) == ("Pihla", until, True)
    left = program.post(f"/drafts/{draft}/waivers/0/end", {"rule": waiver["rule"]})["items"]
    assert program.post(f"/drafts/{draft}/waivers/99/end", {"rule": waiver["rule"]}, 409)
    assert program.get(f"/drafts/{draft}")["errors"] == 1 and waiver not in left


def test_two_programs_at_one_record_lose_nothing(program: Program, kite: Processor) -> None:
    draft = brought_in(program)["id"]
    address = f"/drafts/{draft}/records/entries/larch-mail-gmbh"
    seen = program.get(address)
    mine, theirs = (
        {**seen["data"], name: value} for name, value in (("retention", "30 days"), ("brand", "Busy"))
    )
    assert program("PUT", address, {"data": theirs, "revision": seen["revision"]}).status_code == 200
    both = program("PUT", address, {"data": mine, "revision": seen["revision"]}).json()["data"]
    assert (both["retention"], both["brand"]) == ("30 days", "Busy")
    lost = program("PUT", address, {"data": {**seen["data"], "brand": "Idle"}, "revision": seen["revision"]})
    assert (lost.status_code, lost.json()["fields"]) == (409, ["brand"])
    assert lost.json()["theirs"]["brand"] == "Busy" and lost["Content-Type"] == "application/problem+json"
    tag = program("GET", address)["ETag"]
    strict = {"data": {**both, "brand": "Idle"}, "revision": seen["revision"] + 2}
    assert program("PUT", address, strict, **{"if-match": '"0"'}).status_code == 412
    assert program("PUT", address, strict, **{"if-match": tag}).status_code == 200
    assert program.get(address)["data"]["brand"] == "Idle"


def test_records_are_added_ended_removed_and_undone(program: Program) -> None:
    draft = brought_in(program)["id"]
    new = {"name": "Alder Analytics Oy", "places": [{"code": "FI"}], "purpose": {"en": "Statistics"}}
    made = program.post(f"/drafts/{draft}/records/entries", {"data": new}, 201)
    assert (made["id"], made["revision"]) == ("alder-analytics-oy", 1)
    again = program.post(f"/drafts/{draft}/records/entries", {"data": new}, 201)
    assert again["id"] == "alder-analytics-oy-2"
    wrong = program.post(
        f"/drafts/{draft}/records/entries", {"data": {**new, "places": [{"code": "XX"}]}}, 422
    )
    assert wrong["errors"][0]["field"] == "places"
    assert program.post(f"/drafts/{draft}/records/entries", {"data": {**new, "colour": "red"}}, 422)
    assert program.post(f"/drafts/{draft}/records/entries", {"id": "Alder!", "data": new}, 422)
    ended = program.post(
        f"/drafts/{draft}/records/entries/larch-mail-gmbh/end",
        {"until": "2026-06-30", "revision": made["revision"]},
    )
    assert ended["data"]["until"] == "2026-06-30" and ended["data"]["name"] == "Larch Mail GmbH"
    gone = f"/drafts/{draft}/records/entries/alder-analytics-oy-2"
    assert program("DELETE", f"{gone}?revision={again['revision']}").status_code == 200
    assert program("GET", gone).status_code == 404
    history = program.get(f"/drafts/{draft}/history?size=2")
    assert [one["act"] for one in history["items"]] == ["remove", "change"] and history["next"]
    assert program.post(f"/drafts/{draft}/undo", {"revision": 1}, 409)
    program.post(f"/drafts/{draft}/undo", {"revision": history["items"][0]["revision"]})
    assert program.get(gone)["data"]["name"] == "Alder Analytics Oy"
    facts = program.get(f"/drafts/{draft}/records/facts/-")
    assert (
        facts["id"] == "-"
        and facts["data"]["title"]
        and program.post(f"/drafts/{draft}/discard")["state"] == "discarded"
    )
    assert program("PUT", gone, {"data": new, "revision": 9}).status_code == 409


def test_a_draft_is_published_later_or_not_after_all(program: Program) -> None:
    draft = brought_in(program)["id"]
    later = (timezone.now() + timedelta(days=2)).isoformat()
    form = {"why": "Planned", "audience": "TLP:CLEAR", "publish_at": later}
    assert program.post(f"/drafts/{draft}/schedule", {**form, "publish_at": "2020-01-01T00:00:00Z"}, 422)
    assert program.post(f"/drafts/{draft}/schedule", {**form, "publish_at": "2030-01-01T00:00:00"}, 422)
    assert program.post(f"/drafts/{draft}/schedule", form)["state"] == "scheduled"
    assert program.post(f"/drafts/{draft}/unschedule")["publish_at"] is None
    assert Draft.objects.get().state == "checked" and not Version.objects.exists()


def test_versions_are_compared_and_found_by_day(program: Program, kite: Processor) -> None:
    register = begun(program)
    past = program.post(f"/registers/{register}/documents", {"name": "old.md", "text": LIST}, 201)["id"]
    assert program.post(f"/documents/{past}/drafts", {"kind": "past"}, 422)["errors"][0]["field"] == "on"
    old = program.post(f"/documents/{past}/drafts", {"kind": "past", "on": "2024-01-01"}, 201)["id"]
    published(program, old)
    moved = LIST.replace("Germany", "Ireland")
    now = program.post(f"/registers/{register}/documents", {"name": "now.md", "text": moved}, 201)["id"]
    new = program.post(f"/documents/{now}/drafts", {"kind": "opening", "on": "2025-05-01"}, 201)["id"]
    coming, *_ = [
        one for one in program.get(f"/drafts/{new}/diff")["items"] if one["name"] == "Larch Mail GmbH"
    ]
    assert coming["words"] and coming["notice"]["owed"]
    published(program, new)
    on = f"/registers/{register}/version-on"
    assert (
        program.get(f"{on}?on=2024-12-31")["number"] == 1
        and program.get(f"{on}?on=2025-05-01")["number"] == 2
    )
    assert program.get(on)["number"] == 2 and program.get(f"{on}?on=2023-12-31", 404)
    diff = program.get(f"/registers/{register}/diff?older=1&newer=2")
    assert {one["name"] for one in diff["items"]} == {"Larch Mail GmbH"}
    page = program.get(f"/registers/{register}/versions?size=1")
    assert ([one["number"] for one in page["items"]], page["next"]) == ([2], 2)
    assert [one["number"] for one in program.get(f"/registers/{register}/versions?after=2")["items"]] == [1]
    content = program.get(f"/registers/{register}/versions/1/content")
    assert set(content["entries"]) == {"cloudberry-hosting-oy", "larch-mail-gmbh", "sequoia-support-inc"}
    rows = program("GET", f"/registers/{register}/versions/1/file?format=csv").content.decode("utf-8-sig")
    assert "Larch Mail GmbH" in rows and "Germany" in rows and "Ireland" not in rows


def test_settings_and_followers(program: Program, kite: Processor) -> None:
    register = begun(program)
    assert program.post("/registers", {"slug": "main", "titles": {"en": "X"}, "languages": ["en"]}, 409)
    assert (
        program("PATCH", f"/registers/{register}", {"languages": ["en", "fi"]}).json()["errors"][0]["field"]
        == "titles.fi"
    )
    changed = program(
        "PATCH", f"/registers/{register}",
        {"titles": {"en": "List", "fi": "Luettelo"}, "languages": ["en", "fi"], "old_paths": ["/privacy/list"]},
    ).json()  # fmt: skip
    assert (changed["titles"]["fi"], changed["old_paths"], changed["is_public"]) == (
        "Luettelo",
        ["/privacy/list"],
        True,
    )
    assert program("PATCH", f"/registers/{register}", {"old_paths": ["https://x"]}).status_code == 422
    assert program.get(f"/registers/{register}/followers") == {
        "confirmed": 0, "unconfirmed": 0, "ended": 0, "open_links": 0,
    }  # fmt: skip


def test_scopes_are_those_of_the_pages(kite: Processor, program: Program) -> None:
    draft = brought_in(program)["id"]
    reader = Program(token(kite, "registers.read"))
    writer = Program(token(kite, "registers.read", "registers.write"))
    address = f"/drafts/{draft}/records/entries/larch-mail-gmbh"
    assert reader.get(address)["name"] == "Larch Mail GmbH"
    assert reader("POST", f"/drafts/{draft}/check", {}).status_code == 403
    assert reader("PUT", address, {"data": {"name": "X"}}).status_code == 403
    form = {"why": "x", "audience": "TLP:CLEAR"}
    assert writer("POST", f"/drafts/{draft}/check", {}).status_code == 200
    assert writer("POST", f"/drafts/{draft}/publish", form).json()["detail"].endswith("registers.publish.")
    assert Program(token(kite, "customers.read"))("GET", "/registers").status_code == 403


def test_foreign_things_are_as_if_they_were_not(kite: Processor, program: Program) -> None:
    draft = brought_in(program)["id"]
    register, document = Register.objects.get().public_id, program.get(f"/drafts/{draft}")["document_id"]
    published(program, draft)
    foreign = Program(token(Processor.objects.create(slug="heron", name="Heron Mail AB")))
    missing = foreign("GET", f"/registers/reg{NOBODY}")
    assert missing.status_code == 404
    for address in (
        f"/registers/{register}", f"/registers/{register}/versions/1", f"/registers/{register}/versions/1/content",
        f"/registers/{register}/files", f"/registers/{register}/entries", f"/documents/{document}",
        f"/documents/{document}/file", f"/drafts/{draft}", f"/drafts/{draft}/records", f"/drafts/{draft}/findings",
        f"/drafts/{draft}/diff", f"/drafts/{draft}/history", f"/registers/{register}/pushes",
    ):  # fmt: skip
        answer = foreign("GET", address)
        assert (answer.status_code, answer.content) == (404, missing.content), address
    assert (
        foreign("POST", f"/drafts/{draft}/publish", {"why": "x", "audience": "TLP:CLEAR"}).status_code == 404
    )
    assert foreign.get("/registers") == {"items": []} and foreign.get("/drafts?state=all")["items"] == []


def test_the_same_document_sent_twice_is_kept_once(program: Program) -> None:
    register = begun(program)
    body = {"name": "list.md", "text": LIST}
    first, again = (
        program("POST", f"/registers/{register}/documents", body, **{"idempotency-key": "k"})
        for _ in range(2)
    )
    assert first.json() == again.json() and again["Idempotent-Replayed"] == "true"


def test_long_lists_come_in_pages_with_few_queries(
    program: Program, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f"| Company {number} Oy | Finland | Storage {number} | |\n" for number in range(120))
    draft = brought_in(program, LIST + rows)["id"]
    published(program, draft)
    register = Register.objects.get().public_id
    ids, after = [], ""
    while after is not None:
        with django_assert_max_num_queries(9):
            page = program.get(f"/drafts/{draft}/records?size=50&after={after}")
        ids += [one["id"] for one in page["items"]]
        after = page["next"]
    assert len(ids) == len(set(ids)) == 123
    with django_assert_max_num_queries(12):
        entries = program.get(f"/registers/{register}/entries?size=100")
    assert len(entries["items"]) == 100 and entries["next"]
    for address in ("/registers", "/drafts?state=all", f"/registers/{register}/versions", f"/drafts/{draft}"):
        with django_assert_max_num_queries(12):
            program.get(address)


def test_documents_that_are_no_list_say_so(program: Program) -> None:
    register = begun(program)
    nothing = program.post(
        f"/registers/{register}/documents", {"name": "x.md", "text": "# Hello\n\nNothing here."}, 201
    )
    assert nothing["entries"] == 0
    assert program.post(f"/documents/{nothing['id']}/drafts", {}, 409)["type"].endswith(
        "registers.nothing-read"
    )
    unread = program.get(f"/documents/{nothing['id']}/unread")
    assert unread["next"] is None
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"authorization": f"Bearer {program.text}"}
    address = f"/api/v1/registers/{register}/document-files"
    broken = Client().post(
        address, {"file": SimpleUploadedFile("list.pdf", b"%PDF-1.7 broken")}, headers=sent
    )
    assert broken.status_code == 201 and broken.json()["problem"] and broken.json()["entries"] == 0


def test_files_of_the_public_are_listed_and_made_again(program: Program) -> None:
    draft = brought_in(program)["id"]
    published(program, draft)
    version, register = Version.objects.get(), Register.objects.get().public_id
    assert program.get(f"/registers/{register}/publishing")["percent"] == 0
    assert program.get(f"/registers/{register}/files") == {"items": [], "next": None}
    make_files(version, day_at(version.processor), timezone.now())
    found, after = [], ""
    while after is not None:
        page = program.get(f"/registers/{register}/files?size=7&after={after}")
        found += page["items"]
        after = page["next"]
    by_path = {one["path"]: one for one in found}
    assert len(by_path) == len(found) and by_path["sub-processors.en.csv"]["media_type"].startswith(
        "text/csv"
    )
    for path in ("sub-processors.en.csv", "en/index.html"):
        answer = program("GET", f"/registers/{register}/file?path={path}")
        assert hashlib.sha256(answer.content).hexdigest() == by_path[path]["sha256"]
        assert by_path[path]["address"].endswith(f"/lists/kite/main/{path}")
    assert program("GET", f"/registers/{register}/file?path=nothing.txt").status_code == 404
    done = program.get(f"/registers/{register}/publishing")
    assert done["percent"] > 50 and done["live_at"]
    program.post(f"/registers/{register}/publishing")
    assert Job.objects.filter(name="registers.write-files").exists()
    assert AuditEntry.objects.filter(action="versions.retry", actor_kind="token").count() == 1
