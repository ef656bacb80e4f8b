"""Jobs through Celery and a real RabbitMQ that is started here, with killed workers. Prints what came of it, as JSON.

Called with a port for RabbitMQ, one for its nodes, one for their directory, and a folder.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.web.jobs.with_broker import LATER, celery, deeds, open_jobs, wait_until

from django.utils import timezone  # isort: skip
from django_tasks import default_task_backend  # isort: skip

from ketju.web.base.audit.models import AuditEntry  # isort: skip
from ketju.web.base.jobs.looking_after import look_after  # isort: skip
from ketju.web.base.jobs.models import OPEN, Job  # isort: skip

SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"


@contextmanager
def rabbitmq(port: str, nodes: str, directory: str, folder: str) -> Iterator[None]:
    """A server of our own, all of whose files are in the folder."""
    settings = {
        "HOME": folder,
        "ERL_EPMD_PORT": directory,
        "RABBITMQ_NODENAME": f"ketju{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": port,
        "RABBITMQ_DIST_PORT": nodes,
        "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
        "RABBITMQ_LOG_BASE": f"{folder}/log",
        "RABBITMQ_PID_FILE": f"{folder}/pid",
        "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
    }
    environment = os.environ | settings
    server = subprocess.Popen([SERVER], env=environment, start_new_session=True, stdout=subprocess.DEVNULL)

    def answers() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", int(port)), 1):
            return True
        return False

    try:
        wait_until(answers, 60)
        yield
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        subprocess.run(["epmd", "-kill"], env=environment, stdout=subprocess.DEVNULL, check=False)


def is_done() -> bool:
    look_after(at=timezone.now() + LATER / 2)
    time.sleep(0.3)
    return open_jobs() == 0


def main(port: str, nodes: str, directory: str, folder: str) -> None:
    deeds.make.enqueue("enqueued while the broker is away")
    found: dict[str, object] = {"told_while_away": Job.objects.filter(handed_at__isnull=False).count()}
    Path(folder).mkdir(exist_ok=True)
    with rabbitmq(port, nodes, directory, folder):
        found["swept"] = default_task_backend.sweep(at=timezone.now() + LATER)
        for index in range(30):
            (deeds.make, deeds.make_and_go_on, deeds.make_in_parts)[index % 3].enqueue(f"{index}", 0.1)
        found["told"] = Job.objects.filter(handed_at__isnull=False).count()
        workers = celery()
        wait_until(lambda: Job.objects.filter(done_at__isnull=False).exists())
        os.killpg(workers.pid, signal.SIGKILL)
        workers.wait()
        found["open_after_kill"] = open_jobs()
        Job.objects.filter(OPEN, claimed_until__isnull=False).update(claimed_until=timezone.now())
        workers = celery()
        wait_until(is_done)
        time.sleep(12)
        deeds.make.enqueue("after a quiet time")
        wait_until(lambda: open_jobs() == 0)
        os.killpg(workers.pid, signal.SIGTERM)
        found["ended"] = workers.wait(60)
    found["made"] = Counter(AuditEntry.objects.filter(action="made").values_list("subject", flat=True))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
