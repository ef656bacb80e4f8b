"""Jobs are enqueued with their transaction, claimed once, done once, tried again and given up."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.exceptions import TaskResultDoesNotExist
from prometheus_client import REGISTRY, generate_latest

from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.jobs import claiming, reads, writes
from ketju.web.base.jobs.applying import once
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.jobs import forget
from ketju.web.base.jobs.models import Applied, Job
from ketju.web.base.jobs.running import Outcome, run
from ketju.web.base.jobs.worker import Worker
from tests.web.jobs import deeds

pytestmark = pytest.mark.django_db
QUEUES = ["default"]
MINUTE = timedelta(minutes=1)


class Undone(Exception):
    pass


def made() -> list[str]:
    return sorted(AuditEntry.objects.filter(action="made").values_list("subject", flat=True))


def claimed(holder: str = "one") -> Job:
    found = claiming.claim(QUEUES, holder, at=timezone.now())
    assert found is not None
    return found


def work() -> int:
    worker = Worker(QUEUES, every=timedelta(days=1))
    worker._looked_at = timezone.now()
    return worker.work(until_empty=True)


def test_a_rolled_back_transaction_leaves_no_job() -> None:
    with pytest.raises(Undone), transaction.atomic():
        deeds.make.enqueue("a")
        deeds.make.enqueue_many([{"what": "b"}, {"what": "c"}])
        assert Job.objects.count() == 3
        raise Undone
    assert Job.objects.count() == 0


def test_a_job_is_done_and_its_result_kept() -> None:
    result = deeds.make.enqueue("a")
    assert result.status == TaskResultStatus.READY
    assert work() == 1
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "a")
    assert made() == ["a/first", "a/second"]
    assert work() == 0


def test_a_plain_task_of_the_tasks_api_is_done_too() -> None:
    deeds.plain.enqueue("a")
    assert Job.objects.get().name == "tests.web.jobs.deeds.plain"
    assert work() == 1
    assert made() == ["a"]


def test_what_became_of_no_job_is_told_as_the_api_says() -> None:
    for wrong in ("nonsense", str(UUID(int=0))):
        with pytest.raises(TaskResultDoesNotExist):
            default_task_backend.get_result(wrong)


def test_a_key_makes_one_job_and_another_key_another() -> None:
    first = deeds.make.keyed("x").enqueue("a")
    assert deeds.make.keyed("x").enqueue("b").id == first.id
    assert deeds.make.keyed("y").enqueue("c").id != first.id
    assert deeds.go_wrong.keyed("x").enqueue("d").id != first.id
    work()
    assert made() == ["a/first", "a/second", "c/first", "c/second"]
    assert deeds.make.keyed("x").enqueue("e").id == first.id


def test_a_name_is_declared_once() -> None:
    with pytest.raises(ValueError, match="taken"):
        job(deeds.make.label)(deeds.made)


def test_jobs_are_done_by_priority_and_then_by_age_and_not_before_their_time() -> None:
    now = timezone.now()
    deeds.make.using(run_after=now + MINUTE).enqueue("later")
    deeds.make.enqueue("first")
    deeds.make.enqueue("second")
    deeds.make.using(priority=5).enqueue("urgent")
    deeds.make.using(queue_name="slow").enqueue("elsewhere")
    order = []
    while found := claiming.claim(QUEUES, "one", at=timezone.now()):
        order.append(found.arguments["args"][0])
    assert order == ["urgent", "first", "second"]
    late = claiming.claim(QUEUES, "one", at=now + MINUTE)
    assert late is not None
    assert late.arguments["args"] == ["later"]


def test_a_job_that_goes_wrong_leaves_nothing_and_waits_longer_each_time() -> None:
    deeds.go_wrong.enqueue("Maija Meikäläinen")
    waits = []
    for attempt in (1, 2):
        job = claimed()
        assert (job.attempts, run(job)) == (attempt, Outcome.AGAIN)
        job.refresh_from_db()
        waits.append((job.not_before - timezone.now()).total_seconds())
        Job.objects.update(not_before=timezone.now())
    assert 4 < waits[0] <= 10
    assert 7 < waits[1] <= 15
    assert run(claimed()) == Outcome.GIVEN_UP
    assert claiming.claim(QUEUES, "one", at=timezone.now() + timedelta(days=9)) is None
    assert made() == []


def test_the_words_of_an_exception_are_not_kept() -> None:
    deeds.go_wrong.enqueue("something")
    run(claimed())
    job = Job.objects.get()
    assert job.failure == "builtins.RuntimeError"
    assert "deeds.py" in job.trace
    assert "something" not in job.trace


def test_a_wait_is_worked_out_from_the_instant_of_the_failure() -> None:
    deeds.go_wrong.enqueue("x")
    job = claimed()
    at = timezone.now() + timedelta(hours=1)
    assert claiming.fail(job, "x.Y", "", at=at, chance=1.0)
    assert Job.objects.get().not_before == at + timedelta(seconds=10)


def test_a_hopeless_job_is_given_up_at_once() -> None:
    deeds.hopeless.enqueue()
    assert run(claimed()) == Outcome.GIVEN_UP


def test_a_job_that_nobody_knows_here_waits_for_a_newer_worker() -> None:
    deeds.make.enqueue("a")
    Job.objects.update(name="not.there")
    assert run(claimed()) == Outcome.AGAIN
    assert Job.objects.get().failure.endswith("JobUnknown")


def test_a_job_that_hangs_is_stopped() -> None:
    deeds.hang.enqueue()
    assert run(claimed()) == Outcome.GIVEN_UP
    assert Job.objects.get().failure.endswith("TimeIsUp")


def test_a_job_of_a_dead_worker_is_let_go_when_its_lease_ends_and_given_up_after_its_attempts() -> None:
    deeds.die_always.enqueue()
    at = timezone.now()
    for attempt in (1, 2, 3):
        job = claiming.claim(QUEUES, f"worker {attempt}", at=at, lease=MINUTE)
        assert job is not None
        assert job.attempts == attempt
        assert claiming.claim(QUEUES, "other", at=at + MINUTE / 2) is None
        assert claiming.release_dead(at=at + MINUTE) == 0
        at += MINUTE + timedelta(seconds=1)
        assert claiming.release_dead(at=at, chance=1.0) == 1
        at += MINUTE
    assert claiming.claim(QUEUES, "other", at=at + timedelta(days=9)) is None
    (given_up,) = reads.failing()
    assert (given_up.failure, given_up.attempts) == (claiming.DIED, 3)
    assert given_up.failed_at is not None


def test_a_sign_of_life_keeps_a_job() -> None:
    deeds.make.enqueue("a")
    job = claimed()
    at = timezone.now()
    assert claiming.extend(job, at=at + MINUTE / 2)
    assert claiming.release_dead(at=at + MINUTE * 1.2) == 0
    assert claiming.release_dead(at=at + MINUTE * 1.6) == 1
    assert not claiming.extend(job, at=at)


def test_who_lost_the_lease_changes_nothing() -> None:
    deeds.make.enqueue("a")
    slow = claimed("slow")
    claiming.release_dead(at=timezone.now() + 2 * MINUTE)
    Job.objects.update(not_before=timezone.now())
    quick = claimed("quick")
    assert run(slow) == Outcome.LOST
    assert made() == []
    assert run(quick) == Outcome.DONE
    assert run(slow) == Outcome.LOST
    assert made() == ["a/first", "a/second"]
    assert not claiming.fail(slow, "late", "", at=timezone.now())
    assert not claiming.give_back(slow, at=timezone.now())


def test_effects_in_parts_are_applied_once() -> None:
    deeds.make_in_parts.enqueue("a")
    deeds.make_in_parts.enqueue("a")
    work()
    assert made() == ["a/0", "a/1", "a/2"]


@pytest.mark.django_db(transaction=True)
def test_effects_are_asked_for_inside_their_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        once("a")
    with pytest.raises(Undone), transaction.atomic():
        assert once("a")
        raise Undone
    with transaction.atomic():
        assert once("a")
        assert not once("a")


def test_the_page_of_today_sees_what_waits_and_what_fails() -> None:
    now = timezone.now()
    deeds.go_wrong.enqueue("a")
    run(claimed())
    deeds.hopeless.enqueue()
    run(claimed())
    deeds.make.enqueue("running")
    claimed()
    deeds.make.using(priority=-1).enqueue("a")
    oldest = deeds.make.using(run_after=now - timedelta(hours=3)).enqueue("b")
    queue = reads.queue_at(timezone.now())
    assert (queue.due, queue.later, queue.running) == (2, 1, 1)
    assert queue.oldest_due_at == Job.objects.get(pk=oldest.id).not_before
    given_up, again = reads.failing()
    assert given_up.failure.endswith("GiveUp")
    assert (again.failed_at, again.attempts, again.failure) == (None, 1, "builtins.RuntimeError")


def test_a_job_that_was_given_up_is_tried_again_or_dismissed() -> None:
    now = timezone.now()
    deeds.hopeless.enqueue()
    job = claimed()
    assert not writes.retry_job(job.pk, at=now)
    run(job)
    assert writes.retry_job(job.pk, at=now)
    assert run(claimed()) == Outcome.GIVEN_UP
    assert writes.dismiss_job(job.pk, at=now)
    assert not writes.dismiss_job(job.pk, at=now)
    assert reads.failing() == []
    assert reads.count_given_up() == 0


def test_what_is_long_done_is_forgotten_but_not_its_key_nor_what_failed() -> None:
    old = timezone.now() - timedelta(days=15)
    deeds.make.enqueue("a")
    deeds.make.keyed("k").enqueue("b")
    work()
    deeds.hopeless.enqueue()
    run(claimed())
    deeds.make.enqueue("open")
    Job.objects.filter(done_at__isnull=False).update(done_at=old)
    Job.objects.filter(failed_at__isnull=False).update(failed_at=old)
    Applied.objects.create(key="old", at=timezone.now() - timedelta(days=401))
    forget.call()
    assert sorted(Job.objects.values_list("arguments__args", flat=True), key=str) == [["b"], ["open"], []]
    Job.objects.filter(failed_at__isnull=False).update(dismissed_at=old)
    Job.objects.filter(key="k").update(enqueued_at=timezone.now() - timedelta(days=401))
    forget.call()
    assert list(Job.objects.values_list("arguments__args", flat=True)) == [["open"]]
    assert not Applied.objects.exists()


def test_prometheus_is_told() -> None:
    deeds.make.enqueue("a")
    work()
    deeds.make.enqueue("b")
    told = generate_latest(REGISTRY).decode()
    assert 'ketju_jobs_open{state="due"} 1.0' in told
    assert f'ketju_jobs_attempts_total{{name="{deeds.make.label}",outcome="done"}}' in told


def test_enqueueing_and_claiming_ask_the_database_once(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        deeds.make.enqueue("a")
    with django_assert_num_queries(1):
        claimed()
