"""The API of signed links and of keys of pushes: made, listed, revoked, each with its scope and its processor only."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.test import Client

from ketju.web.apps.registers.models import PushKey, SignedLink
from ketju.web.base.audit.models import AuditEntry
from tests.web.cast import Cast, make_cast
from tests.web.program import Program, token
from tests.web.registers.lists import LIST, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_link_is_made_opens_and_is_revoked(cast: Cast) -> None:
    published(cast.kite, LIST)
    program, home = Program(token(cast.kite)), f"/customers/{cast.alder.public_id}/links"
    made = program.post(home, {"label": "Auditor", "ends_on": "2099-12-31"}, 201)
    assert made["address"].startswith(f"{settings.PUBLIC_URL}/follow/") and made["ends_on"] == "2099-12-31"
    path = made["address"].removeprefix(settings.PUBLIC_URL)
    assert Client().get(path).status_code == 200
    listed = program.get(home)["items"]
    assert [one["label"] for one in listed] == ["Auditor"] and "address" not in listed[0], "told once"
    for _ in range(2):
        ended = program.post(f"{home}/{made['id']}/revoke")
    assert ended["revoked_at"] and Client().get(path).status_code == 404
    assert AuditEntry.objects.filter(action="links.revoke", subject=made["id"]).count() == 1
    wrong = program("POST", home, {"label": "Auditor", "ends_on": "2020-01-01"})
    assert wrong.status_code == 422 and wrong["Content-Type"] == "application/problem+json"


def test_a_link_is_made_once_by_one_key_of_idempotency(cast: Cast) -> None:
    program, home = Program(token(cast.kite)), f"/customers/{cast.alder.public_id}/links"
    answers = {program("POST", home, {"label": "A"}, idempotency_key="k1").content for _ in range(2)}
    assert len(answers) == 1 and SignedLink.objects.count() == 1


def public() -> str:
    key = Ed25519PrivateKey.generate().public_key()
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def test_a_key_of_pushes_is_added_listed_and_revoked(cast: Cast) -> None:
    register = published(cast.kite, LIST).register
    program, home = Program(token(cast.kite)), f"/registers/{register.public_id}/keys"
    made = program.post(home, {"name": "CI", "public_key": public()}, 201)
    assert PushKey.objects.get(register=register).public_id == made["id"] and made["used_at"] is None
    refused = program("POST", home, {"name": "CI", "public_key": "ssh-rsa AAAA"})
    assert refused.status_code == 422 and refused["Content-Type"] == "application/problem+json"
    for _ in range(2):
        ended = program.post(f"{home}/{made['id']}/revoke")
    assert ended["revoked_at"] and [one["id"] for one in program.get(home)["items"]] == [made["id"]]
    assert AuditEntry.objects.filter(action="pushkeys.revoke", subject=made["id"]).count() == 1


def test_scopes_and_processors_are_kept_apart(cast: Cast) -> None:
    register = published(cast.kite, LIST).register
    keys, links = f"/registers/{register.public_id}/keys", f"/customers/{cast.alder.public_id}/links"
    mine = Program(token(cast.kite))
    key = mine.post(keys, {"name": "CI", "public_key": public()}, 201)["id"]
    link = mine.post(links, {"label": "A"}, 201)["id"]
    writer = Program(token(cast.kite, "registers.read", "registers.write", "customers.read"))
    assert writer("GET", keys).status_code == 200 and writer("GET", links).status_code == 200
    heron = Program(token(cast.heron))
    for other, status in ((writer, 403), (heron, 404)):
        for path, body in (
            (keys, {"name": "X", "public_key": public()}),
            (links, {"label": "X"}),
            (f"{keys}/{key}/revoke", {}),
            (f"{links}/{link}/revoke", {}),
        ):
            assert other("POST", path, body).status_code == status, path
    assert heron("GET", keys).status_code == heron("GET", links).status_code == 404
    other = f"/customers/{cast.birch.public_id}/links/{link}/revoke"
    assert mine("POST", other, {}).status_code == 404, "a link of another customer"
    assert not SignedLink.objects.exclude(revoked_at=None).exists()
    assert not PushKey.objects.exclude(revoked_at=None).exists()
