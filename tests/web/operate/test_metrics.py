"""Figures for Prometheus, for whoever has the token; whether it lives and is ready, for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.backup.models import BackupMade
from ketju.web.base.outbox.writes import enqueue_message, pause_mail

TOKEN = "a-token-that-nobody-guesses"
pytestmark = pytest.mark.django_db


def figures(client: Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for f in families for s in f.samples}


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", TOKEN, f"bearer {TOKEN}x", "Bearer ä"]
)
def test_without_the_token_there_is_no_such_page(client: Client, settings: Any, given: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"authorization": given}).status_code == 404


def test_with_no_token_set_nothing_opens_it(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_the_figures_tell_of_mail_and_backups(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    enqueue_message(
        by=MACHINE,
        at=timezone.now(),
        processor=None,
        key="1",
        kind="k",
        to="a@example.org",
        subject="s",
        text="t",
    )
    pause_mail(by=MACHINE, at=timezone.now())
    BackupMade.objects.create(made_at=timezone.now(), name="a", size=1, sha256="", rows=1, files=1)
    client.get("/healthz")
    found = figures(client)
    assert found["ketju_outbox_messages", (("state", "waiting"),)] == 1
    assert found["ketju_outbox_messages", (("state", "sent"),)] == 0
    assert found["ketju_outbox_paused", ()] == 1
    assert 0 <= found["ketju_backup_age_seconds", ()] < 60
    assert found["ketju_answers_total", (("method", "GET"), ("name", "healthz"), ("status", "200"))] >= 1


def test_addresses_with_ids_are_one_figure_each(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    for name in ("kite", "crow", "<x>"):
        client.get(f"/staff/{name}/outbox/")
        client.get(f"/nothing/{name}")
    names = {dict(labels).get("name") for (_, labels) in figures(client)}
    assert "outbox" in names
    assert not [one for one in names if one and ("kite" in one or "/" in one)]


def test_it_is_not_ready_while_a_migration_waits(client: Client) -> None:
    assert client.get("/readyz").json() == {"ready": True}
    newest = MigrationLoader(connection).graph.leaf_nodes("outbox")[0]
    MigrationRecorder(connection).record_unapplied(*newest)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"migrations": 1}
    assert client.get("/healthz").status_code == 200
