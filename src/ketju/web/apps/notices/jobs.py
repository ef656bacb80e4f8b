"""Work of notices in the background."""

from __future__ import annotations

from ketju.web.apps.notices.webhooks import send_test, send_webhooks

__all__ = ["send_test", "send_webhooks"]
