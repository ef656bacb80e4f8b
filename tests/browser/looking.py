"""Looking at pages in a browser: no rule of axe-core broken, nothing scrolls sideways, pictures for whoever wants them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.browser.test_pages import AXE, RULES

SHOTS = os.environ.get("KETJU_TEST_SCREENSHOTS", "")
"""A folder to keep pictures in."""
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
TOO_WIDE = """() => { const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return ['scrolls sideways', ...[...document.querySelectorAll('body *')]
    .filter(e => !e.closest('thead') && e.getBoundingClientRect().right > width).slice(0, 3).map(e => e.outerHTML.slice(0, 160))] }"""


def shot(page: Any, name: str) -> None:
    """Keep a picture of the whole page."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def looked_at(page: Any, name: str) -> None:
    """The page breaks no rule and fits, on a desktop in the light and on a phone in the dark."""
    for size, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        shot(page, f"{name}-{'phone' if size == PHONE else 'desktop'}-{scheme}")
        wide = page.evaluate(TOO_WIDE)
        assert wide == [], (name, wide)
        rules = broken(page)
        assert rules == [], (name, rules)
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")


def broken(page: Any) -> list[tuple[str, str]]:
    """The rules of axe-core that a page breaks, each with the place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert len(result["passes"]) > 15
    return [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]]
