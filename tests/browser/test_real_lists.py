"""Published lists of three companies, from the file to what the public and customers see, in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
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
THEN, HELD_FROM = "2025-06-01", "2026-01-15"
LISTS = {
    "pohja": ("000-seravo-appendix-b.fi.txt", 19, "Hetzner Online GmbH", ("1260 A/S", "Miss Group AB")),
    "vass": ("002-viva-underbitraden.sv.txt", 16, "Stripe", ("Zoom", "Confetti")),
    "lampi": ("003-liana-alikasittelijat.fi.txt", 33, "Garba", ("Startdeliver", "Zendesk")),
}
"""The file, how many entries stand in it by hand count, the one about which more is told later; and one that the list
of the past did not have: from its name to the next one in the file."""
LANGUAGES = {"en": "Sub-processors", "fi": "Alikäsittelijät", "sv": "Underbiträden"}
NEWCOMER = "Pihlaja Varmistus Oy"
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
CURRENT = "() => document.querySelector('.entry[aria-current]')?.id"
COVERED = """() => [...document.querySelectorAll('.observed')].filter(e => getComputedStyle(e).position !== 'static')
  .map(e => e.textContent)"""


@dataclass
class Desk:
    """A company, and its officer at a browser."""

    slug: str
    page: Any
    app: Application

    @property
    def count(self) -> int:
        """How many entries the list has."""
        return LISTS[self.slug][1]

    def seen(self, name: str) -> None:
        """Look at the page that is open."""
        looked_at(self.page, f"{self.slug}-{name}")

    def told(self) -> str:
        """What the page says."""
        return str(self.page.locator("main").inner_text())

    def go(self, name: str) -> None:
        """Follow a link or press a button of this name."""
        self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).last.click()

    def tab(self, name: str) -> None:
        """Go to a part of the draft."""
        self.page.get_by_role("navigation", name="Draft").get_by_role("link", name=name).click()

    def register(self) -> None:
        """Go to the register."""
        self.page.goto(f"/staff/{self.slug}/registers/")
        self.page.locator("main").get_by_role("link", name="Sub-processors", exact=True).first.click()

    def list(self, path: str = "") -> str:
        """The address of the public list."""
        return f"/lists/{self.slug}/main/{path}"


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
    _begun(one)
    _past(one)
    _brought_in(one)
    _reviewed(one)
    _taken_in(one)
    _told_more(one)
    yield one
    page.context.close()


def _begun(desk: Desk) -> None:
    """A register, with nothing in it."""
    page = desk.page
    page.goto(f"/staff/{desk.slug}/registers/")
    desk.seen("01-no-register")
    page.get_by_role("link", name="Begin a new register").first.click()
    for language, title in zip(("English", "Finnish", "Swedish"), LANGUAGES.values(), strict=True):
        page.get_by_label(f"Title in {language}").fill(title)
        page.get_by_label(language, exact=True).check()
    page.get_by_label("Address").fill("main")
    desk.seen("02-new")
    desk.go("Begin the register")


def _past(desk: Desk) -> None:
    """The list as it stood before, pasted: it lacks an entry."""
    name, count, _, (first, next_one) = LISTS[desk.slug]
    text = (SPEC / name).read_text(encoding="utf-8")
    start = text.index(f"\n{first}") + 1
    page = desk.page
    page.get_by_label("Or paste the list").fill(text[:start] + text[text.index(f"\n{next_one}", start) + 1 :])
    desk.go("Read it")
    assert f"{count - 1} entries were found" in desk.told()
    page.get_by_label("A list of the past").check()
    page.get_by_label("Held from").fill(THEN)
    desk.go("Begin the review")
    desk.go("Accept all that is certain")
    desk.tab("Check")
    _answered(desk)
    desk.tab("Publish")
    page.get_by_label("Why this version").fill("From our archive")
    desk.go("Take it in as a version")
    page.wait_for_url("**/versions/1/")


def _answered(desk: Desk) -> None:
    """Somebody answers for every error at once."""
    if desk.page.get_by_label("What to answer for").count():
        desk.page.get_by_label("Why").last.fill("The list as it was")
        desk.go("Answer for all of them")


def _brought_in(desk: Desk) -> None:
    """The file, as the list that already holds."""
    page = desk.page
    desk.register()
    desk.go("Bring in a list")
    page.get_by_label("A file").set_input_files(SPEC / LISTS[desk.slug][0])
    desk.seen("03-import")
    desk.go("Read it")
    assert f"{desk.count} entries were found" in desk.told()
    page.get_by_label("The list that already holds").check()
    page.get_by_label("Held from").fill(HELD_FROM)
    desk.seen("04-document")
    desk.go("Begin the review")


def _reviewed(desk: Desk) -> None:
    """By keyboard: looked at, accepted, corrected; what is certain at once."""
    page, count = desk.page, desk.count
    desk.seen("05-review")
    first = page.evaluate(CURRENT)
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) != first
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.get_by_text(f"1 of {count} reviewed").wait_for()
    page.keyboard.press("c")
    page.wait_for_url("**/records/entries/**")
    desk.seen("06-record")
    page.get_by_label("Remarks").last.fill("Looked at with the contract beside it")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text(f"2 of {count} reviewed").wait_for()
    desk.go("Accept all that is certain")
    address = page.url.partition("?")[0]
    while page.goto(f"{address}?show=open") and page.locator(".entry:not(.done)").count():
        for _ in range(page.locator(".entry:not(.done)").count()):
            left = page.locator(".entry.done").count()
            page.keyboard.press("a")
            page.wait_for_function(f"document.querySelectorAll('.entry.done').length > {left}")
    page.get_by_text(f"{count} of {count} reviewed").wait_for()
    desk.seen("07-reviewed")


def _taken_in(desk: Desk) -> None:
    """Somebody answers for one error, then for the others; the list is taken in as it held."""
    page = desk.page
    desk.tab("Check")
    assert page.evaluate(COVERED) == [], "findings cover each other"
    desk.seen("08-check")
    errors = page.get_by_text("keep this draft from being published").or_(
        page.get_by_text("One error keeps this draft")
    )
    if errors.count():
        desk.tab("Publish")
        assert not page.get_by_role("button", name="Take it in").count(), (
            "errors keep it from being published"
        )
        desk.tab("Check")
        one = page.locator(".rule").first.locator("details.waive").first
        one.locator("summary").click()
        one.get_by_label("Why").fill("It stood so on the page")
        one.get_by_role("button", name="Note it").click()
        _answered(desk)
    desk.seen("09-answered")
    desk.tab("Publish")
    desk.seen("10-publish")
    page.get_by_label("Why this version").fill("The list as it stood on our pages")
    desk.go("Take it in as a version")
    page.wait_for_url("**/versions/2/")
    desk.seen("11-being-made")
    desk.app.work()
    page.reload()
    desk.seen("12-made")


def _told_more(desk: Desk) -> None:
    """The next version tells more of what was there; nobody is owed notice of that."""
    page, name = desk.page, LISTS[desk.slug][2]
    desk.register()
    desk.seen("13-register")
    desk.go("Change version 2")
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_label("Retention").fill("30 days after the contract ends")
    page.get_by_role("button", name="Save").last.click()
    if desk.slug == "lampi":
        _regions(desk)
    desk.tab("Check")
    _answered(desk)
    desk.tab("Publish")
    desk.seen("14-publish")
    page.get_by_label("Why this version").fill("How long data are kept")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/versions/3/")
    desk.app.work()
    page.reload()
    desk.seen("15-version")


def _regions(desk: Desk) -> None:
    """Which countries the regions of the list are, which it does not say itself."""
    for name, places in (("EU:n", "EU"), ("Yhdistyneissä", "United Arab Emirates"), ("HK", "Hong Kong")):
        desk.tab("Edit")
        desk.go("Regions")
        desk.page.locator("tbody").get_by_role("link", name=name).first.click()
        desk.page.get_by_label("Places").fill(places)
        desk.page.get_by_role("button", name="Save").last.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_reads_the_list_in_three_languages(desk: Desk, language: str) -> None:
    page = desk.page
    for name in ("index", "places", "purposes", "data", "chain", "history", "about", "pictures", "subscribe"):
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
    _answered(desk)
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
