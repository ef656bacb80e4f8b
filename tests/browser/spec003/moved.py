"""The application under the clock of a test, as the server loads it."""

from __future__ import annotations

from tests.browser.spec003.clock import install

install()

from ketju.web.config.wsgi import application  # noqa: E402

__all__ = ["application"]
