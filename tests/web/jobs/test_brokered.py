"""The switch to Celery, with a real Redis: nothing is lost between the database and the broker, nothing made twice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ketju.web.base.jobs import brokered
from ketju.web.base.jobs.brokered import BrokeredJobs
from ketju.web.config.environment import EnvironmentWrong, environment_from
from tests.web.jobs.conftest import ROOT
from tests.web.jobs.test_killed import wanted
from tests.web.postgres import _free_port


@pytest.mark.skipif(
    not shutil.which("redis-server"), reason="redis-server is not installed (apt: redis-server)"
)
def test_nothing_is_lost_with_a_broker_that_comes_and_goes(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    port = str(_free_port())
    environment = own_database | {"KETJU_BROKER_URL": f"redis://127.0.0.1:{port}/0"}
    command = [sys.executable, "-m", "tests.web.jobs.with_broker", port, str(tmp_path)]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert run.returncode == 0, run.stderr[-4000:]
    found = json.loads(run.stdout)
    assert (found["told_while_away"], found["swept"]) == (0, 1)
    assert (found["told_before_commit"], found["told_after_commit"]) == (0, 1)
    assert (found["told_again_at_once"], found["told_again_later"]) == (0, 2)
    assert (found["kills"], found["caught"] > 0, found["open_after_kills"] > 0) == (3, True, True)
    words = ("enqueued while the broker is away", "committed")
    early = Counter(f"{word}/{part}" for word in words for part in ("first", "second"))
    assert Counter(found["made"]) == wanted(40) + early


@pytest.mark.soak
@pytest.mark.skipif(
    not Path("/usr/lib/rabbitmq/bin/rabbitmq-server").exists(),
    reason="RabbitMQ is not installed (apt: rabbitmq-server)",
)
def test_rabbitmq_does_as_well(own_database: dict[str, str], tmp_path: Path) -> None:
    ports = [str(_free_port()) for _ in range(3)]
    environment = own_database | {"KETJU_BROKER_URL": f"amqp://guest:guest@127.0.0.1:{ports[0]}//"}
    command = [sys.executable, "-m", "tests.web.jobs.with_rabbitmq", *ports, str(tmp_path / "rabbitmq")]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-4000:]
    found = json.loads(run.stdout)
    assert (found["told_while_away"], found["swept"], found["told"]) == (0, 1, 31)
    assert found["open_after_kill"] > 0
    words = ("enqueued while the broker is away", "after a quiet time")
    around = Counter(f"{word}/{part}" for word in words for part in ("first", "second"))
    assert Counter(found["made"]) == wanted(30) + around


@pytest.mark.parametrize("wrong", ["localhost", "http://example.com", "redis:///0"])
def test_an_address_that_is_no_broker_is_told_at_the_start(wrong: str) -> None:
    with pytest.raises(EnvironmentWrong) as told:
        environment_from({**os.environ, "KETJU_BROKER_URL": wrong})
    assert any("KETJU_BROKER_URL" in fault for fault in told.value.faults)


def test_a_broker_without_celery_is_told_by_the_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = BrokeredJobs("default", {})
    assert list(backend.check()) == []
    monkeypatch.setattr(brokered, "find_spec", lambda name: None)
    (error,) = backend.check()
    assert (error.id, "ketju[celery]" in error.hint) == ("jobs.E001", True)
