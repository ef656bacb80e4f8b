"""Pages for lists from git: keys are added and revoked, pushes are seen and looked at, the truth is moved."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ketju.web.apps.registers.models import Draft, Push, PushKey, Register, Version
from ketju.web.base.audit.models import AuditEntry
from tests.web.registers.desk import Desk, desk, text_of
from tests.web.registers.signing import Pusher, pusher
from tests.web.registers.test_pushes import FILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Desk:
    return desk()


@pytest.fixture
def ci(officer: Desk) -> Pusher:
    return pusher(officer.begin(source="file"))


def public() -> str:
    return (
        Ed25519PrivateKey.generate()
        .public_key()
        .public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        .decode()
    )


def test_a_register_is_moved_to_a_file_and_gets_a_key(officer: Desk) -> None:
    register = officer.begin()
    page = f"{register.public_id}/pushes/"
    assert "Pushes are not taken" in officer.page(page) and "From git" in officer.page(
        f"{register.public_id}/"
    )
    assert officer.post(f"{register.public_id}/source/", {"source": "file"}).status_code == 302
    assert Register.objects.get().source == "file" and "It is not edited here" in officer.page(page)
    wrong = officer.post(f"{register.public_id}/keys/", {"name": "CI", "public_key": "ssh-rsa AAAA"})
    assert wrong.status_code == 422 and "no public key of the kind Ed25519" in text_of(wrong)
    assert (
        officer.post(f"{register.public_id}/keys/", {"name": "", "public_key": public()}).status_code == 422
    )
    assert (
        officer.post(f"{register.public_id}/keys/", {"name": "CI", "public_key": public()}).status_code == 302
    )
    key = PushKey.objects.get()
    shown = officer.page(page)
    assert key.public_id in shown and f"/api/v1/registers/{register.public_id}/pushes" in shown
    assert officer.post(f"keys/{key.public_id}/revoke/").status_code == 302
    assert PushKey.objects.get().revoked_at is not None


def test_a_push_is_looked_at_and_then_published(officer: Desk, ci: Pusher) -> None:
    assert ci.push(FILE.encode(), "commit=0a1b2c3d4e5f6071").status_code == 201
    draft = Draft.objects.get()
    assert "0a1b2c3d4e5f" in officer.page(f"{ci.register.public_id}/pushes/")
    today = officer.client.get("/staff/kite/").content.decode()
    assert "One list was changed in git and waits for somebody to look" in today
    page = f"drafts/{draft.public_id}/publish/"
    assert "until somebody has looked" in officer.page(page)
    form = {"why": "From git", "audience": "TLP:CLEAR", "when": "now"}
    refused = officer.post(page, form)
    assert refused.status_code == 422 and "nobody has looked at that yet" in text_of(refused)
    assert officer.post(f"pushes/{Push.objects.get().public_id}/look/").status_code == 302
    assert "Looked at by Privacy Officer" in officer.page(page)
    assert officer.post(page, form).status_code == 302 and Version.objects.get().why == "From git"
    assert AuditEntry.objects.filter(action="pushes.review", actor_kind="person").exists()


def test_a_draft_that_is_to_be_published_later_can_be_held_back(officer: Desk) -> None:
    draft = officer.draft()
    form = {"why": "Later", "audience": "TLP:CLEAR", "when": "later", "at": "2040-01-02T09:00"}
    assert officer.post(f"drafts/{draft.public_id}/publish/", form).status_code == 302
    assert "Do not publish it then" in officer.page(f"drafts/{draft.public_id}/publish/")
    assert officer.post(f"drafts/{draft.public_id}/publish/cancel/").status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == ("checked", None)


def test_what_others_may_not_do_they_are_not_offered(officer: Desk, ci: Pusher) -> None:
    reader = desk("reader")
    shown = reader.page(f"{ci.register.public_id}/pushes/")
    assert "Add the key" not in shown and "Keep it here" not in shown
    assert (
        reader.post(f"{ci.register.public_id}/keys/", {"name": "x", "public_key": public()}).status_code
        == 404
    )
