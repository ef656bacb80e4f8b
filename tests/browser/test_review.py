"""The review of a list in a real browser: by keyboard, by mouse, without a script; on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.app.serving import Application, running
from tests.browser.desk import LOOKED_AT
from tests.browser.test_app import DESKTOP, PHONE, opened
from tests.browser.test_pages import CHROMIUM, MISSING

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)")
LIST = """| Company | Country | Purpose |
| --- | --- | --- |
| Alder Data Oy | Finland | Hosting |
| Birch Mail AB | Sweden | E-mail |
| Cedar Desk Inc. | United States | Support (only if support is ordered) |
"""
NAMES = "() => [...document.querySelectorAll('.entry')].map(e => e.querySelector('h3').textContent)"
CURRENT = "() => document.querySelector('.entry[aria-current] h3')?.textContent"
LIT = "() => [...document.querySelectorAll('#source .on')].map(e => e.textContent)"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    with running(tmp_path_factory.mktemp("app")) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def brought_in(page: Any, app: Application) -> None:
    """A list is pasted, and its review begun; the browser is at the review."""
    page.goto(f"/staff/kite/registers/{app.held['register']}/import/")
    page.get_by_label("Or paste the list").fill(LIST)
    page.get_by_label("The pasted text is").select_option("markdown")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Begin the review").click()


def test_a_list_is_reviewed_by_keyboard(app: Application, browser: Any) -> None:
    page = opened(browser, app, "keeper", viewport=DESKTOP)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    brought_in(page, app)
    names = page.evaluate(NAMES)
    assert names[0] == "Cedar Desk Inc.", "what was guessed comes first"
    assert page.evaluate(CURRENT) == "Cedar Desk Inc."
    assert "United States" in page.evaluate(LIT)
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) == names[1]
    assert names[1] in page.evaluate(LIT)
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.get_by_text("1 of 3 reviewed").wait_for()
    page.locator(LOOKED_AT, has_text=names[1]).wait_for()
    page.keyboard.press("a")
    page.get_by_text("2 of 3 reviewed").wait_for()
    page.locator(LOOKED_AT, has_text=names[2]).wait_for()
    page.keyboard.press("c")
    page.get_by_label("Retention").fill("30 days")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("3 of 3 reviewed").wait_for()
    assert page.evaluate(CURRENT) == names[2], "back at the entry that was corrected"
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    dialog.get_by_label("Single keys do this").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    assert page.evaluate(CURRENT) == names[2], "the keys are off"
    page.reload()
    page.keyboard.press("k")
    assert page.evaluate(CURRENT) == names[2], "and stay off"
    assert said == []
    page.context.close()


def test_a_finding_is_answered_for_by_keyboard(app: Application, browser: Any) -> None:
    page = opened(browser, app, "keeper", viewport=DESKTOP)
    page.goto(
        f"/staff/kite/registers/drafts/{app.held['draft']}/review/?at=cloudberry-hosting-oy#e-cloudberry-hosting-oy"
    )
    assert page.evaluate(CURRENT) == "Cloudberry Hosting Oy"
    page.keyboard.press("w")
    page.keyboard.type("We asked them")
    assert page.evaluate("document.activeElement.value") == "We asked them"
    day = page.locator(".entry[aria-current] input[type=date]").first
    day.fill(page.evaluate("new Date(Date.now() + 864e5 * 30).toISOString().slice(0, 10)"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_text("lies before the start").count() == 0
    page.context.close()


def test_a_field_and_its_place_light_up_each_other(app: Application, browser: Any) -> None:
    page = opened(browser, app, "keeper", viewport=DESKTOP)
    page.goto(f"/staff/kite/registers/drafts/{app.held['draft']}/review/")
    page.locator("#f-larch-mail-gmbh-purpose").click()
    assert page.evaluate(LIT) == ["Delivery of e-mail"]
    page.locator("#source .mark", has_text="Iceland").click()
    assert page.evaluate(CURRENT) == "Rowan Backup AB"
    assert page.evaluate("document.querySelector('.entry .on').id") == "f-rowan-backup-ab-places_printed"
    page.context.close()


def test_without_a_script_forms_and_links_do_the_same(app: Application, browser: Any) -> None:
    page = opened(browser, app, "keeper", viewport=PHONE, java_script_enabled=False)
    brought_in(page, app)
    page.locator("#e-alder-data-oy").get_by_role("link", name="Purpose in the source").click()
    assert page.locator("#source :target").inner_text() == "Hosting"
    page.get_by_role("button", name="Accept Alder Data Oy").click()
    assert page.get_by_text("1 of 3 reviewed").is_visible()
    assert page.url.endswith("#e-alder-data-oy")
    page.get_by_role("button", name="Take back Alder Data Oy").click()
    assert page.get_by_text("0 of 3 reviewed").is_visible()
    page.context.close()
