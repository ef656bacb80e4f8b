"""Looking at a page: in three languages, on a desktop and on a phone, in the light and in the dark."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.browser.test_app import DESKTOP, PHONE, SCROLLS
from tests.browser.test_pages import AXE, RULES

PICTURES = os.environ.get("KETJU_TEST_SCREENSHOTS", "")
"""A folder for pictures, for whoever wants to see them."""
SIGHTS = (("en", DESKTOP, "light"), ("fi", PHONE, "dark"), ("sv", DESKTOP, "dark"))
"""What axe-core looks at; pictures are taken of each language in each size."""


def look(page: Any, name: str) -> None:
    """No rule of axe-core is broken, and nothing scrolls sideways; the page is then as it was.

    Only for pages that may be read again, as an answer to a form may not.
    """
    was = _language(page)
    for language, size, scheme in SIGHTS:
        _set(page, language, size, scheme)
        assert not page.evaluate(SCROLLS), f"{name} scrolls sideways in {language}"
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        assert len(result["passes"]) > 20, name
        found = [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]]
        assert found == [], f"{name} in {language}"
        _picture(page, f"{name}-{language}-{'phone' if size is PHONE else 'desktop'}")
    if PICTURES:
        for language, size in (("en", PHONE), ("fi", DESKTOP), ("sv", PHONE)):
            _set(page, language, size, "light")
            _picture(page, f"{name}-{language}-{'phone' if size is PHONE else 'desktop'}")
    _set(page, was, DESKTOP, "light")


def _set(page: Any, language: str, size: dict[str, int], scheme: str) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    address = page.url
    page.context.add_cookies([{"name": "language", "value": language, "url": address}])
    page.goto(address)


def _language(page: Any) -> str:
    return str(page.evaluate("document.documentElement.lang"))


def _picture(page: Any, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
