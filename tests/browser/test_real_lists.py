"""Published lists of three companies, from the file to what the public and customers see, in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.app.serving import Application, running
from tests.browser.desk import (
    LANGUAGES,
    LISTS,
    NEWCOMER,
    Desk,
    answered,
    begun,
    brought_in,
    past,
    reviewed,
    taken_in,
    told_more,
)
from tests.browser.looking import DESKTOP, looked_at
from tests.browser.test_app import opened
from tests.browser.test_pages import CHROMIUM, MISSING
from tests.core.reading.lists import SPEC

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)"),
    pytest.mark.skipif(not SPEC.is_dir(), reason="the published lists are not here (../shared/spec)"),
]
PAGES = ("index", "places", "purposes", "data", "chain", "history", "about", "pictures", "subscribe")
SHARED = ["DNA Oyj", "Google Ireland Ltd.", "Hetzner Online GmbH"]
GENERAL = ["Google Ireland Ltd.", "Okta Identity Ireland Limited", "Peakford Ltd."]
OF_EU = ["Google Ireland Ltd.", "Twilio Ireland Ltd."]
TOUCHED = {
    "mailer": sorted([*SHARED, *GENERAL, *OF_EU, "Upcloud Oy"]),
    "desert": sorted([*SHARED, *GENERAL, "Alicloud Global"]),
    "press": sorted([*SHARED, *GENERAL, *OF_EU]),
}
"""Whom each customer of the third company has, by the headings of its list: shared mail servers, general services of
the region, the product. What is only used by choice or consent, and was not chosen, is not among them."""


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
def desk(app: Application, browser: Any, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The list of a company as three versions: one of the past, the one that holds, and one with more told."""
    page = opened(browser, app, request.param, bypass_csp=True, viewport=DESKTOP)
    page.set_default_timeout(15_000)
    one = Desk(request.param, page, app)
    begun(one)
    past(one)
    brought_in(one)
    reviewed(one)
    taken_in(one)
    told_more(one)
    yield one
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_reads_the_list_in_three_languages(desk: Desk, language: str) -> None:
    page = desk.page
    for name in PAGES if desk.slug == "lampi" else PAGES[:2]:
        answer = page.goto(desk.list(f"{language}/{name}.html"))
        assert answer.status == 200, name
        assert page.evaluate("document.documentElement.lang") == language
        desk.seen(f"20-public-{name}-{language}")
    page.goto(desk.list(f"{language}/index.html"))
    page.locator("main table a").first.click()
    desk.seen(f"21-public-company-{language}")
    page.goto(desk.list(f"{language}/compare.html?from=1&to=2"))
    assert LISTS[desk.slug][3][0] in desk.told()
    desk.seen(f"22-public-compare-{language}")


def test_the_page_reads_back_as_the_register(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    desk.register()
    page.get_by_role("link", name="Version 3").first.click()
    with page.expect_download() as kept:
        desk.go("Download the public part (JSON)")
    register = json.loads(Path(kept.value.path()).read_text(encoding="utf-8"))
    source = register["languages"][0]
    html = tmp_path / "index.html"
    html.write_text(page.request.get(desk.list(f"{source}/index.html")).text(), encoding="utf-8")
    read = subprocess.run(
        [Path(sys.executable).with_name("ketju"), "read", "--format", "json", html],
        check=True, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    found = sorted(map(_facts, json.loads(read.stdout)["entries"]))
    wanted = [one for one in register["entries"].values() if one.get("role", "processor") != "controller"]
    assert len(found) > 10
    assert found == sorted(map(_facts, wanted))


def _facts(entry: dict[str, Any]) -> tuple[str, ...]:
    """What a list says of an entry, as a reader of pages and the register both tell it."""
    places = sorted({f"{one['code']} {one.get('kind', 'processing')}" for one in entry.get("places", ())})
    since, until = (str(entry.get(name) or "") for name in ("since", "until"))
    return (entry["name"], ", ".join(places), since, until)


def test_the_list_is_seen_as_it_was_on_an_earlier_day(desk: Desk) -> None:
    page, name = desk.page, LISTS[desk.slug][3][0]
    for on, is_there in (("2025-08-01", False), ("2026-06-01", True)):
        page.goto(desk.list("en/mine.html"))
        page.get_by_label("Day").fill(on)
        page.get_by_role("button", name="Show what concerns me").or_(
            page.locator("main form button")
        ).first.click()
        assert on in page.url
        assert (name in desk.told()) == is_there, on
        desk.seen(f"23-public-on-{on}")
    page.goto(desk.list("en/mine.html?on=2024-01-01"))
    assert page.locator("main table").count() == 0, "nothing was kept before the first version"
    desk.seen("23-public-before")


def test_staff_compare_versions(desk: Desk) -> None:
    page = desk.page
    desk.register()
    desk.go("Compare versions")
    page.get_by_label("From", exact=True).select_option("1")
    page.get_by_label("To", exact=True).select_option("2")
    page.get_by_role("button", name="Compare").click()
    assert LISTS[desk.slug][3][0] in desk.told()
    desk.seen("24-compare")
    page.get_by_label("From", exact=True).select_option("2")
    page.get_by_label("To", exact=True).select_option("3")
    page.get_by_role("button", name="Compare").click()
    assert "30 days after the contract ends" in desk.told()


def test_a_new_company_is_not_published_before_customers_are_told(desk: Desk) -> None:
    page = desk.page
    desk.register()
    desk.go("Change version 3")
    desk.go("Add an entry")
    page.get_by_label("Name").first.fill(NEWCOMER)
    page.get_by_role("button", name="Save").last.click()
    desk.tab("Check")
    answered(desk)
    desk.tab("Publish")
    assert NEWCOMER in desk.told()
    page.get_by_label("Why this version").fill("Backups move")
    page.get_by_role("button", name="Publish", exact=True).click()
    assert page.get_by_role("alert").is_visible()
    desk.seen("25-owed")
    assert page.get_by_role("link", name="Propose it as a change").is_visible()
    desk.tab("Edit")
    desk.go("Give this draft up")
    assert NEWCOMER not in page.request.get(desk.list("fi/index.html")).text()


def test_customers_see_what_touches_them(app: Application, browser: Any, desk: Desk) -> None:
    if desk.slug != "lampi":
        pytest.skip("this list is the same for every customer")
    for who, expected in TOUCHED.items():
        page = opened(browser, app, who, "fi", bypass_csp=True)
        home = f"/portal/{app.held[f'{who}-id']}/sub-processors/"
        page.goto(home)
        looked_at(page, f"30-portal-{who}")
        named = page.locator("main table").first.locator("tbody th").all_inner_texts()
        assert sorted(one.strip() for one in named) == expected, who
        page.goto(f"{home}?on=2025-01-01")
        assert page.locator("main tbody tr").count() == 0, "before the first version"
        looked_at(page, f"31-portal-{who}-before")
        page.goto(f"{home}changes/")
        looked_at(page, f"32-portal-{who}-changes")
        page.goto(home)
        page.locator("main table").first.locator("tbody th a").first.click()
        looked_at(page, f"33-portal-{who}-company")
        for language in ("en", "sv"):
            other = opened(browser, app, who, language, bypass_csp=True)
            other.goto(home)
            looked_at(other, f"34-portal-{who}-{language}")
            other.context.close()
        page.context.close()
