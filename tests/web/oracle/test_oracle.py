"""A small world is lived through, and a judge that shares nothing with the product finds the same for everybody."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.web.oracle.acting import Actors
from tests.web.oracle.exporting import Looks
from tests.web.oracle.machines import Quiet
from tests.web.oracle.plan import combinations, plan_of
from tests.web.oracle.posting import OURS, Post

JUDGE = Path(__file__).parent / "judge"
INBOX = {"kind": "lmtp", "host": "127.0.0.1", "port": 0, "user": "", "password": "", "box": "INBOX"}


@pytest.fixture
def post(settings: Any) -> Any:
    made = Post(1)
    with made.running():
        settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_LEAVES = "127.0.0.1", made.port, True
        settings.DEFAULT_FROM_EMAIL = f"Ketju <{OURS}>"
        settings.INBOX, settings.INBOX_ADDRESS, settings.INBOX_OWNER = INBOX, OURS, "kite"
        settings.NOTICE_BEFORE_PUBLISHING = True
        yield made


def judged(folder: Path) -> str:
    """What the judge says of a folder, in a process that sees nothing but the standard library."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(JUDGE), str(folder)], capture_output=True, text=True
    )
    return ran.stdout + ran.stderr


def lived_and_judged(plan: dict[str, Any], post: Post, folder: Path) -> str:
    """What the judge says of a world that was lived through in this process."""
    machine, looks = Quiet(post), Looks()
    with machine.running():
        actors = Actors(plan, machine, looks)
        actors.live()
    looks.write(folder, plan, actors.log, post.kept)
    return judged(folder)


def in_effect(folder: Path) -> set[str]:
    """The cases that took effect for somebody: where nothing does, dates are easily right."""
    with (folder / "touched.csv").open(newline="", encoding="utf-8") as file:
        return {row["case"] for row in csv.DictReader(file) if row["effective_at"]}


@pytest.mark.django_db
def test_a_judge_of_its_own_finds_the_same_recipients_and_dates(post: Post, tmp_path: Path) -> None:
    plan = plan_of(seed=7, customers=48, kinds=14)
    assert combinations(plan) >= 40
    said = lived_and_judged(plan, post, tmp_path)
    assert said.splitlines()[-1].endswith(" compared, 0 differences"), said
    assert in_effect(tmp_path) == {one["id"] for one in plan["cases"]}


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_larger_worlds(post: Post, tmp_path: Path, seed: int) -> None:
    said = lived_and_judged(plan_of(seed, customers=400, kinds=40), post, tmp_path)
    assert said.splitlines()[-1].endswith(" compared, 0 differences"), said
