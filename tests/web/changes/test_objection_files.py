"""Files with objections: handed in by a customer or kept by staff, unaltered, for the two of them alone."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ketju.text.render import phrasebook
from ketju.web.apps.cases.evidence_pack import evidence_pack, pdf_of_pack
from ketju.web.apps.cases.freezing import frozen_text
from ketju.web.apps.cases.models import CaseChange, Objection, ObjectionFile
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import AT, Desk
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_objection_pages import announced
from tests.web.changes.test_portal_pages import home, portal, text
from tests.web.changes.test_staff_pages import HOME, client

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=2)
PDF = b"%PDF-1.7\n1 0 obj\r\n\x00\xff statement"
PNG = b"\x89PNG\r\n\x1a\n rest"


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def objected(who: Client, change: CaseChange, where: str, *files: SimpleUploadedFile, **more: str) -> int:
    given = {"ground": "", "text": "See the statement.", **more, "handed_in": list(files)}
    return int(who.post(f"{where}object/", given).status_code)


@freeze_time(LATER)
def test_files_come_with_an_objection_unaltered_and_nobody_else_gets_them(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = announced(desk)
    there = home(alder, f"{change.public_id}/")
    who = portal(alder)
    page = text(who, there)
    assert 'enctype="multipart/form-data"' in page and "multiple" in page and "25 MB together" in page
    assert objected(who, change, there, file("C:\\x\\Lausunto å.pdf", PDF), file("map.png", PNG)) == 302
    pdf, png = ObjectionFile.objects.all()
    assert bytes(pdf.data) == PDF and bytes(png.data) == PNG
    assert pdf.sha256 == hashlib.sha256(PDF).hexdigest() and (pdf.form, png.form) == ("pdf", "png")
    said = Objection.objects.get()
    own = home(alder, f"objections/{said.public_id}/files/{pdf.public_id}/")
    page = text(who, there)
    assert own in page and "Lausunto å.pdf" in page
    answer = who.get(own)
    assert answer.content == PDF and answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''Lausunto%20%C3%A5.pdf"
    assert "sandbox" in answer["Content-Security-Policy"] and answer["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.filter(action="objections.file").get()
    assert (entry.subject, entry.customer) == (pdf.public_id, alder.public_id)
    other = portal(birch)
    assert other.get(own).status_code == 404
    part = f"objections/{said.public_id}/files/{pdf.public_id}/"
    assert other.get(home(birch, part)).status_code == 404
    assert who.get(home(alder, f"objections/{said.public_id}/files/obf_0/")).status_code == 404
    assert Client().get(own).status_code in (302, 404)
    handler = client(desk)
    assert "Lausunto å.pdf" in text(handler, f"{HOME}objections/{said.public_id}/")
    assert handler.get(f"{HOME}{part}").content == PDF


@freeze_time(LATER)
def test_the_talk_takes_files_without_words_and_the_evidence_holds_their_hashes(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = announced(desk)
    who, there = portal(alder), home(alder, f"{change.public_id}/")
    assert objected(who, change, there) == 302
    said = Objection.objects.get()
    talk = home(alder, f"objections/{said.public_id}/say/")
    assert who.post(talk, {"text": " ", "what": "message"}).status_code == 422
    assert who.post(talk, {"what": "message", "handed_in": [file("a.pdf", PDF)]}).status_code == 302
    pack = evidence_pack(by=desk.owner, at=LATER, change=change, customer=alder)
    (step,) = [one for one in pack["objections"][0]["steps"] if one["files"]]
    assert [(one["file_name"], one["sha256"]) for one in step["files"]] == [
        ("a.pdf", hashlib.sha256(PDF).hexdigest())
    ]
    assert pdf_of_pack(pack, phrasebook("fi")).startswith(b"%PDF")
    assert not evidence_pack(by=desk.owner, at=LATER, change=change, customer=birch)["objections"]
    frozen = frozen_text(change, LATER)
    assert "a.pdf" not in frozen and hashlib.sha256(PDF).hexdigest() in frozen


@freeze_time(LATER)
@pytest.mark.parametrize(
    ("language", "files", "said"),
    [
        ("en", [("run.exe", b"MZ\x00\x01")], "“run.exe” was not taken. The content is of another kind"),
        ("en", [("a.pdf", PDF), ("b.pdf", b"")], "“b.pdf” was not taken. The file is empty."),
        ("fi", [(f"{n}.pdf", PDF) for n in range(11)], "kerralla niitä voi olla enintään 10"),
        ("sv", [("a.txt", b"a" * 13_000_000), ("b.txt", b"b" * 13_000_000)], "tillsammans 26 MB"),
        ("sv", [("a.txt", b"a" * 20_000_001)], "Gör filen mindre eller dela upp den"),
    ],
)
def test_what_is_wrong_with_files_is_said_and_the_words_stay(
    desk: Desk, language: str, files: list[tuple[str, bytes]], said: str
) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    who, there = portal(alder, language=language), home(alder, f"{change.public_id}/")
    answer = who.post(f"{there}object/", {"text": "My words.", "handed_in": [file(*one) for one in files]})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "My words." in page
    assert not Objection.objects.exists() and not ObjectionFile.objects.exists()


@freeze_time(LATER)
def test_an_archive_that_is_no_document_and_macros_are_not_taken(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as made:
        made.writestr("[Content_Types].xml", "<x/>")
        made.writestr("word/document.xml", "<x/>")
        made.writestr("word/vbaProject.bin", "x")
    there = home(alder, f"{change.public_id}/")
    assert objected(portal(alder), change, there, file("a.docx", box.getvalue())) == 422


@freeze_time(LATER)
def test_staff_keep_the_letter_that_they_enter(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    given = {
        "change": change.public_id, "customer": alder.public_id, "channel": "letter", "received_on": "2026-11-27",
        "handed_in": [file("letter.pdf", PDF)],
    }  # fmt: skip
    assert client(desk).post(f"{HOME}objections/new/", given).status_code == 302
    kept = ObjectionFile.objects.get()
    assert bytes(kept.data) == PDF and kept.step.text == "–"
    own = home(alder, f"objections/{kept.step.objection.public_id}/files/{kept.public_id}/")
    assert portal(alder).get(own).content == PDF
