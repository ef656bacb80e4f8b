"""The application for workers of Celery: ``celery -A ketju.web.config.celery worker -Q default,mail,slow``."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketju.web.config.settings")
django.setup()

from ketju.web.base.jobs.broker import app  # noqa: E402

__all__ = ["app"]
