"""Published lists of three companies, from the file to what the public and customers see, in a real browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.app.serving import Application, running
from tests.browser.looking import DESKTOP, looked_at
from tests.browser.test_app import opened
from tests.browser.test_pages import CHROMIUM, MISSING
from tests.core.reading.lists import SPEC

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)"),
    pytest.mark.skipif(not SPEC.is_dir(), reason="the published lists are not here (../shared/spec)"),
]
HELD_FROM, IN_BETWEEN, BEFORE = "2026-01-15", "2026-06-01", "2025-12-31"
LISTS = {
    "pohja": ("000-seravo-appendix-b.fi.txt", "fi", 19, "Slack", "1260 A/S"),
    "vass": ("002-viva-underbitraden.sv.txt", "sv", 16, "Stripe", "Zoom"),
    "lampi": ("003-liana-alikasittelijat.fi.txt", "fi", 33, "Garba", "Zendesk"),
}
"""The file, its language, how many entries stand in it, the one that is moved, and one that ends."""
CURRENT = "() => document.querySelector('.entry[aria-current]')?.id"
COVERED = """() => [...document.querySelectorAll('.observed')].filter(e => getComputedStyle(e).position !== 'static')
  .map(e => e.textContent)"""
NEWCOMER = "Pihlaja Varmistus Oy"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    with running(tmp_path_factory.mktemp("app"), "tests.browser.app.companies") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=LISTS)
def company(app: Application, browser: Any, request: pytest.FixtureRequest) -> Iterator[tuple[str, Any]]:
    """A company and its officer at a browser; the list is brought in, taken in, changed and published."""
    slug = request.param
    page = opened(browser, app, slug, bypass_csp=True, viewport=DESKTOP)
    page.set_default_timeout(15_000)
    _brought_in(page, slug)
    _reviewed(page, slug)
    _taken_in(page, app, slug)
    yield slug, page
    page.context.close()


def _brought_in(page: Any, slug: str) -> None:
    name, _, count, *_ = LISTS[slug]
    page.goto(f"/staff/{slug}/registers/")
    looked_at(page, f"{slug}-01-no-register")
    page.get_by_role("link", name="Begin a new register").first.click()
    for language, title in (("English", "Sub-processors"), ("Finnish", "Alikäsittelijät"), ("Swedish", "Underbiträden")):
        page.get_by_label(f"Title in {language}").fill(title)
    for language in ("English", "Finnish", "Swedish"):
        page.get_by_label(language, exact=True).check()
    page.get_by_label("Address", exact=False).last.fill("main")
    looked_at(page, f"{slug}-02-new")
    page.get_by_role("button", name="Begin the register").click()
    page.get_by_label("A file").set_input_files(SPEC / name)
    looked_at(page, f"{slug}-03-import")
    page.get_by_role("button", name="Read it").click()
    assert f"{count} entries were found" in page.locator("main").inner_text()
    page.get_by_label("The list that already holds").check()
    page.get_by_label("Held from").fill(HELD_FROM)
    looked_at(page, f"{slug}-04-document")
    page.get_by_role("button", name="Begin the review").click()
    page.wait_for_url("**/review/")


def _reviewed(page: Any, slug: str) -> None:
    """By keyboard where something is doubtful, the rest at once."""
    _, _, count, *_ = LISTS[slug]
    looked_at(page, f"{slug}-05-review")
    first = page.evaluate(CURRENT)
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) != first
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.get_by_text(f"1 of {count} reviewed").wait_for()
    page.keyboard.press("c")
    page.wait_for_url("**/records/entries/**")
    looked_at(page, f"{slug}-06-record")
    page.get_by_label("Remarks").last.fill("Looked at with the contract beside it")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text(f"2 of {count} reviewed").wait_for()
    page.get_by_role("button", name="Accept all that is certain").click()
    while page.locator(".entry:not(.done)").count():
        page.keyboard.press("a")
        page.wait_for_timeout(50)
    page.goto(page.url.partition("?")[0] + "?show=open")
    while page.locator(".entry:not(.done)").count():
        page.keyboard.press("a")
        page.wait_for_timeout(50)
    page.reload()
    page.get_by_text(f"{count} of {count} reviewed").wait_for()
    looked_at(page, f"{slug}-07-reviewed")


def _taken_in(page: Any, app: Application, slug: str) -> None:
    """Somebody answers for one error, then for the others at once; the list is taken in as it held."""
    tabs = page.get_by_role("navigation", name="Draft")
    tabs.get_by_role("link", name="Check").click()
    assert page.evaluate(COVERED) == [], "findings cover each other"
    looked_at(page, f"{slug}-08-check")
    tabs.get_by_role("link", name="Publish").click()
    if page.get_by_text("keep this draft from being published").count():
        assert not page.get_by_role("button", name="Take it in").count(), "errors keep it from being published"
        tabs.get_by_role("link", name="Check").click()
        one = page.locator(".rule").first.locator("details.waive").first
        one.locator("summary").click()
        one.get_by_label("Why").fill("It stood so on the page")
        one.get_by_role("button", name="Note it").click()
    if page.get_by_label("What to answer for").count():
        page.get_by_label("Why").last.fill("The list as it was")
        looked_at(page, f"{slug}-09-bulk")
        page.get_by_role("button", name="Answer for all of them").click()
    tabs.get_by_role("link", name="Publish").click()
    looked_at(page, f"{slug}-10-publish")
    page.get_by_label("Why this version").fill("The list as it stood on our pages")
    page.get_by_role("button", name="Take it in as a version").click()
    page.wait_for_url("**/versions/1/")
    looked_at(page, f"{slug}-11-version-being-made")
    app.work()
    page.reload()
    looked_at(page, f"{slug}-12-version-made")


def _changed(page: Any, app: Application, slug: str) -> None:
    """The next version: one moves, one ends, one is new, and regions say which countries they are."""
    *_, moved, ended = LISTS[slug]
    page.goto(f"/staff/{slug}/registers/")
    page.get_by_role("link", name="Sub-processors").first.click()
    looked_at(page, f"{slug}-13-register")
    page.get_by_role("button", name="Change version 1").click()
    page.get_by_role("link", name=moved, exact=True).click()
    page.get_by_label("Country or area").first.fill("Ireland")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("link", name=ended, exact=True).click()
    page.get_by_label("Last day").fill("2026-11-01")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("link", name="Add an entry").click()
    page.get_by_label("Name").first.fill(NEWCOMER)
    page.get_by_role("button", name="Save").last.click()



def whole(page,app,browser,slug):
    _brought_in(page, slug)
    _reviewed(page, slug)
    _taken_in(page, app, slug)
    _changed(page, app, slug)
