"""A privacy officer at a browser, and the way of a published list from its file to a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.browser.app.serving import Application
from tests.browser.looking import looked_at
from tests.core.reading.lists import SPEC

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
CURRENT = "() => document.querySelector('.entry[aria-current]')?.id"
LOOKED_AT = ".entry[aria-current]:not(.done)"
"""The entry that keys are about, where it waits for somebody who looks."""
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


def begun(desk: Desk) -> None:
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


def past(desk: Desk) -> None:
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
    answered(desk)
    desk.tab("Publish")
    page.get_by_label("Why this version").fill("From our archive")
    desk.go("Take it in as a version")
    page.wait_for_url("**/versions/1/")


def answered(desk: Desk) -> None:
    """Somebody answers for every error at once."""
    if desk.page.get_by_label("What to answer for").count():
        desk.page.get_by_label("Why").last.fill("The list as it was")
        desk.go("Answer for all of them")


def brought_in(desk: Desk) -> None:
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


def reviewed(desk: Desk) -> None:
    """By keyboard: looked at, accepted, corrected; what is certain at once."""
    page, count = desk.page, desk.count
    desk.seen("05-review")
    first = page.evaluate(CURRENT)
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) != first
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.get_by_text(f"1 of {count} reviewed").wait_for()
    page.locator(LOOKED_AT).wait_for()
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
            page.locator(LOOKED_AT).wait_for()
            page.keyboard.press("a")
            page.locator(".entry.done").nth(left).wait_for()
    page.get_by_text(f"{count} of {count} reviewed").wait_for()
    desk.seen("07-reviewed")


def taken_in(desk: Desk) -> None:
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
        answered(desk)
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


def told_more(desk: Desk) -> None:
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
    answered(desk)
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
