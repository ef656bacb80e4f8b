"""The application in a real browser: axe-core on every page, light and dark, phone and desktop; keyboard; no script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.app.serving import Application, running
from tests.browser.test_pages import AXE, CHROMIUM, MISSING, RULES

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)")

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 640}
SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
  .filter(e => e.checkVisibility() && !e.closest('p, dd, td, li:not([class]) p') && !e.matches('.skip'))
  .filter(e => { const b = (e.closest('label') || e).getBoundingClientRect(); return b.width < 24 || b.height < 24 })
  .map(e => e.outerHTML.slice(0, 120))"""


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


def opened(browser: Any, app: Application, who: str, language: str = "en", **more: Any) -> Any:
    """A page of a browser that is signed in as somebody."""
    context = browser.new_context(base_url=app.address, **more)
    context.add_cookies([{"name": "language", "value": language, "url": app.address}])
    if who:
        context.add_cookies([{"name": "session", "value": app.held[who], "url": app.address}])
    return context.new_page()


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("en", "light", DESKTOP), ("fi", "dark", DESKTOP), ("sv", "light", PHONE), ("fi", "dark", PHONE)],
    ids=["en-light-desktop", "fi-dark-desktop", "sv-light-phone", "fi-dark-phone"],
)
def test_no_rule_of_axe_is_broken_on_any_page(
    app: Application, browser: Any, language: str, scheme: str, size: dict[str, int]
) -> None:
    found = []
    for who in dict.fromkeys(who for who, _ in app.pages):
        page = opened(browser, app, who, language, color_scheme=scheme, viewport=size, bypass_csp=True)
        for path in (path for other, path in app.pages if other == who):
            page.goto(path)
            if page.evaluate(SCROLLS):
                found.append((path, "scrolls sideways"))
            page.evaluate(AXE.read_text(encoding="utf-8"))
            result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            found += [(path, one["id"], one["nodes"][0]["html"]) for one in result["violations"]]
            assert len(result["passes"]) > 20, path
        page.context.close()
    assert found == []


def test_nothing_is_blocked_by_the_policy_and_nothing_is_asked_elsewhere(
    app: Application, browser: Any
) -> None:
    said: list[str] = []
    asked: list[str] = []
    for who in ("", "main", "staff"):
        page = opened(browser, app, who)
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        for path in (path for other, path in app.pages if other == who and "no-such" not in path):
            page.goto(path)
        assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomWidth") == "1px"
        page.context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(app.address)] == []


@pytest.mark.parametrize("size", [NARROWEST, DESKTOP], ids=["320", "1280"])
def test_targets_are_large_enough_and_nothing_scrolls_sideways(
    app: Application, browser: Any, size: dict[str, int]
) -> None:
    page = opened(browser, app, "main", "fi", viewport=size)
    for who, path in app.pages:
        if who == "main":
            page.goto(path)
            assert not page.evaluate(SCROLLS), path
            assert page.evaluate(SMALL) == [], path
    page.context.close()


def test_the_menu_of_phones_opens_by_keyboard_and_without_a_script(app: Application, browser: Any) -> None:
    page = opened(browser, app, "main", viewport=PHONE, java_script_enabled=False)
    page.goto(f"/portal/{app.held['customer']}/")
    menu = page.locator("#menu")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu").press("Enter")
    assert menu.is_visible()
    page.get_by_role("link", name="Contacts").click()
    assert page.url.endswith("/contacts/")
    page.context.close()


def test_the_keyboard_goes_through_the_page_in_its_order(app: Application, browser: Any) -> None:
    page = opened(browser, app, "main", viewport=DESKTOP)
    page.goto(f"/portal/{app.held['customer']}/contacts/{app.held['contact']}/")
    places = []
    for _ in range(40):
        page.keyboard.press("Tab")
        places.append(page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return [e.name || e.className || e.textContent.trim(), e.compareDocumentPosition(document.body), s.outlineStyle] }"""
        ))  # fmt: skip
        if places[-1][0] == "may_instruct":
            break
    names = [name for name, *_ in places]
    assert names[0] == "skip"
    fields = [
        "first_name",
        "last_name",
        "email",
        "phone",
        "language",
        "relation",
        "role",
        "is_role_address",
        "may_instruct",
    ]
    start = names.index("first_name")
    assert names[start : start + len(fields)] == fields
    assert all(outline != "none" for *_, outline in places)
    page.context.close()


def test_the_first_tab_stop_leads_to_the_content(app: Application, browser: Any) -> None:
    page = opened(browser, app, "staff")
    page.goto("/staff/kite/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().width") > 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.context.close()


def test_a_person_changes_data_and_language_without_a_script(app: Application, browser: Any) -> None:
    page = opened(browser, app, "main", "en", java_script_enabled=False)
    page.goto(f"/portal/{app.held['customer']}/contacts/{app.held['contact']}/")
    page.get_by_label("Phone").fill("call me")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_role("link", name="Phone: ").click()
    assert page.evaluate("document.activeElement.name") == "phone"
    page.get_by_label("Phone").fill("+358 9 765 432")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("status").inner_text() == "Saved."
    page.get_by_role("button", name="Suomi").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Yhteyshenkilöt"
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Contacts"
    page.context.close()


def test_a_page_with_errors_breaks_no_rule(app: Application, browser: Any) -> None:
    page = opened(browser, app, "main", color_scheme="dark", bypass_csp=True)
    page.goto(f"/portal/{app.held['customer']}/people/")
    page.get_by_role("button", name="Invite").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == []
    assert page.locator("[aria-invalid=true]").count() == 2
    page.context.close()


def test_the_page_of_a_problem_breaks_no_rule(app: Application, browser: Any) -> None:
    page = opened(browser, app, "again", "sv", viewport=PHONE, bypass_csp=True)
    page.goto(f"/portal/{app.held['customer']}/people/")
    page.get_by_role("button", name="Avsluta åtkomst Maija").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Detta går inte att göra"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == []
    page.context.close()


def test_what_is_printed_is_the_page_without_its_controls(
    app: Application, browser: Any, tmp_path: Path
) -> None:
    page = opened(browser, app, "main")
    page.goto(f"/portal/{app.held['customer']}/contacts/")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".menubar", ".languages", ".person", ".crumbs", ".buttons"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("table thead").is_visible()
    colours = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert page.locator("body").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.pdf(path=tmp_path / "page.pdf", tagged=True)[:5] == b"%PDF-"
    page.context.close()


def test_motion_is_reduced_for_whoever_asks(app: Application, browser: Any) -> None:
    page = opened(browser, app, "", reduced_motion="reduce")
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.context.close()


def test_the_search_bar_is_reached_and_used_by_keyboard(app: Application, browser: Any) -> None:
    page = opened(browser, app, "owner", viewport=DESKTOP)
    page.goto("/staff/kite/settings/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("outi", delay=20)
    page.locator("#found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#found') !== null")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert not page.locator("#found").is_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    assert "Outi Omistaja" in page.locator("main").inner_text()
    assert "outi" not in page.url
    page.goto("/staff/kite/settings/holders/new/")
    page.get_by_label("Name", exact=False).first.press("/")
    assert page.evaluate("document.activeElement.id") != "find", "a slash in a field is a slash"
    page.context.close()


def test_the_search_bar_works_without_a_script(app: Application, browser: Any) -> None:
    page = opened(browser, app, "owner", viewport=DESKTOP, java_script_enabled=False)
    page.goto("/staff/kite/")
    page.locator("#find").fill("outi")
    page.locator("#find").press("Enter")
    assert page.url.endswith("/search/") and "Outi Omistaja" in page.locator("main").inner_text()
    page.context.close()
