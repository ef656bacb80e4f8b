"""A list that is kept in git is pushed, signed; it becomes a draft, and a person looks at it before anything follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ketju.web.apps.registers.models import Draft, Push, PushKey, Register, Snapshot, Version
from ketju.web.apps.registers.problems import NotLookedAt
from ketju.web.apps.registers.pushing import PublicKeyWrong, public_key_in
from ketju.web.apps.registers.writes import pushing
from ketju.web.apps.registers.writes.publishing import publish, schedule
from ketju.web.apps.registers.writes.pushing import look_at, revoke_key, set_source
from ketju.web.apps.registers.writes.receiving import add_register
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from tests.web.program import Program, token
from tests.web.registers.signing import Pusher, pusher

pytestmark = pytest.mark.django_db
FILE = """ketju: 1
publisher: Kite Hosting Oy
title:
  en: Sub-processors
tlp: TLP:CLEAR
entries:
  larch:
    name: Larch Mail GmbH
    purpose:
      en: Delivery of e-mail
    places:
      - code: DE
"""


@pytest.fixture
def register(db: None) -> Register:
    kite = Processor.objects.create(slug="kite", name="Kite Hosting Oy")
    return add_register(
        by=Actor(), at=timezone.now(), processor=kite, slug="main", titles={"en": "List"}, languages=["en"],
        source="file",
    )  # fmt: skip


@pytest.fixture
def ci(register: Register) -> Pusher:
    return pusher(register)


def published(draft: Draft) -> Version:
    return publish(
        by=Actor(), at=timezone.now(), draft=draft, on=day_at(draft.processor), why="Pushed", audience="TLP:CLEAR"
    )  # fmt: skip


def looked() -> None:
    look_at(by=Actor(), at=timezone.now(), push=Push.objects.latest("pk"))


def test_a_push_becomes_a_draft_and_publishes_nothing(ci: Pusher) -> None:
    answer = ci.push(FILE.encode(), "commit=0a1b2c")
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["state"], body["commit"], body["needs_look"]) == ("draft", "0a1b2c", True)
    draft = Draft.objects.get()
    assert draft.public_id == body["draft_id"] and draft.state == "checked" and not Version.objects.exists()
    with pytest.raises(NotLookedAt):
        published(draft)
    with pytest.raises(NotLookedAt):
        later = timezone.now() + timedelta(days=1)
        schedule(by=Actor(), at=timezone.now(), draft=draft, publish_at=later, why="x", audience="TLP:CLEAR")
    looked()
    assert published(draft).entries == 1
    acts = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"pushkeys.create", "pushes.receive", "pushes.review"} <= acts


def test_the_same_list_is_known_and_what_is_published_is_the_same(ci: Pusher) -> None:
    first, again = (ci.push(FILE.encode()).json() for _ in range(2))
    assert (again["state"], again["draft_id"]) == ("known", first["draft_id"]) and Draft.objects.count() == 1
    looked()
    published(Draft.objects.get())
    same = ci.push(FILE.replace("ketju: 1\n", "# the list\nketju: 1\n").encode()).json()
    assert (same["state"], same["draft_id"], same["needs_look"]) == ("same", "", False)


def test_a_list_that_changed_in_git_blocks_publishing_until_somebody_looks(ci: Pusher) -> None:
    ci.push(FILE.encode())
    looked()
    first = Draft.objects.get()
    moved = ci.push(FILE.replace("DE", "IE").encode()).json()
    first.refresh_from_db()
    assert first.state == "discarded" and moved["state"] == "draft"
    second = Draft.objects.get(public_id=moved["draft_id"])
    with pytest.raises(NotLookedAt) as told:
        published(second)
    assert str(told.value.params["count"]) == "1"
    looked()
    assert published(second).number == 1
    ci.push(FILE.encode())
    assert ci.push(FILE.replace("DE", "IE").encode()).json()["state"] == "same"
    assert not Draft.objects.filter(state__in=("draft", "checked")).exists()


def test_what_is_published_from_a_push_is_what_the_file_says(ci: Pusher) -> None:
    ci.push(FILE.encode())
    looked()
    published(Draft.objects.get())
    api = Program(token(Processor.objects.get()))
    (entry,) = api.get(f"/registers/{ci.register.public_id}/versions/1/content")["entries"].values()
    assert (entry["name"], entry["places"]) == ("Larch Mail GmbH", [{"code": "DE"}])
    ci.push(FILE.replace("code: DE", "code: US").encode())
    draft = Draft.objects.latest("pk").public_id
    kinds = {one["kind"] for one in api.get(f"/drafts/{draft}/diff")["items"]}
    assert "first-third-country" in kinds or "place-added" in kinds
    (first, *_) = api.get(f"/registers/{ci.register.public_id}/pushes?size=1")["items"]
    assert first["draft_id"] == draft and api.get(f"/drafts/{draft}")["needs_look"]


def test_only_an_honest_request_is_taken(ci: Pusher) -> None:
    data, now = FILE.encode(), int(timezone.now().timestamp())
    other = pusher(ci.register)
    for wrong in (
        {"body": data.replace(b"DE", b"IE")}, {"signature": "sig=:AAAA:"}, {"signature": ""}, {"nonce": "short"},
        {"keyid": "pky_" + "0" * 26}, {"keyid": other.key.public_id}, {"at": now - 301}, {"at": now + 360},
        {"covered": ("@method", "@path", "content-digest")}, {"covered": ("@method", "@path", "@query")},
        {"path": "/api/v1/registers/other/pushes", "to": f"/api/v1/registers/{ci.register.public_id}/pushes"},
    ):  # fmt: skip
        answer = ci.push(data, **wrong)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json"), wrong
    assert ci.push(data, "commit=ab", to="/api/v1/registers/x/pushes").status_code == 401
    unsigned = Program(token(ci.register.processor))
    assert unsigned("POST", f"/registers/{ci.register.public_id}/pushes").status_code == 401
    assert not Push.objects.exists() and not Snapshot.objects.exists()


def test_a_request_counts_once(ci: Pusher) -> None:
    nonce = "a" * 24
    assert ci.push(FILE.encode(), nonce=nonce).status_code == 201
    again = ci.push(FILE.encode(), nonce=nonce)
    assert (again.status_code, again.json()["type"]) == (409, "urn:ketju:problem:push.twice")
    assert Push.objects.count() == 1


def test_a_key_is_for_one_register(ci: Pusher) -> None:
    second = add_register(
        by=Actor(), at=timezone.now(), processor=ci.register.processor, slug="second", titles={"en": "B"},
        languages=["en"], source="file",
    )  # fmt: skip
    answer = ci.push(FILE.encode(), path=f"/api/v1/registers/{second.public_id}/pushes")
    assert answer.status_code == 404 and not Push.objects.exists()
    revoke_key(by=Actor(), at=timezone.now(), key=ci.key)
    assert ci.push(FILE.encode()).status_code == 401


def test_a_register_that_is_kept_here_takes_no_push(ci: Pusher) -> None:
    set_source(by=Actor(), at=timezone.now(), register=ci.register, source="web")
    answer = ci.push(FILE.encode())
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:ketju:problem:push.not-in-git")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (FILE.replace("code: DE", "code: XX"), "12"), ("# Hello\n", ""), ("", ""), ("ketju: 1\nentries: [\n", ""),
        (FILE.replace("    name: Larch Mail GmbH\n", "    colour: red\n"), "8"), ("\x00\x01", ""),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_kept_and_told(ci: Pusher, text: str, line: str) -> None:
    answer = ci.push(text.encode())
    body = answer.json()
    assert (answer.status_code, body["type"]) == (422, "urn:ketju:problem:push.wrong")
    if line:
        assert any(one["field"].startswith(f"{line}:") for one in body["errors"]), body
    assert Push.objects.get().state == "wrong" and bytes(Snapshot.objects.get().data) == text.encode()
    assert not Draft.objects.exists()


def test_other_kinds_of_keys_are_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for text in (pem, "", "ssh-rsa AAAA", "ssh-ed25519 xyz", "hello", "ä"):
        with pytest.raises(PublicKeyWrong):
            public_key_in(text)
    # the public key of RFC 8032, 7.1, test 1, as SubjectPublicKeyInfo (RFC 8410)
    spki = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    found = public_key_in(f"-----BEGIN PUBLIC KEY-----\n{spki}\n-----END PUBLIC KEY-----\n")
    assert found == "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    assert PushKey.objects.count() == 0


def test_a_draft_that_something_rests_on_stays(ci: Pusher, monkeypatch: pytest.MonkeyPatch) -> None:
    ci.push(FILE.encode())
    first = Draft.objects.get()
    monkeypatch.setattr(pushing, "kept", [lambda draft: draft == first])
    ci.push(FILE.replace("DE", "IE").encode())
    first.refresh_from_db()
    assert first.state == "checked" and Draft.objects.count() == 2
    with pytest.raises(
        NotLookedAt
    ):  # customers may have been told of it, and the list says something else now
        published(first)
    looked()
    assert published(first).number == 1


def test_a_refused_push_is_in_the_log_without_what_was_sent(
    ci: Pusher, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING", logger="ketju.security"):
        ci.push(FILE.encode(), nonce="b" * 20, at=1)
    assert (
        "push refused" in caplog.text and "b" * 20 not in caplog.text and ci.key.public_id not in caplog.text
    )
