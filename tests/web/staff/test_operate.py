"""The machine's pages: background work that was given up, backups, keys without a byte of them."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.backup.models import BackupMade
from ketju.web.base.encryption.keys import forget_keys
from ketju.web.base.encryption.models import DataKey
from ketju.web.base.jobs.declaring import declared
from ketju.web.base.jobs.models import Job
from ketju.web.sites.staff.operate import JOBS
from tests.web.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    forget_keys()
    return make_cast()


@pytest.fixture
def owner(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.people["owner"])
    return client


def failed(**more: object) -> Job:
    now = timezone.now()
    given = {
        "name": "exchange.import", "queue": "slow", "arguments": {"public_id": "imp_secret"}, "enqueued_at": now,
        "not_before": now, "failed_at": now, "attempts": 5, "failure": "django.db.utils.OperationalError",
    }  # fmt: skip
    return Job.objects.create(**{**given, **more})


def test_a_job_that_was_given_up_is_tried_again_or_dismissed(owner: Client) -> None:
    one, other = failed(), failed()
    html = owner.get("/staff/kite/machine/jobs/").content.decode()
    assert "Write an import of customers" in html and "django.db.utils.OperationalError" in html
    assert "imp_secret" not in html
    assert owner.post(f"/staff/kite/machine/jobs/{one.pk}/retry/").status_code == 302
    assert owner.post(f"/staff/kite/machine/jobs/{other.pk}/dismiss/").status_code == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.failed_at, one.attempts) == (None, 0)
    assert other.dismissed_at is not None
    noted = AuditEntry.objects.filter(kind="job").values_list("action", "subject")
    assert set(noted) == {("jobs.retry", str(one.pk)), ("jobs.dismiss", str(other.pk))}
    assert owner.post(f"/staff/kite/machine/jobs/{other.pk}/dismiss/").status_code == 404, (
        "it is done already"
    )


@pytest.mark.parametrize("state", ["given-up", "again", "waiting", "running", "done"])
def test_jobs_are_listed_by_where_they_are(owner: Client, state: str) -> None:
    now = timezone.now()
    failed(name="a.given-up")
    failed(name="a.again", failed_at=None, attempts=1)
    failed(name="a.waiting", failed_at=None, attempts=0, failure="")
    failed(name="a.running", failed_at=None, claimed_until=now + timedelta(minutes=5), started_at=now)
    failed(name="a.done", failed_at=None, done_at=now)
    html = owner.get(f"/staff/kite/machine/jobs/?state={state}").content.decode()
    assert [one for one in ("given-up", "again", "waiting", "running", "done") if f"a.{one}<" in html] == [
        state
    ]


def test_backups_tell_the_last_the_next_and_what_was_read_whole(owner: Client) -> None:
    path = "/staff/kite/machine/backups/"
    assert "No backup was made" in owner.get(path).content.decode()
    made = timezone.now() - timedelta(hours=2)
    one = BackupMade.objects.create(
        made_at=made, name="k.backup", size=2_000_000, sha256="ab" * 32, rows=12, files=3
    )
    html = owner.get(path).content.decode()
    assert "k.backup" in html and "12 rows, 3 files" in html and "not verified" in html and ">fresh<" in html
    BackupMade.objects.filter(pk=one.pk).update(verified_at=timezone.now(), made_at=made - timedelta(days=3))
    html = owner.get(path).content.decode()
    assert "not verified" not in html and ">late<" in html


def test_keys_are_told_by_number_and_age_and_never_shown(owner: Client) -> None:
    key = DataKey.objects.get()
    html = owner.get("/staff/kite/machine/keys/").content.decode()
    assert key.wrapped_by in html and ">in use<" in html
    for secret in (bytes(key.wrapped), *settings.ENCRYPTION_KEYS):
        assert secret.hex() not in html and base64.b64encode(secret).decode() not in html
    DataKey.objects.update(wrapped_by="0" * 16)
    assert "key missing" in owner.get("/staff/kite/machine/keys/").content.decode()


@pytest.mark.parametrize("who", ["privacy-officer", "case-handler", "support", "reader", "auditor"])
@pytest.mark.parametrize("page", ["jobs", "backups", "keys"])
def test_only_an_owner_sees_the_machine(cast: Cast, who: str, page: str) -> None:
    client = Client()
    client.force_login(cast.people[who])
    assert client.get(f"/staff/kite/machine/{page}/").status_code == 404


def test_every_job_that_is_declared_says_what_it_does() -> None:
    ours = {one for one in declared() if not one.startswith("tests.")}
    assert sorted(ours - set(JOBS)) == []
