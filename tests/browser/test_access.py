"""Access in a real browser: the menu under "You", the list of sessions, and sign-in with a provider elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.app.serving import Application, running
from tests.browser.test_app import DESKTOP, PHONE, SCROLLS, browser, opened
from tests.browser.test_pages import AXE, MISSING, RULES
from tests.web.cast import PASSWORD
from tests.web.people.oidc_provider import CLIENT, SECRET, Provider, running_provider

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)")
__all__ = ("browser",)
SHOTS = os.environ.get("KETJU_TEST_SCREENSHOTS", "")
"""A folder to keep pictures in, for whoever wants to look."""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as started:
        yield started


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Application]:
    more = {
        "KETJU_OIDC_URL": provider.address,
        "KETJU_OIDC_CLIENT": CLIENT,
        "KETJU_OIDC_SECRET": SECRET,
        "KETJU_OIDC_NAME": "Kite",
    }
    with running(tmp_path_factory.mktemp("app"), **more) as started:
        yield started


def shot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def checked(page: Any, name: str) -> None:
    """No rule of axe-core is broken, nothing scrolls sideways."""
    shot(page, name)
    assert not page.evaluate(SCROLLS), name
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == []


def test_the_menu_of_a_person_closes_by_itself(app: Application, browser: Any) -> None:
    page = opened(browser, app, "staff")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/staff/kite/")
    menu, button = page.locator("details.person"), page.locator("details.person > summary")
    inside = menu.locator("a").first

    def is_open() -> bool:
        return bool(menu.evaluate("e => e.open"))

    button.click()
    assert is_open()
    shot(page, "you")
    menu.locator("p").click()
    assert is_open(), "a press inside leaves it open"
    page.locator("h1").click()
    assert not is_open(), "a press elsewhere closes it"
    button.press("Enter")
    inside.focus()
    page.keyboard.press("Escape")
    assert not is_open()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY", "one stays where one was"
    button.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if not page.evaluate("!!document.activeElement.closest('.person')"):
            break
    assert not is_open(), "leaving it with the keyboard closes it"
    assert said == []
    page.context.close()


def test_the_menu_works_without_a_script(app: Application, browser: Any) -> None:
    page = opened(browser, app, "staff", java_script_enabled=False)
    page.goto("/staff/kite/")
    page.locator("details.person > summary").click()
    assert page.locator("details.person a").first.is_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("language", "scheme", "size", "heading", "words"),
    [
        ("en", "light", DESKTOP, "Where you are signed in", "Chrome on Linux"),
        ("fi", "dark", PHONE, None, "Chrome, Linux"),
        ("sv", "light", PHONE, None, "Chrome på Linux"),
    ],
    ids=["en-desktop", "fi-dark-phone", "sv-phone"],
)
def test_sessions_are_shown_after_a_confirmation(
    app: Application,
    browser: Any,
    language: str,
    scheme: str,
    size: dict[str, int],
    heading: str | None,
    words: str,
) -> None:
    page = opened(browser, app, "", language, color_scheme=scheme, viewport=size, bypass_csp=True)
    page.goto("/account/login/")
    page.locator("[name=login]").fill(app.held["address"])
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action='/account/login/'] button[type=submit]").click()
    page.goto("/account/sessions/")
    assert "/account/reauthenticate/" in page.url
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    assert page.url.endswith("/account/sessions/")
    assert heading is None or page.get_by_role("heading", level=1).inner_text() == heading
    assert words in page.locator("main table").inner_text()
    checked(page, f"sessions-{language}")
    page.context.close()


def test_somebody_signs_in_with_a_provider_elsewhere(
    app: Application, browser: Any, provider: Provider
) -> None:
    """In Chromium, since a browser holds us to our own policy: forms lead to our own addresses alone."""
    provider.person = {"sub": "kite-1", "email": app.held["address"], "email_verified": True}
    page = opened(browser, app, "", "en", java_script_enabled=False)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/account/login/")
    page.get_by_role("link", name=re.compile("Kite")).click()
    shot(page, "elsewhere")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/(portal|places|staff)/"))
    shot(page, "came-in")
    assert page.locator("details.person").count() == 1
    assert said == []
    page.context.close()


def test_the_page_of_a_sign_in_that_failed_says_so(
    app: Application, browser: Any, provider: Provider
) -> None:
    provider.person = {"sub": "kite-2", "email": app.held["address"], "email_verified": True}
    provider.claims = {"nonce": "of-another-try"}
    page = opened(browser, app, "", "fi", bypass_csp=True)
    page.goto("/account/oidc/oidc/login/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/login/callback/"))
    assert page.get_by_role("heading", level=1).inner_text() == "Kirjautuminen ei onnistunut"
    checked(page, "elsewhere-failed")
    provider.claims = {}
    page.context.close()
