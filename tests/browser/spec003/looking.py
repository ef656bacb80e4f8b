"""Looking at a page: in three languages, on a desktop and on a phone, in the light and in the dark."""

from __future__ import annotations

from typing import Any

from tests.browser.looking import DESKTOP, PHONE, SHOTS, TOO_WIDE, broken, shot

SIGHTS = (("en", DESKTOP, "light"), ("fi", PHONE, "dark"), ("sv", DESKTOP, "dark"))
"""What axe-core looks at; pictures are taken of each language in each size."""
OTHERS = (("en", PHONE, "light"), ("fi", DESKTOP, "light"), ("sv", PHONE, "light"))


def look(page: Any, name: str) -> None:
    """No rule of axe-core is broken, and nothing scrolls sideways; the page is then as it was.

    Only for pages that may be read again, as an answer to a form may not.
    """
    page.wait_for_load_state()
    was = str(page.evaluate("document.documentElement.lang"))
    for language, size, scheme in SIGHTS:
        _set(page, language, size, scheme)
        assert page.evaluate(TOO_WIDE) == [], f"{name} in {language}"
        assert broken(page) == [], f"{name} in {language}"
        _picture(page, name, language, size)
    for language, size, scheme in OTHERS if SHOTS else ():
        _set(page, language, size, scheme)
        _picture(page, name, language, size)
    _set(page, was, DESKTOP, "light")


def _set(page: Any, language: str, size: dict[str, int], scheme: str) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    origin = page.evaluate("location.origin")
    page.context.add_cookies([{"name": "language", "value": language, "url": origin}])
    page.goto(page.url)


def _picture(page: Any, name: str, language: str, size: dict[str, int]) -> None:
    shot(page, f"{name}-{language}-{'phone' if size is PHONE else 'desktop'}")
