"""Pages in a real browser: no rule of axe-core broken, no sideways scrolling, nothing asked of anybody else.

``make browser`` gets what this needs: the package playwright, Chromium from the system, axe-core from npm.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ketju.formats.publishing import publication_files
from tests.formats.writers.site.pages import publication

ROOT = Path(__file__).parents[2]
AXE = ROOT / ".tools" / "axe" / "package" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = [
    name
    for name, there in (
        ("the package playwright", find_spec("playwright")),
        ("Chromium", CHROMIUM),
        ("axe-core", AXE.is_file()),
    )
    if not there
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = (
    "{0}/index.html", "{0}/places.html", "{0}/purposes.html", "{0}/data.html", "{0}/chain.html", "{0}/history.html",
    "{0}/about.html", "{0}/choose.html", "{0}/choose/mail/eu.html", "{0}/choose/mail/eu/sms.html",
    "{0}/companies/lehtokuja-pilvet-oy.html", "{0}/companies/script-alert-x-script-co.html", "v/{1}/{0}.html",
)  # fmt: skip
SIZES = ({"width": 1280, "height": 900}, {"width": 375, "height": 800})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for path, data in publication_files(publication(), ("en", "fi", "sv"), ["html", "json"]).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def opened(browser: Any, scheme: str = "light", **more: Any) -> Any:
    return browser.new_context(color_scheme=scheme, **more).new_page()


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("fi", "light"), ("sv", "dark")])
def test_no_rule_of_axe_is_broken_and_no_page_scrolls_sideways(
    site: Path, browser: Any, language: str, scheme: str
) -> None:
    page = opened(browser, scheme, bypass_csp=True)
    found, passed = [], 0
    for size in SIZES:
        page.set_viewport_size(size)
        for kind in KINDS:
            path = kind.format(language, publication().current.digest)
            page.goto((site / path).as_uri())
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append((path, size["width"], "scrolls"))
            page.evaluate(AXE.read_text(encoding="utf-8"))
            result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            passed += len(result["passes"])
            found += [
                (path, size["width"], one["id"], one["nodes"][0]["html"]) for one in result["violations"]
            ]
    assert found == []
    assert passed > 20 * len(KINDS)


def test_pages_ask_only_for_their_own_files_and_their_policy_holds(site: Path, browser: Any) -> None:
    page = opened(browser)
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for kind in KINDS:
        page.goto((site / kind.format("en", publication().current.digest)).as_uri())
    assert [url for url in asked if not url.startswith(site.as_uri())] == []
    assert said == []
    assert page.evaluate("getComputedStyle(document.querySelector('.tlp')).backgroundColor") == "rgb(0, 0, 0)"


def test_the_first_tab_stop_leads_to_the_content(site: Path, browser: Any) -> None:
    page = opened(browser)
    page.goto((site / "fi/index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_front_leads_to_the_language_of_the_list(site: Path, browser: Any) -> None:
    page = opened(browser)
    page.goto((site / "index.html").as_uri())
    page.wait_for_url("**/en/index.html", timeout=5000)
