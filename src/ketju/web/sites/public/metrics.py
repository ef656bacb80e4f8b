"""``/metrics`` for Prometheus, for whoever has the token."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from ketju.web.base.backup.models import BackupMade
from ketju.web.base.outbox.models import Pause
from ketju.web.base.outbox.reads import outbox_state


def show(request: HttpRequest) -> HttpResponse:
    """The figures of this process and of the installation; for anybody without the token there is no such page."""
    given = request.headers.get("Authorization", "")
    token = settings.METRICS_TOKEN
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(_Installation())
    text = generate_latest(_of_processes()) + generate_latest(registry)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _of_processes() -> CollectorRegistry:
    """Of this process, or of all where they write to the folder of PROMETHEUS_MULTIPROC_DIR."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


class _Installation:
    """What the database knows: mail that waits, the newest backup."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures."""
        now = timezone.now()
        state = outbox_state()
        mail = GaugeMetricFamily("ketju_outbox_messages", "Messages in the outbox", labels=["state"])
        for name in ("waiting", "sent", "failed", "held"):
            mail.add_metric([name], getattr(state, name))
        yield mail
        oldest = (now - state.oldest).total_seconds() if state.oldest else 0
        yield GaugeMetricFamily("ketju_outbox_oldest_seconds", "How long the oldest message waits", oldest)
        paused = Pause.objects.filter(ended_at=None).count()
        yield GaugeMetricFamily("ketju_outbox_paused", "Pauses of mail that hold", paused)
        newest = BackupMade.objects.first()
        if newest is not None:
            age = (now - newest.made_at).total_seconds()
            yield GaugeMetricFamily("ketju_backup_age_seconds", "How old the newest backup is", age)
