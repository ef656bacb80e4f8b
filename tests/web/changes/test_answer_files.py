"""Files with what staff answer: the same limits as the customer's, seen by both sides and nobody else, in the evidence."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from ketju.text.render import phrasebook
from ketju.web.apps.cases.evidence_lines import blocks_of
from ketju.web.apps.cases.evidence_pack import evidence_pack
from ketju.web.apps.cases.freezing import frozen_text
from ketju.web.apps.cases.models import Objection, ObjectionFile
from ketju.web.apps.parties.models import Customer
from ketju.web.base.outbox.models import Message
from tests.web.cases.desk import Desk
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_objection_files import LATER, PDF, PNG, file, objected
from tests.web.changes.test_objection_pages import announced
from tests.web.changes.test_portal_pages import home, portal, text
from tests.web.changes.test_staff_pages import HOME, client

pytestmark = pytest.mark.django_db


def talked(desk: Desk) -> tuple[Customer, Objection, Client, str]:
    """A customer that objected, its objection, staff who may answer, and where its talk stands for staff."""
    alder = desk.customer("Alder")
    change = announced(desk)
    assert objected(portal(alder), change, home(alder, f"{change.public_id}/")) == 302
    said = Objection.objects.get()
    return alder, said, client(desk), f"{HOME}objections/{said.public_id}/"


@freeze_time(LATER)
def test_both_sides_see_the_files_of_an_answer_an_offer_and_an_outcome(desk: Desk) -> None:
    alder, said, staff, page = talked(desk)
    birch = desk.customer("Birch")
    shown = text(staff, page)
    assert shown.count('enctype="multipart/form-data"') == 2 and shown.count("25 MB together") == 2
    assert staff.post(f"{page}say/", {"text": " ", "offer": ""}).status_code == 422
    assert staff.post(f"{page}say/", {"offer": "", "handed_in": [file("audit.pdf", PDF)]}).status_code == 302
    offer = {"offer": "safeguards", "text": "Keys of your own.", "handed_in": [file("keys.png", PNG)]}
    assert staff.post(f"{page}say/", offer).status_code == 302
    end = {"outcome": "settled", "reasons": "Keys.", "handed_in": [file("signed.pdf", PDF + b" signed")]}
    assert staff.post(f"{page}end/", end).status_code == 302
    kept = list(ObjectionFile.objects.select_related("step").order_by("pk"))
    assert [(one.step.side, one.step.kind, str(one.name)) for one in kept] == [
        ("staff", "message", "audit.pdf"), ("staff", "offer", "keys.png"), ("staff", "outcome", "signed.pdf"),
    ]  # fmt: skip
    assert {one.by for one in kept} == {one.step.by for one in kept}
    theirs, ours = text(portal(alder), home(alder, f"{said.change.public_id}/")), text(staff, page)
    for one in kept:
        part = f"objections/{said.public_id}/files/{one.public_id}/"
        assert home(alder, part) in theirs and f"{HOME}{part}" in ours
        assert portal(alder).get(home(alder, part)).content == bytes(one.data)
        assert portal(birch).get(home(alder, part)).status_code == 404
        assert portal(birch).get(home(birch, part)).status_code == 404


@freeze_time(LATER)
def test_the_customer_is_told_by_mail_that_files_go_with_it(desk: Desk) -> None:
    _, said, staff, page = talked(desk)
    staff.post(
        f"{page}say/",
        {"offer": "", "text": "See these.", "handed_in": [file("a.pdf", PDF), file("b.png", PNG)]},
    )
    (mail,) = Message.objects.filter(kind="objection")
    assert phrasebook(mail.language)("web.objection-files.mail", count=2, page="").strip() in str(mail.text)
    assert said.change.public_id in str(mail.text) and "a.pdf" not in str(mail.text)


@freeze_time(LATER)
def test_the_evidence_holds_them_by_hash_and_says_that_they_are_ours(desk: Desk) -> None:
    alder, said, staff, page = talked(desk)
    staff.post(f"{page}say/", {"offer": "", "text": "See this.", "handed_in": [file("audit.pdf", PDF)]})
    pack = evidence_pack(by=desk.owner, at=LATER, change=said.change, customer=alder)
    (step,) = [one for one in pack["objections"][0]["steps"] if one["files"]]
    digest = hashlib.sha256(PDF).hexdigest()
    assert (step["side"], [(one["file_name"], one["sha256"]) for one in step["files"]]) == (
        "staff", [("audit.pdf", digest)],
    )  # fmt: skip
    paper = repr(list(blocks_of(pack, phrasebook("en"))))
    assert "File with our answer" in paper and "audit.pdf" in paper and digest in paper
    frozen = frozen_text(said.change, LATER)
    assert "audit.pdf" not in frozen and digest in frozen


@freeze_time(LATER)
@pytest.mark.parametrize("where", ["say", "end"])
@pytest.mark.parametrize(
    ("name", "data"), [("run.exe", b"MZ\x00\x01"), ("a.pdf", b""), ("a.txt", b"a" * 20_000_001)]
)
def test_what_the_customer_may_not_hand_in_staff_may_not_either(
    desk: Desk, where: str, name: str, data: bytes
) -> None:
    _, said, staff, page = talked(desk)
    steps = said.steps.count()
    given = {"text": "My words.", "reasons": "My words.", "outcome": "settled", "offer": ""}
    answer = staff.post(f"{page}{where}/", {**given, "handed_in": [file(name, data)]})
    shown = answer.content.decode()
    assert answer.status_code == 422 and f"“{name}” was not taken." in shown and "My words." in shown
    said.refresh_from_db()
    assert said.state == "open" and said.steps.count() == steps and not ObjectionFile.objects.exists()
