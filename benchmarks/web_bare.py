"""The least that a WSGI server can be asked: the limit of what any application reaches on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("304 Not Modified", [("ETag", '"1"')])
    return ()
