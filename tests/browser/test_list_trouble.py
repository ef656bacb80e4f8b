"""What goes wrong with a list in a real browser: bad input, the same list again, two people at one draft."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.app.serving import Application, running
from tests.browser.desk import LOOKED_AT, Desk, begun
from tests.browser.looking import DESKTOP, looked_at
from tests.browser.test_app import opened
from tests.browser.test_pages import CHROMIUM, MISSING

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make browser)")
LIST = """| Company | Country | Purpose | Data |
| --- | --- | --- | --- |
| Alder Data Oy | Finland | Hosting | names, e-mail addresses |
| Birch Mail AB | Sweden | E-mail | e-mail addresses |
"""
KEPT = "The document is kept as it came"


def bomb() -> bytes:
    """A workbook that unpacks to 300 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    return made.getvalue()


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


@pytest.fixture(scope="module")
def desk(app: Application, browser: Any) -> Iterator[Desk]:
    """An officer with an empty register."""
    page = opened(browser, app, "solmu", bypass_csp=True, viewport=DESKTOP)
    page.set_default_timeout(30_000)
    one = Desk("solmu", page, app)
    begun(one)
    yield one
    page.context.close()


def given(desk: Desk, path: Path) -> None:
    desk.register()
    desk.go("Bring in a list")
    desk.page.get_by_label("A file").set_input_files(path)
    with desk.page.expect_navigation():
        desk.go("Read it")


def pasted(desk: Desk, text: str) -> None:
    desk.register()
    desk.go("Bring in a list")
    desk.page.evaluate("text => { document.querySelector('textarea').value = text }", text)
    desk.page.get_by_label("The pasted text is").select_option("markdown")
    with desk.page.expect_navigation():
        desk.go("Read it")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("scan.pdf", b"%PDF-1.4 broken", "it is damaged"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(2000), "does not know this format"),
        ("unpacks.xlsx", bomb, "unpacks to far more than its size"),
        ("long.txt", b"a line of text that is no list\n" * 750_000, "at most 20000000"),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(
    desk: Desk, tmp_path: Path, name: str, data: Any, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data() if callable(data) else data)
    given(desk, path)
    if "is being read" in desk.told():
        desk.app.work()
        desk.page.reload()
    said = desk.told()
    assert told in said, "what it is"
    assert "compared with every format" in said, "what was tried"
    assert "Save only the part" in said or "Get the file once more" in said, "what to do"
    assert KEPT in said
    desk.seen(f"bad-{name}")
    with desk.page.expect_download() as kept:
        desk.go("Download it as it was received")
    assert Path(kept.value.path()).read_bytes() == path.read_bytes()


def test_what_is_no_list_is_told_with_what_was_seen(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "hours.txt"
    path.write_text("We are open from nine to five.", encoding="utf-8")
    given(desk, path)
    said = desk.told()
    assert "read as plain text" in said and "no list of sub-processors" in said
    assert "We are open from nine to five." in said
    desk.seen("bad-no-list")


def test_what_is_too_large_to_keep_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"x" * 51_000_000)
    given(desk, path)
    assert "Save only the pages with the list" in desk.page.get_by_role("alert").first.inner_text()
    desk.seen("bad-huge")
    pasted(desk, "x" * 6_000_000)
    assert "send it as a file" in desk.told()


def test_the_same_list_again_is_told_at_once_and_dropped(desk: Desk) -> None:
    pasted(desk, LIST)
    desk.go("Begin the review")
    desk.seen("begun")
    desk.tab("Publish")
    assert "0 of 2: 0 accepted, 0 corrected" in desk.told()
    desk.go("Look at them now")
    for count in (1, 2):
        desk.page.locator(LOOKED_AT).wait_for()
        desk.page.keyboard.press("a")
        desk.page.get_by_text(f"{count} of 2 reviewed").wait_for()
    desk.tab("Check")
    if desk.page.get_by_label("What to answer for").count():
        desk.page.get_by_label("Why").last.fill("Being asked for")
        desk.go("Answer for all of them")
    desk.tab("Publish")
    assert "2 of 2: 2 accepted, 0 corrected" in desk.told()
    desk.page.get_by_label("Why this version").fill("The first one")
    desk.page.get_by_role("button", name="Publish", exact=True).click()
    desk.page.wait_for_url("**/versions/1/")
    assert "about to be made" in desk.told()
    desk.app.work()
    desk.page.locator("#work").wait_for(state="detached")
    assert "the public has them" in desk.told(), "the page looks again by itself"
    pasted(desk, LIST)
    said = desk.told()
    assert "The very same document was brought in before" in said
    assert "It says the same as version 1: nothing changed" in said
    desk.seen("same")
    desk.page.get_by_text("Make a draft of it all the same").click()
    desk.go("Begin the review")
    assert "This draft says the same as version 1: nothing changed." in desk.told()
    desk.seen("same-draft")
    desk.go("Give this draft up")
    assert "No draft is open" in desk.told()


def test_lists_and_companies_are_found_by_the_search(desk: Desk) -> None:
    for asked, found in (("birch", "Birch Mail AB"), ("sub-proc", "Sub-processors")):
        desk.page.locator("#find").fill(asked)
        desk.page.locator("#find").press("Enter")
        desk.page.wait_for_url("**/search/")
        assert desk.page.locator("main").get_by_role("link", name=found).first.is_visible()
    desk.seen("search")


def test_two_people_at_one_draft_lose_nothing(desk: Desk, app: Application, browser: Any) -> None:
    mine = desk.page
    desk.register()
    desk.go("Change version 1")
    mine.get_by_role("link", name="Birch Mail AB", exact=True).click()
    other = opened(browser, app, "solmu-second", bypass_csp=True, viewport=DESKTOP)
    other.goto(mine.url)
    other.get_by_label("Retention").fill("30 days")
    other.get_by_label("Remarks").last.fill("Asked for the new contract")
    other.get_by_role("button", name="Save").last.click()
    mine.get_by_label("Retention").fill("60 days")
    mine.get_by_label("Brand").fill("Birch")
    mine.get_by_role("button", name="Save").last.click()
    said = desk.told()
    assert "You both changed the same" in said and "Otto Salo changed it" in said
    assert "30 days" in said and "60 days" in said
    desk.seen("clash")
    mine.get_by_label("Theirs:", exact=False).check()
    desk.go("Save what I chose")
    mine.get_by_role("link", name="Birch Mail AB", exact=True).click()
    assert mine.get_by_label("Retention").input_value() == "30 days", "the one that was chosen"
    assert mine.get_by_label("Brand").input_value() == "Birch", "what only one changed is kept"
    assert mine.get_by_label("Remarks").last.input_value() == "Asked for the new contract"
    looked_at(other, "solmu-other")
    other.context.close()
