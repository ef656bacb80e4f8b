"""What the public list, the portals, the evidence, the calendar and the feed say of the company, each asked by itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.browser.spec003.staff import COMPANY, ENTRY, HOME
from tests.browser.spec003.world import World

LIST = "/lists/liana/main/"
LANGUAGES = ("en", "fi", "sv")
ATOM = "{http://www.w3.org/2005/Atom}"


def public(world: World) -> str:
    """Where the public list has the company: "", "planned" or "current"; more than one where the languages differ."""
    page = world.page("")
    found = set()
    for language in LANGUAGES:
        page.goto(f"{LIST}{language}/")
        row = page.locator("main tr").filter(has_text=COMPANY)
        found.add(_section(row.first) if row.count() else "")
    page.context.close()
    return " and ".join(sorted(found))


def _section(row: Any) -> str:
    return str(row.evaluate(
        """e => [...document.querySelectorAll('main h2[id]')].filter(
          h => h.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING).pop().id"""
    ))  # fmt: skip


def portal(world: World, who: str) -> str:
    """On which shelf a customer's own page of sub-processors has the company, "" for none."""
    page = world.page(who)
    for shelf in ("current", "planned", "ended"):
        page.goto(f"/portal/{world.ids[who]}/sub-processors/?shelf={shelf}")
        if page.locator("main tbody tr").filter(has_text=COMPANY).count():
            page.context.close()
            return shelf
    page.context.close()
    return ""


def pack(page: Any, case: str, form: str = "JSON") -> bytes:
    """The evidence of the change, as staff download it."""
    page.goto(case)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download as {form}").click()
    return Path(waiting.value.path()).read_bytes()


def evidence(page: Any, case: str) -> dict[str, Any]:
    """The evidence as data."""
    found: dict[str, Any] = json.loads(pack(page, case))
    return found


def calendar(page: Any) -> list[str]:
    """The events of the feed of the calendar: the day, and what happens."""
    page.goto(f"{HOME}changes/calendar/")
    feed = page.request.get(page.locator("code").inner_text()).text().replace("\r\n ", "")
    return [
        f"{day} {what}"
        for day, what in re.findall(r"DTSTART;VALUE=DATE:(\d{8}).*?SUMMARY:[^\r\n]*?: ([^\r\n]*)", feed, re.DOTALL)
    ]  # fmt: skip


def feed(world: World) -> list[tuple[str, str]]:
    """The entries of the public Atom feed, the newest first: title and text."""
    page = world.page("")
    got = page.request.get(f"{LIST}sub-processors.en.atom")
    assert got.status == 200
    entries = ElementTree.fromstring(got.text()).iter(f"{ATOM}entry")
    page.context.close()
    return [(str(one.findtext(f"{ATOM}title")), str(one.findtext(f"{ATOM}content"))) for one in entries]


__all__ = ["ENTRY", "calendar", "evidence", "feed", "pack", "portal", "public"]
