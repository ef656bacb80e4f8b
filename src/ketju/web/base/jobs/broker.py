"""The application of Celery, with its one task (``ketju.web.config.celery`` is what workers start from)."""

from __future__ import annotations

from uuid import UUID

from celery import Celery
from django.conf import settings
from django.utils import timezone

from ketju.web.base.jobs.claiming import claim_one
from ketju.web.base.jobs.heartbeat import Heartbeat
from ketju.web.base.jobs.running import run
from ketju.web.base.jobs.worker import new_holder

_REDIS = {"socket_connect_timeout": 2, "socket_timeout": 10, "max_retries": 0}
_RABBITMQ = {"confirm_publish": True, "read_timeout": 10, "write_timeout": 10}
"""Who enqueues waits for seconds at most. RabbitMQ says that it has a message before it counts as told."""

app = Celery("ketju", broker=settings.BROKER_URL, set_as_current=False)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_default_queue="default",
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_timeout=2,
    broker_connection_retry_on_startup=True,
    broker_transport_options=_REDIS if settings.BROKER_URL.startswith("redis") else _RABBITMQ,
)


@app.task(name="ketju.do_job")  # type: ignore[untyped-decorator, unused-ignore]
def do_job(job_id: str) -> None:
    """Do a job that the broker tells of, unless it is done or somebody else's."""
    job = claim_one(UUID(job_id), new_holder(), at=timezone.now())
    if job is None:
        return
    heartbeat = Heartbeat()
    try:
        with heartbeat.of(job):
            run(job)
    finally:
        heartbeat.stop()
