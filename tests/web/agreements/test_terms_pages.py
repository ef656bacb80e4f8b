"""The terms of a customer with their layers, on the staff's page and in the portal; side letters by forms."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from ketju.text.render import LANGUAGES
from ketju.web.apps.agreements.layers import terms_of
from ketju.web.apps.agreements.models import Acceptance, AgreementVersion, Deviation, HousePolicy, SideLetter
from ketju.web.base.audit.models import AuditEntry
from tests.web.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
TERMS = """ketju-terms: 1
kind: agreement
id: dpa
version: 3
terms:
  notice.length: {value: 30 days, clause: § 12}
  objection.window: {value: open, clause: § 13}
  breach.notice: {value: 72 hours, clause: § 9}
"""
POLICY = "ketju-terms: 1\nkind: policy\nid: house\nterms:\n  objection.window: {value: 21 days, clause: decision 4}\n"


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    version = AgreementVersion.objects.create(
        processor=made.kite, slug="dpa", version="3", name="DPA", terms=TERMS, valid_from=date(2026, 1, 1)
    )
    Acceptance.objects.create(
        processor=made.kite, customer=made.alder, agreement=version, by="Maija",
        accepted_at=datetime(2026, 2, 1, 9, tzinfo=timezone.get_default_timezone()),
    )  # fmt: skip
    HousePolicy.objects.create(
        processor=made.kite, version="1", terms=POLICY, sha256="0", valid_from=date(2026, 1, 1)
    )
    return made


def client(cast: Cast, who: str = "privacy-officer", language: str = "en") -> Client:
    made = Client(headers={"accept-language": language})
    made.force_login(cast.people[who])
    return made


def staff(cast: Cast, part: str = "") -> str:
    return f"/staff/kite/customers/{cast.alder.public_id}/terms/{part}"


def record(cast: Cast, **other: str | SimpleUploadedFile) -> tuple[int, str]:
    given = {
        "parameter": "notice.length",
        "value": "45 days",
        "basis": "side letter, § 3",
        "first": "2026-03-01",
    }
    answer = client(cast).post(staff(cast, "record/"), {**given, **other})
    return answer.status_code, answer.content.decode()


def test_each_value_says_its_layer_its_clause_and_what_it_took_the_place_of(cast: Cast) -> None:
    assert record(cast, document="letter-7.pdf", signed_on="2026-02-20")[0] == 302
    for who, path in (
        ("privacy-officer", staff(cast)),
        ("reader", staff(cast)),
        ("main-user", f"/portal/{cast.alder.public_id}/agreements/terms/"),
    ):
        page = client(cast, who).get(path).content.decode()
        who_agreed = "what you agreed" if who == "main-user" else "what the customer agreed"
        assert "45 days" in page and f"{who_agreed}, side letter, § 3" in page
        assert "The agreement, § 12: 30 days, but something newer or closer was agreed." in page
        assert "the house policy, decision 4" in page and "21 days" in page
        assert "The agreement, § 13: speaks of it and leaves it open." in page
        assert "Art. 33(2) gives, so that the law" in page, (
            "72 hours are no answer to “without undue delay” (X-1)"
        )
        assert "letter-7.pdf" in page
        assert ("deviation-record" in page or "/terms/record/" in page) is (who == "privacy-officer")
    assert client(cast, "main user of birch").get(
        f"/portal/{cast.alder.public_id}/agreements/terms/"
    ).status_code == 404  # fmt: skip


def test_pages_are_there_in_every_language_with_every_term(cast: Cast) -> None:
    titles = {"en": "Terms", "fi": "Ehdot", "sv": "Villkor"}
    for code in LANGUAGES:
        for who, path in (
            ("reader", staff(cast)),
            ("main-user", f"/portal/{cast.alder.public_id}/agreements/terms/"),
        ):
            some = client(cast, who, code).get(path).content.decode()
            whole = client(cast, who, code).get(f"{path}?all=1").content.decode()
            assert titles[code] in some and whole.count("<tr>") > some.count("<tr>") + 80


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"parameter": "notice.lenght"}, "parameter", "Did you mean: notice.length"),
        ({"parameter": ""}, "parameter", "error-parameter"),
        ({"value": "a while"}, "value", "a while"),
        ({"parameter": "authorisation.mode", "value": "silent"}, "value", "It takes: general, specific."),
        ({"parameter": "notice.changes", "value": "addition, whim"}, "value", "whim"),
        ({"parameter": "periods.calendar", "value": "Atlantis"}, "value", "Atlantis"),
        ({"basis": ""}, "basis", "error-basis"),
        ({"first": "tomorrow"}, "first", "error-first"),
        ({"last": "2026-02-01"}, "last", "error-last"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_with_advice_and_nothing_is_recorded(
    cast: Cast, wrong: dict[str, str], field: str, said: str
) -> None:
    status, page = record(cast, **wrong)
    assert status == 422 and f'id="error-{field}"' in page and said in page
    assert not Deviation.objects.exists()


def test_it_is_recorded_corrected_and_ended_and_all_of_it_is_on_the_trail(cast: Cast) -> None:
    record(cast)
    one = Deviation.objects.get()
    assert (one.value, one.first, one.last) == ("45 days", date(2026, 3, 1), None)
    status, page = record(cast, value="60 days", first="2026-06-01")
    assert status == 422 and "from 2026-03-01" in page, "two values of one time"
    officer = client(cast)
    answer = officer.post(staff(cast, f"{one.public_id}/correct/"), {
        "value": "50 days", "basis": "side letter, § 4", "first": "2026-03-01",
    })  # fmt: skip
    assert answer.status_code == 302
    one.refresh_from_db()
    new = Deviation.objects.get(struck_at=None)
    assert one.struck_at is not None and new.replaces == one and new.value == "50 days"
    assert "<del>45 days</del>" in officer.get(staff(cast)).content.decode()
    assert officer.post(staff(cast, f"{one.public_id}/end/"), {"last": "2026-12-31"}).status_code == 404
    assert officer.post(staff(cast, f"{new.public_id}/end/"), {"last": "2026-01-01"}).status_code == 422
    assert officer.post(staff(cast, f"{new.public_id}/end/"), {"last": "2026-12-31"}).status_code == 302
    days = {on: str(terms_of(cast.alder, on).effective["notice.length"].layer) for on in (
        date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 31), date(2027, 1, 1),
    )}  # fmt: skip
    assert list(days.values()) == ["agreement", "customer", "customer", "agreement"]
    trail = AuditEntry.objects.filter(kind="deviation", customer=cast.alder.public_id).order_by("pk")
    assert [each.action for each in trail] == ["deviations.create", "deviations.correct", "deviations.end"]
    assert all("45" not in each.fields and "side" not in each.fields for each in trail)


def test_only_who_writes_agreements_records_and_only_for_its_own_customers(cast: Cast) -> None:
    record(cast)
    one = Deviation.objects.get()
    for who in ("reader", "case-handler", "support", "owner of heron"):
        for part in ("record/", f"{one.public_id}/correct/", f"{one.public_id}/end/"):
            assert client(cast, who).post(staff(cast, part), {}).status_code == 404
    other = f"/staff/kite/customers/{cast.birch.public_id}/terms/{one.public_id}/end/"
    assert client(cast).post(other, {"last": "2026-12-31"}).status_code == 404


def test_a_house_policy_and_the_terms_of_a_version_are_read_before_they_are_kept(cast: Cast) -> None:
    officer, path = client(cast), "/staff/kite/agreements/policy/new/"
    wrong = POLICY.replace("21 days", "a while").replace("window", "windw")
    page = officer.post(path, {"version": "2", "valid_from": "2026-05-01", "terms": wrong})
    assert page.status_code == 422 and "Line 5, column" in page.content.decode()
    page = officer.post(path, {"version": "2", "valid_from": "2026-05-01", "terms": TERMS})
    assert page.status_code == 422 and "it has to be “policy”" in page.content.decode()
    good = POLICY.replace("21 days", "28 days")
    assert officer.post(path, {"version": "2", "valid_from": "2026-05-01", "terms": good}).status_code == 302
    assert str(terms_of(cast.alder, date(2026, 5, 1)).effective["objection.window"].value.count) == "28"  # type: ignore[union-attr]
    assert str(terms_of(cast.alder, date(2026, 4, 30)).effective["objection.window"].value.count) == "21"  # type: ignore[union-attr]
    assert "28 days" in client(cast, "reader").get("/staff/kite/agreements/policy/").content.decode()
    given = {
        "slug": "dpa",
        "name": "DPA",
        "version": "4",
        "valid_from": "2026-05-01",
        "text_en": "x",
        "do": "add",
    }
    answer = officer.post(
        "/staff/kite/agreements/new/", {**given, "terms": TERMS.replace("30 days", "soonish")}
    )
    assert answer.status_code == 422 and "Line 6" in answer.content.decode()


LETTER = b"%PDF-1.7\nNotice is given 45 days ahead.\n"


def with_letter(
    cast: Cast, data: bytes = LETTER, name: str = "letter 7.pdf", **other: str
) -> tuple[int, str]:
    return record(cast, file=SimpleUploadedFile(name, data), **other)


def test_the_letter_is_kept_as_it_came_and_handed_to_staff_and_to_its_customer_alone(cast: Cast) -> None:
    assert with_letter(cast)[0] == 302
    assert with_letter(cast, parameter="objection.window", value="60 days")[0] == 302
    one = SideLetter.objects.get()
    assert one.sha256 == hashlib.sha256(LETTER).hexdigest(), "one file that came twice is one letter"
    assert {one.document for one in Deviation.objects.filter(letter=one)} == {"letter 7.pdf"}
    at_staff = f"/staff/kite/customers/{cast.alder.public_id}/letters/{one.public_id}/"
    portal = f"/portal/{cast.alder.public_id}/agreements/letters/{one.public_id}/"
    for who, page, path in (
        ("reader", staff(cast), at_staff),
        ("main-user", f"/portal/{cast.alder.public_id}/agreements/terms/", portal),
    ):
        shown = client(cast, who).get(page).content.decode()
        assert path in shown and one.sha256[:12] in shown
        assert client(cast, who).get(path).status_code == 405, "asked for by a form, by no link"
        answer = client(cast, who).post(path)
        assert answer.content == LETTER and answer["Cache-Control"] == "no-store"
        assert (
            answer["Content-Disposition"].startswith("attachment")
            and "letter" not in answer["Content-Disposition"]
        )
    assert AuditEntry.objects.filter(action="letters.export", subject=one.public_id).count() == 2
    birch = client(cast, "main user of birch")
    assert birch.post(portal).status_code == 404
    of_birch = f"/portal/{cast.birch.public_id}/agreements/letters/{one.public_id}/"
    assert birch.post(of_birch).status_code == 404


def test_a_correction_keeps_the_letter_unless_another_one_comes(cast: Cast) -> None:
    with_letter(cast)
    one = Deviation.objects.get()
    given = {"value": "50 days", "basis": "side letter, § 4", "first": "2026-03-01"}
    assert client(cast).post(staff(cast, f"{one.public_id}/correct/"), given).status_code == 302
    two = Deviation.objects.get(struck_at=None)
    assert two.letter == one.letter
    other = {**given, "file": SimpleUploadedFile("new.txt", b"Sixty days.")}
    assert client(cast).post(staff(cast, f"{two.public_id}/correct/"), other).status_code == 302
    three = Deviation.objects.get(struck_at=None)
    assert three.letter is not None and bytes(three.letter.data) == b"Sixty days."


@pytest.mark.parametrize("data", [b"MZ\x00\x01 program", b""])
def test_what_is_no_document_is_refused_in_words_and_nothing_is_recorded(cast: Cast, data: bytes) -> None:
    status, page = with_letter(cast, data)
    assert status == 422 and 'role="alert"' in page
    assert not Deviation.objects.exists() and not SideLetter.objects.exists()


def test_the_database_refuses_to_change_a_letter_and_a_damaged_one_is_not_handed_out(cast: Cast) -> None:
    with_letter(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        SideLetter.objects.update(form="png")
    one = SideLetter.objects.get()
    bad = SideLetter.objects.create(
        processor=cast.kite, customer=cast.alder, name="x", form="pdf", size=1, data=b"y", sha256=one.sha256[::-1],
        kept_at=one.kept_at,
    )  # fmt: skip
    answer = client(cast).post(f"/staff/kite/customers/{cast.alder.public_id}/letters/{bad.public_id}/")
    assert answer.status_code != 200 and "is not as it came" in answer.content.decode()
